import { expect, test } from "../fixtures.ts";

test("lesson 24: «Отключить» asks, and «Отмена» keeps it", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim, "79990000001");
  await asAdmin.card(number).disconnect.click();
  await expect(asAdmin.disconnectDialog.root).toBeVisible();
  await expect(asAdmin.disconnectDialog.root).toContainText("+7 999 000-00-01");
  await asAdmin.disconnectDialog.cancel.click();
  await expect(asAdmin.disconnectDialog.root).toBeHidden();
  await page.reload();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
  await sim.until(number, "connected");
});

test("«Отключить» removes the row and the account at the gateway", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  await asAdmin.card(number).disconnect.click();
  await asAdmin.disconnectDialog.confirm.click();
  await expect(asAdmin.toast("WhatsApp отключён")).toBeVisible();
  await expect(asAdmin.cards).toHaveCount(0);
  await expect(asAdmin.connect).toBeVisible();
  expect(await sim.accounts()).toEqual([]);
  await page.reload();
  await expect(asAdmin.connect).toBeVisible();
});

test("only the session that was asked about goes", async ({ asAdmin, sim }) => {
  const first = await asAdmin.given(sim);
  const second = await asAdmin.given(sim);
  await asAdmin.card(second).disconnect.click();
  await asAdmin.disconnectDialog.confirm.click();
  await expect(asAdmin.card(second).root).toHaveCount(0);
  await expect(asAdmin.card(first).badge("Подключено")).toBeVisible();
  expect((await sim.accounts()).map(({ number }) => number)).toEqual([first]);
});

test("lesson 10: a session that the gateway has forgotten can be removed", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  await sim.forget(number);
  await asAdmin.card(number).disconnect.click();
  await asAdmin.disconnectDialog.confirm.click();
  await expect(asAdmin.toast("WhatsApp отключён")).toBeVisible();
  await page.reload();
  await expect(asAdmin.connect).toBeVisible();
});

test("a session can be removed while the gateway is down", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  await sim.down();
  await asAdmin.card(number).disconnect.click();
  await asAdmin.disconnectDialog.confirm.click();
  await expect(asAdmin.toast("WhatsApp отключён")).toBeVisible();
  await page.reload();
  await expect(asAdmin.cards).toHaveCount(0);
});
