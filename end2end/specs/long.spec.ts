import { expect, test } from "../fixtures.ts";
import { expectAccessible } from "../support/accessible.ts";

/** More than are drawn at once. */
const SESSIONS = 53;
const SIDE_BY_SIDE = 8;

test("a long list is drawn piece by piece, and what is new is seen at once", { tag: "@waits" }, async ({ asAdmin, browser, page, sim }) => {
  test.slow();
  const numbers: string[] = [];
  await sim.settings({ link_ms: 0 });
  while (numbers.length < SESSIONS) {
    const some = Math.min(SIDE_BY_SIDE, SESSIONS - numbers.length);
    numbers.push(...(await Promise.all(Array.from({ length: some }, () => asAdmin.started()))));
  }
  await Promise.all(numbers.map((number) => sim.scanAccount(number)));
  const count = page.getByText(`${SESSIONS} сессии · ${SESSIONS} подключены`);
  await expect(async () => {
    await page.reload();
    await expect(count).toBeVisible({ timeout: 500 });
  }).toPass();

  const listed = page.waitForResponse((answer) => answer.url().endsWith("/api/list_integrations"));
  await page.reload();
  await listed;
  await expect(asAdmin.refresh).toHaveAttribute("aria-busy", "false");
  const rest = page.getByText("Не показаны ещё 3 сессии");
  await expect(asAdmin.cards).toHaveCount(50);
  await expect(count).toBeVisible();
  await expect(rest).toBeVisible();
  await expectAccessible(page, ".rest");

  // one that comes now stands at the end, and is not among those that wait
  const fresh = await asAdmin.started();
  await expect(asAdmin.card(fresh).root).toBeVisible();
  await expect(asAdmin.cards).toHaveCount(51);
  await expect(rest).toBeVisible();

  await page.getByRole("link", { name: "Показать ещё" }).focus();
  await page.keyboard.press("Enter");
  await expect(asAdmin.cards).toHaveCount(SESSIONS + 1);
  await expect(rest).toBeHidden();
  // the keyboard reads on where the list went on
  await expect(page.getByRole("article").nth(50).getByRole("link").first()).toBeFocused();

  // each card lives by itself
  const last = numbers.at(-1) ?? "";
  await sim.unlink(last);
  await expect(asAdmin.card(last).badge("Вышли на телефоне")).toBeVisible();
  await expect(page.getByText(`${SESSIONS + 1} сессии · ${SESSIONS - 1} подключены`)).toBeVisible();

  // without JavaScript the table has all of them
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: "ru-RU", storageState: await page.context().storageState() });
  const still = await plain.newPage();
  await still.goto(page.url());
  await expect(still.getByRole("article")).toHaveCount(50);
  await still.getByRole("link", { name: "Показать ещё" }).click();
  await expect(still.getByRole("table", { name: "Таблица подключений" })).toBeVisible();
  await plain.close();
});
