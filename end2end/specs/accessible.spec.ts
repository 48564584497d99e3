import { expect, test } from "../fixtures.ts";
import { PhonePage } from "../pages/phone.ts";
import { SetupPage } from "../pages/setup.ts";
import { expectAccessible } from "../support/accessible.ts";
import { Panel } from "../support/panel.ts";

const ERROR_STATUS = /Failed to load resource: the server responded with a status of \d+/;

// every rule on every element, in both themes, several times over
test.describe.configure({ timeout: 60_000 });

test("a page that is wrong in one theme alone is found out", async ({ page }) => {
  const wrong = (style: string, body: string) =>
    page.setContent(`<!doctype html><html lang="ru"><title>Тест</title><style>${style}</style><main><h1>Тест</h1>${body}</main></html>`);
  const at = (scheme: string) => `@media (prefers-color-scheme: ${scheme}) { p { color: #777; background: #888; } }`;
  await wrong("", "<p>Слова</p>");
  await expectAccessible(page);
  for (const scheme of ["light", "dark"]) {
    await wrong(at(scheme), "<p>Слова</p>");
    await expect(expectAccessible(page), scheme).rejects.toThrow(/color-contrast: .*: p/);
  }
  await wrong("", "<button></button>");
  await expect(expectAccessible(page)).rejects.toThrow(/button-name: .*: button/);
});

test("sign-in", async ({ complaints, loginPage, page, seed }) => {
  complaints.allow(ERROR_STATUS);
  await loginPage.open();
  await expectAccessible(page);
  await loginPage.signIn({ ...seed.people.admin, password: "wrong" });
  await expect(loginPage.alert).toBeVisible();
  await expectAccessible(page);
});

test("empty list and error page", async ({ asAdmin, complaints, page }) => {
  complaints.allow(ERROR_STATUS);
  await expect(asAdmin.connect).toBeVisible();
  await expectAccessible(page);
  await page.goto("/nowhere");
  await expectAccessible(page);
});

test("account, audit, old link", async ({ asAdmin, complaints, elsewhere, page, sim }) => {
  complaints.allow(ERROR_STATUS);
  await asAdmin.given(sim);
  await elsewhere("admin");
  await page.goto("/account");
  await expectAccessible(page);
  await page.getByLabel("Текущий пароль").fill("wrong");
  await page.getByLabel("Новый пароль").fill("a much better password");
  await page.getByRole("button", { name: "Сменить пароль" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/audit");
  await expectAccessible(page);
  await page.goto("/reset?token=old");
  await expectAccessible(page);
});

test("people, an invitation", async ({ asAdmin, complaints, page }) => {
  complaints.allow(ERROR_STATUS);
  await expect(asAdmin.connect).toBeVisible();
  await page.goto("/people");
  await page.getByLabel("Электронная почта").fill("guest@example.org");
  await page.getByRole("button", { name: "Создать ссылку" }).click();
  const link = await page.getByLabel("Ссылка для").inputValue();
  await expectAccessible(page);
  await page.getByRole("link", { name: /^Удалить/ }).first().click();
  await expectAccessible(page);
  await page.goto(link);
  await expectAccessible(page);
  await page.goto("/invite?token=old");
  await expectAccessible(page);
});

test("links, a guest", async ({ asAdmin, page, sim }) => {
  await expect(asAdmin.connect).toBeVisible();
  await page.goto("/links");
  await page.getByRole("button", { name: "Создать ссылку" }).click();
  const link = await page.getByLabel("Ссылка", { exact: true }).inputValue();
  await expectAccessible(page);
  await page.goto(link);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Показать QR-код" }).click();
  await expect(page.getByRole("img", { name: "QR-код WhatsApp" })).toBeVisible();
  await expectAccessible(page);
  await sim.scan();
  await expect(page.getByText("Подключено!")).toBeVisible();
  await expectAccessible(page);
});

test("alerts", async ({ asAdmin, complaints, page }) => {
  complaints.allow(ERROR_STATUS);
  await expect(asAdmin.connect).toBeVisible();
  // a browser without a window has refused before anybody is asked
  await page.addInitScript(() => Object.defineProperty(Notification, "permission", { value: "default" }));
  await page.goto("/alerts");
  await expectAccessible(page);
  await page.getByRole("form", { name: "Браузер" }).getByRole("button", { name: "Добавить" }).click();
  await expect(page.getByRole("button", { name: "Разрешить уведомления" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Адрес (https://…)").fill("http://127.0.0.1:9/hook");
  await page.getByRole("form", { name: "Webhook" }).getByRole("button", { name: "Добавить" }).click();
  await expect(page.getByLabel("Секрет подписи")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/alerts");
  await page.getByRole("button", { name: /^Проверить: http/ }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expectAccessible(page);
});

test("what to do", async ({ page }) => {
  await page.goto("/help");
  await expectAccessible(page);
  await page.goto("/help/GW-504-7K2");
  await expectAccessible(page);
});

test("overview", async ({ asAdmin, page, sim }) => {
  await asAdmin.given(sim);
  await page.goto("/overview");
  await expect(page.getByRole("img", { name: /сейчас подключено 1 из 1/ })).toBeVisible();
  await expectAccessible(page);
});

test("the calls for a CRM", async ({ page }) => {
  await page.goto("/docs");
  await expect(page.getByRole("heading", { name: "API для CRM" })).toBeVisible();
  // all calls are made alike, and axe takes half a minute for all of them
  await page.locator("section").evaluateAll((sections) => sections.slice(1).forEach((section) => section.remove()));
  for (const closed of await page.locator("summary").all()) {
    await closed.click();
  }
  await expectAccessible(page);
});

test("the list in several states, and the menu", async ({ asAdmin, page, sim }) => {
  const [first, second, third] = [await asAdmin.given(sim), await asAdmin.given(sim), await asAdmin.given(sim)];
  await asAdmin.started();
  await sim.unlink(second);
  await sim.offline(third);
  await asAdmin.refreshUntil(asAdmin.card(second).badge("Вышли на телефоне"));
  await expect(asAdmin.card(third).badge("Отключено")).toBeVisible();
  await expect(asAdmin.cards).toHaveCount(4);
  await expectAccessible(page);
  await asAdmin.card(first).more.click();
  await expect(asAdmin.card(first).rename).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await sim.down();
  await asAdmin.refreshUntil(asAdmin.card(first).badge("Шлюз недоступен"));
  await expectAccessible(page);
});

test("the dialog: waiting, the code, linking, connected", async ({ asAdmin, page, sim }) => {
  await sim.settings({ qr_delay_ms: 600_000, link_ms: 600_000 });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.preparing).toBeVisible();
  await expectAccessible(page);
  await sim.started();
  await sim.advance(600_000);
  await expect(asAdmin.dialog.qr).toBeVisible();
  await expectAccessible(page);
  await sim.scan();
  await expect(asAdmin.dialog.linking).toBeVisible();
  await expectAccessible(page);
  await sim.advance(600_000);
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expectAccessible(page);
});

test("the dialog: time is over", async ({ asAdmin, page, sim }) => {
  await sim.settings({ codes: 1 });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await sim.advance(60_000);
  await expect(asAdmin.dialog.timeIsOver).toBeVisible();
  await expectAccessible(page);
});

test("the dialog: an error", async ({ asAdmin, complaints, page, sim }) => {
  complaints.allow(ERROR_STATUS);
  await sim.down();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.ticket).toBeVisible();
  await expectAccessible(page);
});

test("the questions", async ({ asAdmin, page, sim }) => {
  const card = asAdmin.card(await asAdmin.given(sim));
  await card.disconnect.click();
  await expect(asAdmin.disconnectDialog.root).toBeVisible();
  await expectAccessible(page);
  await asAdmin.disconnectDialog.cancel.click();
  await card.more.click();
  await card.rename.click();
  await expect(asAdmin.renameDialog.root).toBeVisible();
  await expectAccessible(page);
});

test("what a member sees", async ({ asMember, elsewhere, page, sim }) => {
  await expectAccessible(page);
  const admin = await elsewhere("admin");
  await admin.given(sim);
  await asMember.open();
  await expect(asMember.cards).toHaveCount(1);
  await expectAccessible(page);
});

test.describe("a demo", () => {
  test.use({
    panel: async ({}, use) => {
      const panel = await Panel.demo();
      await use(panel);
      await panel.remove();
    },
  });

  test("first run and phone", async ({ complaints, context, integrations, page, panel }) => {
    complaints.allow(ERROR_STATUS);
    const setup = new SetupPage(page);
    await page.goto("/setup");
    await expectAccessible(page);
    await setup.open(await panel.setupLink());
    await expectAccessible(page);
    await setup.fill({ organization: "Демо", email: "demo@example.org", password: "correct horse battery" });
    await setup.submit.click();
    const phone = new PhonePage(await context.newPage());
    await phone.open();
    await expectAccessible(phone.page);
    await integrations.connect.click();
    await expect(integrations.dialog.qr).toBeVisible();
    await phone.open();
    await expect(phone.scan).toBeVisible();
    await expectAccessible(phone.page);
    await phone.scan.click();
    await expect(integrations.toast("Подключено!")).toBeVisible();
    await phone.refresh.click();
    await expect(phone.unlink).toBeVisible();
    await expectAccessible(phone.page);
  });
});
