import { expect, test } from "../fixtures.ts";
import { IntegrationsPage } from "../pages/integrations.ts";

test("two tabs share one attempt", async ({ asAdmin, context, sim }) => {
  const other = new IntegrationsPage(await context.newPage());
  await other.open();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await other.goOn.click();
  await expect(other.dialog.qr).toBeVisible();
  expect(await other.dialog.picture()).toBe(await asAdmin.dialog.picture());
  expect(await sim.clients()).toHaveLength(1);

  const number = await sim.scan();
  for (const page of [asAdmin, other]) {
    await expect(page.toast("Подключено!")).toBeVisible();
    await expect(page.card(number).badge("Подключено")).toBeVisible();
  }
  expect(await sim.accounts()).toHaveLength(1);
});

test("two tabs that have not heard of each other share one attempt", async ({ asAdmin, complaints, context, sim }) => {
  complaints.allow(/\/api\/live|ERR_FAILED/);
  await context.route("**/api/live", (route) => route.abort());
  const pages = [asAdmin, new IntegrationsPage(await context.newPage())];
  for (const page of pages) {
    await page.open();
  }
  await Promise.all(pages.map((page) => page.connect.click()));
  for (const page of pages) {
    await expect(page.dialog.qr).toBeVisible();
  }
  expect(await sim.clients()).toHaveLength(1);
});

test("two administrators share one attempt, and who did not start it only closes a dialog", async ({
  asAdmin,
  elsewhere,
  sim,
}) => {
  const colleague = await elsewhere("colleague");
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await colleague.goOn.click();
  await expect(colleague.dialog.qr).toBeVisible();
  expect(await colleague.dialog.picture()).toBe(await asAdmin.dialog.picture());

  const answered = colleague.page.waitForResponse("**/api/wpp_cancel");
  await colleague.dialog.cancel.click();
  expect(await (await answered).json()).toBe("not_yours");
  await expect(asAdmin.dialog.qr).toBeVisible();

  const number = await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await colleague.refreshUntil(colleague.card(number).badge("Подключено"));
  expect(await sim.clients()).toHaveLength(1);
});

test("an attempt that is cancelled elsewhere ends with a word", async ({ asAdmin, complaints, elsewhere, sim }) => {
  complaints.allow(/Failed to load resource: the server responded with a status of 4\d\d/);
  const colleague = await elsewhere("colleague");
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await colleague.goOn.click();
  await expect(colleague.dialog.qr).toBeVisible();
  await asAdmin.dialog.cancel.click();
  await expect.poll(() => sim.accounts()).toEqual([]);
  await expect(colleague.dialog.root).toContainText("Такой сессии больше нет.");
  await colleague.dialog.again.click();
  await expect(colleague.dialog.qr).toBeVisible();
});

test("a member sees the list and changes nothing", async ({ asMember, complaints, elsewhere, page, sim }) => {
  await expect(page.getByText("Подключить WhatsApp может администратор организации.")).toBeVisible();
  await expect(asMember.connect).toHaveCount(0);

  const admin = await elsewhere("admin");
  const number = await admin.given(sim, "79990000001");
  await asMember.open();
  const card = asMember.card(number);
  await expect(card.badge("Подключено")).toBeVisible();
  await expect(card.root).toContainText("+7 999 000-00-01");
  for (const button of [asMember.connectAnother, card.disconnect, card.reconnect, card.goOn, card.more, card.rename]) {
    await expect(button).toHaveCount(0);
  }
  await expect(page.getByRole("dialog", { includeHidden: true })).toHaveCount(0);

  complaints.allow(/status of 403/);
  const attempt = "00000000-0000-4000-8000-000000000001";
  expect((await asMember.call("wpp_provision", { attempt })).status()).toBe(403);
  expect((await asMember.call("wpp_create", { attempt })).status()).toBe(403);
  expect(await sim.accounts()).toHaveLength(1);
});

test("a member never gets a code", async ({ asMember, elsewhere }) => {
  const admin = await elsewhere("admin");
  await admin.connect.click();
  await expect(admin.dialog.qr).toBeVisible();
  await asMember.open();
  await expect(asMember.cards).toHaveCount(1);
  await expect(asMember.page.getByText("Нужен QR-код")).toBeVisible();

  const list = (await (await asMember.call("list_integrations", { force: true })).json()) as { cards: { id: string }[] };
  const id = list.cards[0]?.id;
  const status = await asMember.call("wpp_status", { id, has: 0 });
  expect(status.ok()).toBe(true);
  expect(await status.text()).not.toContain("svg");
  await expect(asMember.page.locator(".qr")).toHaveCount(0);
});
