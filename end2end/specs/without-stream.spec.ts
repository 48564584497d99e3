import { expect, test } from "../fixtures.ts";

// nothing in the page depends on being told: neither by the stream, nor by the platform's events
test.beforeEach(async ({ asAdmin, complaints, context, sim }) => {
  complaints.allow(/\/api\/live|ERR_FAILED/);
  await context.route("**/api/live", (route) => route.abort());
  await sim.settings({ webhooks: false });
  await asAdmin.open();
});

test("without the stream: connect, one more, disconnect", async ({ asAdmin, sim }) => {
  const first = await asAdmin.connectOne(sim, "79990000001");
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  const second = await asAdmin.connectOne(sim, "79990000002");
  await expect(asAdmin.card(first).badge("Подключено")).toBeVisible();

  await asAdmin.card(second).disconnect.click();
  await asAdmin.disconnectDialog.confirm.click();
  await expect(asAdmin.card(second).root).toHaveCount(0);
  await expect(asAdmin.card(first).badge("Подключено")).toBeVisible();
  expect((await sim.accounts()).map(({ number }) => number)).toEqual([first]);
});

test("without the stream: cancel, and «Новый код» after the time is up", { tag: "@waits" }, async ({ asAdmin, sim }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await asAdmin.dialog.cancel.click();
  await expect.poll(() => sim.accounts()).toEqual([]);
  await expect(asAdmin.connect).toBeVisible();

  await sim.settings({ codes: 1 });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const first = await asAdmin.dialog.picture();
  await sim.advance(60_000);
  await expect(asAdmin.dialog.timeIsOver).toBeVisible();
  await asAdmin.dialog.newCode.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  expect(await asAdmin.dialog.picture()).not.toBe(first);
  const number = await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
});

test("without the stream: what somebody else does is seen after «Обновить статусы»", async ({ asAdmin, elsewhere, sim }) => {
  const number = await asAdmin.given(sim);
  const colleague = await elsewhere("colleague");
  await colleague.card(number).disconnect.click();
  await colleague.disconnectDialog.confirm.click();
  await expect(colleague.card(number).root).toHaveCount(0);
  await asAdmin.refresh.click();
  await expect(asAdmin.card(number).root).toHaveCount(0);
});
