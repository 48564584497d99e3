import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "../fixtures.ts";

/** A receiver of the test's own; the panel may reach this machine, since its settings say so. */
async function receiver(): Promise<{ url: string; seen: { type: string }[]; close: () => void }> {
  const seen: { type: string }[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      seen.push(JSON.parse(body));
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, seen, close: () => server.close() };
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("a channel is added, tried and removed", async ({ complaints, loginPage, page, seed }) => {
      complaints.allow(/preloaded using link preload but not used/);
      const there = await receiver();
      await loginPage.open();
      await loginPage.signIn(seed.people.admin);
      await page.getByRole("link", { name: "Оповещения" }).click();
      await expect(page.getByText("Каналов пока нет")).toBeVisible();
      await page.getByLabel("Адрес (https://…)").fill(there.url);
      await page.getByRole("form", { name: "Webhook" }).getByRole("button", { name: "Добавить" }).click();
      await expect(page.getByLabel("Секрет подписи")).toHaveValue(/^whsec_/);
      await page.getByRole("link", { name: "Оповещения" }).click();
      await page.getByRole("button", { name: /^Проверить/ }).click();
      await expect(page.getByRole("status")).toHaveText("Проверочное сообщение отправлено.");
      expect(there.seen.map((message) => message.type)).toEqual(["session.test"]);
      await expect(page.getByRole("cell", { name: "отправлено" })).toBeVisible();
      await page.getByRole("link", { name: /^Удалить/ }).click();
      await page.getByRole("dialog", { name: "Удалить канал?" }).getByRole("button", { name: "Удалить" }).click();
      await expect(page.getByRole("status")).toHaveText("Канал удалён.");
      there.close();
    });
  });
}
