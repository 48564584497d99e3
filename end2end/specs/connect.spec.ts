import { randomUUID } from "node:crypto";
import { expect, test } from "../fixtures.ts";

test("one press, one scan, «Подключено!»", async ({ asAdmin, sim }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.root).toBeVisible();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await expect(asAdmin.dialog.countdown).toHaveText(/Код обновится сам через \d+ с/);
  const box = await asAdmin.dialog.qr.boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(256);
  expect(box?.height).toBeGreaterThanOrEqual(256);

  await sim.settings({ link_ms: 60_000 });
  const number = await sim.scan();
  await expect(asAdmin.dialog.linking).toBeVisible();
  await sim.advance(60_000);
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(asAdmin.dialog.root).toBeHidden();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
});

test("the code is dark on white in every theme", async ({ asAdmin, page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await expect(asAdmin.dialog.qr).toHaveCSS("background-color", "rgb(255, 255, 255)");
  await expect(asAdmin.dialog.qr.locator("path").first()).toHaveAttribute("fill", "#fff");
  await expect(asAdmin.dialog.qr.locator("path").last()).toHaveAttribute("fill", "#000");
});

test("lesson 1: the connection survives a reload", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.connectOne(sim, "79991234567");
  await page.reload();

  const card = asAdmin.card(number);
  await expect(card.badge("Подключено")).toBeVisible();
  await expect(card.root).toContainText(`Session: ${number}`);
  await expect(card.root).toContainText(/API Key: [^•\s]{6}••••••[^•\s]{4}/);
  await expect(card.root).toContainText("+7 999 123-45-67");
  await expect(card.evidence).toHaveText(/проверено (только что|\d+ с назад), (webhook|запрос)/);
  await expect(asAdmin.connect).toBeHidden();
});

test("the account number can be copied", async ({ asAdmin, context, sim }) => {
  await context.grantPermissions(["clipboard-write"]);
  const number = await asAdmin.given(sim);
  await asAdmin.card(number).copy.click();
  await expect(asAdmin.toast("Скопировано")).toBeVisible();

  const notes = await context.newPage();
  await notes.setContent("<textarea></textarea>");
  await notes.locator("textarea").press("ControlOrMeta+v");
  await expect(notes.locator("textarea")).toHaveValue(number);
});

test("lesson 5: a double click makes one account", async ({ asAdmin, sim }) => {
  await asAdmin.connect.dblclick();
  await expect(asAdmin.dialog.qr).toBeVisible();
  expect(await sim.clients()).toHaveLength(1);
  expect(await sim.accounts()).toHaveLength(1);
});

test("lesson 5: the same request again makes one account", async ({ asAdmin, sim }) => {
  const attempt = randomUUID();
  const post = () => asAdmin.call("wpp_provision", { attempt });
  const answers = await Promise.all([post(), post(), post()]);
  answers.push(await post());
  expect(answers.map((answer) => answer.status())).toEqual([200, 200, 200, 200]);
  const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { id: string }).id));
  expect(new Set(ids).size).toBe(1);
  expect(await sim.clients()).toHaveLength(1);
  expect(await sim.accounts()).toHaveLength(1);
  await asAdmin.open();
  await expect(asAdmin.cards).toHaveCount(1);
});

test("lesson 5: a gateway that fails once and then answers is asked again, for one account", async ({ asAdmin, sim }) => {
  await sim.fail({ call: "create", carried_out: true });
  await sim.fail({ call: "start" });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  expect(await sim.clients()).toHaveLength(1);
  expect(await sim.accounts()).toHaveLength(1);
});

test("a list that was asked for before the change does not hide it", async ({ asAdmin, page, sim }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  // the first list is made before anything is connected and arrives after it
  await page.route(
    "**/api/list_integrations",
    async (route) => {
      const response = await route.fetch();
      await released;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await page.reload();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const number = await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  release();
  // it has arrived
  await page.unrouteAll({ behavior: "wait" });
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
});
