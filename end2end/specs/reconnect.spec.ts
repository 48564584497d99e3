import { expect, test } from "../fixtures.ts";

test("logged out on the phone: «Переподключить» brings the same number back", async ({ asAdmin, sim }) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  await sim.unlink(number);
  await asAdmin.refreshUntil(card.badge("Вышли на телефоне"));
  await expect(asAdmin.connect).toBeHidden();

  await card.reconnect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  expect(await sim.scan()).toBe(number);
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(card.badge("Подключено")).toBeVisible();
  await expect(asAdmin.cards).toHaveCount(1);
  expect(await sim.clients()).toHaveLength(1);
});

test("dropped by itself: «Переподключить» needs no scan", async ({ asAdmin, sim }) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  await sim.offline(number);
  await asAdmin.refreshUntil(card.badge("Отключено"));
  await card.reconnect.click();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(card.badge("Подключено")).toBeVisible();
});

test("a cancelled «Переподключить» leaves the row as it was", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  await sim.unlink(number);
  await asAdmin.refreshUntil(card.badge("Вышли на телефоне"));
  await card.reconnect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const cancelled = page.waitForResponse("**/api/wpp_cancel");
  await asAdmin.dialog.cancel.click();
  await cancelled;
  await page.reload();
  // the badge says what the gateway says: it may still hold the code that nobody scanned
  await expect(card.reconnect).toBeVisible();
  await expect(card.goOn).toBeHidden();
  await expect(card.root).toContainText(/API Key: [^•\s]{6}••••••[^•\s]{4}/);
});

test("a reload during an attempt offers to go on", async ({ asAdmin, page, sim }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const number = await sim.pending();
  const picture = await asAdmin.dialog.picture();
  await page.reload();

  const card = asAdmin.card(number);
  await expect(card.badge("Нужен QR-код")).toBeVisible();
  await card.goOn.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  expect(await asAdmin.dialog.picture()).toBe(picture);
  await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(card.badge("Подключено")).toBeVisible();
  expect(await sim.clients()).toHaveLength(1);
});

test("an attempt that goes on after a reload can still be cancelled", async ({ asAdmin, page, sim }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const number = await sim.pending();
  await page.reload();
  await asAdmin.card(number).goOn.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await asAdmin.dialog.cancel.click();
  await expect.poll(() => sim.accounts()).toEqual([]);
  await expect(asAdmin.connect).toBeVisible();
});
