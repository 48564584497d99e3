import type { Route } from "@playwright/test";
import type { IntegrationsPage } from "../pages/integrations.ts";
import { expect, test } from "../fixtures.ts";

const WAYS: [string, (page: IntegrationsPage) => Promise<void>][] = [
  ["«Отмена»", (page) => page.dialog.cancel.click()],
  ["Esc", (page) => page.page.keyboard.press("Escape")],
  ["the cross", (page) => page.dialog.cross.click()],
];

for (const [way, close] of WAYS) {
  test(`lesson 7: a cancel by ${way} leaves nothing, here and at the gateway`, async ({ asAdmin, page, sim }) => {
    await asAdmin.connect.click();
    await expect(asAdmin.dialog.qr).toBeVisible();
    await close(asAdmin);
    await expect(asAdmin.dialog.root).toBeHidden();
    await expect.poll(() => sim.accounts()).toEqual([]);
    await expect(asAdmin.connect).toBeVisible();
    await page.reload();
    await expect(asAdmin.connect).toBeVisible();
    await expect(asAdmin.cards).toHaveCount(0);
  });
}

test("lesson 7: a cancel before the code is there leaves nothing", async ({ asAdmin, complaints, page, sim }) => {
  // the press's own request ends as cancelled
  complaints.allow(/Failed to load resource: the server responded with a status of 409/);
  await sim.settings({ qr_delay_ms: 60_000 });
  const answered = page.waitForResponse("**/api/wpp_cancel");
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.preparing).toBeVisible();
  await expect.poll(async () => (await sim.accounts()).length).toBe(1);
  await asAdmin.dialog.cancel.click();
  expect((await answered).ok()).toBe(true);
  await expect.poll(() => sim.accounts()).toEqual([]);
  await page.reload();
  await expect(asAdmin.cards).toHaveCount(0);
});

test("a cancel of one more keeps the one that is connected", async ({ asAdmin, sim }) => {
  const first = await asAdmin.given(sim);
  await asAdmin.connectAnother.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await asAdmin.dialog.cancel.click();
  await expect.poll(async () => (await sim.accounts()).map(({ number }) => number)).toEqual([first]);
  await expect(asAdmin.cards).toHaveCount(1);
  await expect(asAdmin.card(first).badge("Подключено")).toBeVisible();
});

test("a cancel that the scan has overtaken keeps the session and says so", async ({ asAdmin, complaints, page, sim }) => {
  // the page must not learn of the scan before the press
  complaints.allow(/\/api\/(live|wpp_status)|ERR_FAILED/);
  for (const news of ["**/api/live", "**/api/wpp_status"]) {
    await page.route(news, (route) => route.abort());
  }
  await asAdmin.open();
  await sim.settings({ link_ms: 0, webhooks: false });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const number = await sim.scan();
  await sim.until(number, "connected");
  await asAdmin.dialog.cancel.click();
  await expect(asAdmin.toast("сессия сохранена")).toBeVisible();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
  expect(await sim.accounts()).toHaveLength(1);
});

test("lesson 20: a closed dialog asks no more", async ({ asAdmin, page, traffic }) => {
  await page.clock.install();
  await asAdmin.open();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const answered = page.waitForResponse("**/api/wpp_status");
  await page.clock.fastForward(3_000);
  await answered;

  const cancelled = page.waitForResponse("**/api/wpp_cancel");
  await asAdmin.dialog.cancel.click();
  await cancelled;
  const asked = traffic.count("wpp_status");
  await page.clock.runFor(15_000);
  expect(traffic.count("wpp_status")).toBe(asked);
});

test("lesson 20: a late answer does not open the dialog again", async ({ asAdmin, complaints, page, sim }) => {
  // the cancel may come before the request has read its row again: then that is what it is told
  complaints.allow(/Failed to load resource: the server responded with a status of 409/);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const late = async (route: Route) => {
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  };
  // the second press is answered as usual: the test may be over before that is
  await page.route("**/api/wpp_provision", late, { times: 1 });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.preparing).toBeVisible();
  await sim.pending();
  const cancelled = page.waitForResponse("**/api/wpp_cancel");
  await page.keyboard.press("Escape");
  await cancelled;
  const answered = page.waitForResponse("**/api/wpp_provision");
  release();
  await (await answered).finished();

  await expect(asAdmin.connect).toBeVisible();
  await expect(asAdmin.dialog.root).toBeHidden();
  expect(await sim.accounts()).toEqual([]);
  // and the next press begins anew
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
});
