import { expect, test } from "../fixtures.ts";
import { IntegrationsPage } from "../pages/integrations.ts";

const STREAM = "**/api/live";

test("what somebody else does is seen without asking", async ({ asMember, elsewhere, sim }) => {
  const admin = await elsewhere("admin");
  const number = await admin.started();
  await expect(asMember.card(number).root).toBeVisible();
  await sim.scanAccount(number);
  await expect(asMember.card(number).badge("Подключено")).toBeVisible();

  await admin.page.reload();
  await admin.card(number).disconnect.click();
  await admin.disconnectDialog.confirm.click();
  await expect(asMember.card(number).root).toHaveCount(0);
});

test("ten tabs of one browser all stay live on one stream", async ({ asAdmin, context, elsewhere }) => {
  let streams = 0;
  context.on("request", (request) => {
    streams += request.url().endsWith("/api/live") ? 1 : 0;
  });
  const pages = [asAdmin];
  for (let tab = 1; tab < 10; tab += 1) {
    const page = new IntegrationsPage(await context.newPage());
    await page.open();
    pages.push(page);
  }
  const colleague = await elsewhere("colleague");
  const first = await colleague.started();
  for (const page of pages) {
    await expect(page.card(first).root).toBeVisible();
  }
  expect(streams).toBeLessThanOrEqual(1);

  // the tab that listened for all goes, and another takes its place
  await pages.shift()?.page.close();
  await expect.poll(() => streams).toBeGreaterThan(0);
  const second = await colleague.started();
  for (const page of pages) {
    await expect(page.card(second).root).toBeVisible();
  }
});

test("everything works while the stream is blocked", async ({ asAdmin, complaints, context, sim }) => {
  complaints.allow(/\/api\/live|ERR_FAILED/);
  await context.route(STREAM, (route) => route.abort());
  await asAdmin.open();
  const number = await asAdmin.connectOne(sim);
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await sim.unlink(number);
  await asAdmin.refreshUntil(asAdmin.card(number).badge("Вышли на телефоне"));
});

test("a stream that breaks is opened again, and what was missed is caught up", async ({ asAdmin, elsewhere, panel }) => {
  const colleague = await elsewhere("colleague");
  await panel.down();
  await panel.up();
  const number = await colleague.started();
  await expect(asAdmin.card(number).root).toBeVisible({ timeout: 15_000 });
});

test("what lies behind an open dialog does not move, and catches up when it is closed", async ({ asAdmin, elsewhere, page, sim }) => {
  const { root, disconnect, more, rename } = asAdmin.card(await asAdmin.given(sim));
  await expect(root).toBeVisible();
  // the page's own listener was there before this one
  const told = await page.evaluateHandle(() => {
    const lines: string[] = [];
    addEventListener("wpp-live", (event) => lines.push((event as CustomEvent<string>).detail));
    return lines;
  });
  const colleague = await elsewhere("colleague");
  const dialogs = [
    { open: () => disconnect.click(), dialog: asAdmin.disconnectDialog.root },
    { open: () => more.click().then(() => rename.click()), dialog: asAdmin.renameDialog.root },
    { open: () => asAdmin.connectAnother.click(), dialog: asAdmin.dialog.root },
  ];
  for (const { open, dialog } of dialogs) {
    await open();
    await expect(dialog).toBeVisible();
    const number = await colleague.started();
    await expect.poll(async () => (await told.jsonValue()).some((line) => line.includes(number))).toBe(true);
    expect(await page.locator("article", { hasText: number }).count()).toBe(0);

    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await sim.scanAccount(number);
    await expect(asAdmin.card(number).root).toBeVisible({ timeout: 15_000 });
  }
});
