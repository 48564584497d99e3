import { expect, test as base } from "../fixtures.ts";
import { PhonePage } from "../pages/phone.ts";
import { SetupPage } from "../pages/setup.ts";
import { Panel } from "../support/panel.ts";
import { shoot } from "./camera.ts";

/** Pictures are taken whatever the console says; that is for the tests. */
const test = base.extend<{ quiet: void }>({
  quiet: [async ({ complaints }, use) => use(complaints.allow(/./)), { auto: true }],
});

test("sign-in", async ({ loginPage, page, seed }) => {
  await loginPage.open();
  await shoot(page, "login");
  await loginPage.signIn({ ...seed.people.admin, password: "wrong" });
  await expect(loginPage.alert).toBeVisible();
  await shoot(page, "login-wrong");
});

test("empty list, error page", async ({ asAdmin, page }) => {
  await expect(asAdmin.connect).toBeVisible();
  await shoot(page, "empty");
  await page.goto("/nowhere");
  await shoot(page, "not-found");
});

test("providers", async ({ asAdmin, page, providers }) => {
  await expect(asAdmin.connect).toBeVisible();
  await providers.open();
  await shoot(page, "providers");
  await providers.choice("Green API").check();
  await shoot(page, "providers-green");
  await providers.fill({ name: "Отдел продаж", account: "1101-000001", token: "два слова" });
  await providers.add.click();
  await expect(page.getByRole("alert")).toHaveCount(2);
  await shoot(page, "providers-wrong");
  for (const [name, account] of [
    ["Отдел продаж", "1101000001"],
    ["Приёмная комиссия и всё остальное, что не поместилось", "1101000002"],
  ] as const) {
    await providers.open("green_api");
    await providers.fill({ name, account, token: "d75b3a66374942c5b3c019c698abc2067e151558acbd412345" });
    await providers.add.click();
    await expect(providers.note).toBeVisible();
  }
  await providers.open("wappi");
  await providers.fill({ name: "Wappi", account: "b6f5b8c1-0f6a", token: "0123456789abcdef" });
  await providers.add.click();
  await expect(providers.note).toBeVisible();
  await shoot(page, "providers-list");
  await providers.row("Отдел продаж").change.click();
  await expect(providers.changeHeading).toBeVisible();
  await shoot(page, "providers-change");
  await providers.open();
  await providers.row("Отдел продаж").delete.click();
  await expect(providers.question).toBeVisible();
  await shoot(page, "providers-delete");
  await providers.open();
  await providers.quick.click();
  await expect(providers.dialog.qr).toBeVisible();
  await shoot(page, "providers-quick");
});

test("account and audit", async ({ asAdmin, elsewhere, page, sim }) => {
  await asAdmin.given(sim, "79990000001");
  await elsewhere("admin");
  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Мой аккаунт" })).toBeVisible();
  await shoot(page, "account");
  await page.getByLabel("Текущий пароль").fill("wrong");
  await page.getByLabel("Новый пароль").fill("a much better password");
  await page.getByRole("button", { name: "Сменить пароль" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await shoot(page, "account-wrong");
  await page.goto("/audit");
  await expect(page.getByRole("cell", { name: "начал подключение" })).not.toHaveCount(0);
  await shoot(page, "audit");
  await page.goto("/reset?token=old");
  await shoot(page, "reset-old");
});

test("people", async ({ asAdmin, page }) => {
  await expect(asAdmin.connect).toBeVisible();
  await page.goto("/people");
  await page.getByLabel("Электронная почта").fill("не адрес");
  await page.locator("form[action='/people/invitations']").evaluate((form: HTMLFormElement) => {
    form.noValidate = true;
  });
  await page.getByRole("button", { name: "Создать ссылку" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await shoot(page, "people-wrong");
  await page.getByLabel("Электронная почта").fill("priemnaya.komissiya@filial.example.org");
  await page.getByRole("button", { name: "Создать ссылку" }).click();
  const link = await page.getByLabel("Ссылка для").inputValue();
  await shoot(page, "people-link");
  await page.goto("/people");
  await page.getByRole("link", { name: /^Удалить/ }).first().click();
  await shoot(page, "people-remove");
  await page.context().clearCookies();
  await page.goto(link);
  await shoot(page, "invite");
  await page.goto("/invite?token=old");
  await shoot(page, "invite-old");
});

test("alerts", async ({ asAdmin, page }) => {
  await expect(asAdmin.connect).toBeVisible();
  // a browser without a window has refused before anybody is asked
  await page.addInitScript(() => Object.defineProperty(Notification, "permission", { value: "default" }));
  await page.goto("/alerts");
  await shoot(page, "alerts-none");
  await page.getByRole("form", { name: "Браузер" }).getByRole("button", { name: "Добавить" }).click();
  await expect(page.getByRole("button", { name: "Разрешить уведомления" })).toBeVisible();
  await shoot(page, "alerts-browser");
  await page.getByLabel("Адрес (https://…)").fill("http://127.0.0.1:9/services/T024F/secret");
  await page.getByRole("form", { name: "Webhook" }).getByRole("button", { name: "Добавить" }).click();
  await expect(page.getByLabel("Секрет подписи")).toBeVisible();
  await shoot(page, "alerts-secret");
  await page.goto("/alerts");
  await page.getByRole("button", { name: /^Проверить: http/ }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await shoot(page, "alerts-failed");
});

test("what to do", async ({ asAdmin, page }) => {
  await expect(asAdmin.connect).toBeVisible();
  await page.goto("/help");
  await shoot(page, "help");
  await page.goto("/help/GW-504-7K2");
  await shoot(page, "help-ticket");
});

test("overview", async ({ asAdmin, page, sim }) => {
  const first = await asAdmin.given(sim, "79990000001");
  await asAdmin.given(sim, "79990000002");
  await sim.offline(first);
  await asAdmin.refreshUntil(asAdmin.card(first).badge("Отключено"));
  await shoot(page, "list-with-links");
  await page.goto("/overview");
  await expect(page.getByRole("heading", { name: "Обзор" })).toBeVisible();
  await shoot(page, "overview");
  await page.getByRole("rowheader").first().getByRole("link").click();
  await expect(page.getByText(/^Доступность за 30 дней/)).toBeVisible();
  await shoot(page, "session-uptime");
});

test("a guest", async ({ asAdmin, page, sim }) => {
  await asAdmin.given(sim, "79990000001");
  await page.goto("/links");
  await page.getByRole("button", { name: "Создать ссылку" }).click();
  const link = await page.getByLabel("Ссылка", { exact: true }).inputValue();
  await shoot(page, "links-made");
  await page.context().clearCookies();
  await page.goto("/connect");
  await shoot(page, "guest-no-key");
  await page.goto(link);
  await shoot(page, "guest-ask");
  await page.getByRole("button", { name: "Показать QR-код" }).click();
  await expect(page.getByRole("img", { name: "QR-код WhatsApp" })).toBeVisible();
  await shoot(page, "guest-code");
  await sim.scan("79990000002");
  await expect(page.getByText("Подключено!")).toBeVisible();
  await shoot(page, "guest-connected");
});

test("a member", async ({ asMember, elsewhere, page, sim }) => {
  await shoot(page, "member-empty");
  const admin = await elsewhere("admin");
  await admin.given(sim);
  await asMember.open();
  await shoot(page, "member-list");
  await page.goto("/providers");
  await shoot(page, "member-providers");
});

test("the list", async ({ asAdmin, page, sim }) => {
  const [first, second, third] = [
    await asAdmin.given(sim, "79990000001"),
    await asAdmin.given(sim, "79990000002"),
    await asAdmin.given(sim, "79990000003"),
  ];
  await asAdmin.started();
  await sim.unlink(second);
  await sim.offline(third);
  await asAdmin.refreshUntil(asAdmin.card(second).badge("Вышли на телефоне"));
  await expect(asAdmin.card(third).badge("Отключено")).toBeVisible();
  await expect(asAdmin.cards).toHaveCount(4);
  await shoot(page, "list");

  await asAdmin.card(first).more.click();
  await expect(asAdmin.card(first).rename).toBeVisible();
  await shoot(page, "menu");
  await asAdmin.card(first).rename.click();
  await expect(asAdmin.renameDialog.name).toBeFocused();
  await shoot(page, "rename");
  await asAdmin.renameDialog.name.fill("Приёмная комиссия и всё остальное, что не поместилось");
  await asAdmin.renameDialog.save.click();
  await expect(asAdmin.toast("Название сохранено")).toBeVisible();
  await shoot(page, "list-long-name");
  await asAdmin.card(first).disconnect.click();
  await expect(asAdmin.disconnectDialog.root).toBeVisible();
  await shoot(page, "disconnect");
  await asAdmin.disconnectDialog.cancel.click();

  await sim.down();
  await asAdmin.refreshUntil(asAdmin.card(first).badge("Шлюз недоступен"));
  await shoot(page, "list-gateway-down");
});

test("a session", async ({ asAdmin, elsewhere, page, session, sim }) => {
  const number = await asAdmin.given(sim, "79990000001");
  await asAdmin.card(number).link.click();
  await expect(session.changes.filter({ hasText: "Подключено" })).not.toHaveCount(0);
  await shoot(page, "session");
  await session.replay.first().click();
  await expect(session.note).toBeVisible();
  await shoot(page, "session-replayed");
  await session.changeKey.click();
  await expect(session.question).toBeVisible();
  await shoot(page, "session-key");
  await session.confirmKey.click();
  await expect(session.note).toBeVisible();

  await session.told(sim, number, { type: "message.very-long-type-without-a-blank-that-must-be-broken-somewhere" });
  await session.told(sim, number, { id: `evt_${"0123456789abcdef".repeat(6)}`, type: "sla.violation", created: 1_700_000_000 });
  for (let count = 0; count < 60; count += 1) {
    await session.told(sim, number, { type: count % 2 === 0 ? "logout" : "connected", data: {} });
  }
  await page.reload();
  await expect(session.earlier).toBeVisible();
  await shoot(page, "session-many");
  await session.earlier.click();
  await expect(session.newest).toBeVisible();
  await shoot(page, "session-earlier");

  const member = await elsewhere("member");
  await member.page.goto(new URL(page.url()).pathname);
  await shoot(member.page, "session-member");
  await sim.down();
  await asAdmin.open();
  await asAdmin.refreshUntil(asAdmin.card(number).badge("Шлюз недоступен"));
  await asAdmin.card(number).link.click();
  await session.changeKey.click();
  await session.confirmKey.click();
  await expect(session.note).toContainText("Платформа ещё не приняла новый ключ");
  await shoot(page, "session-gateway-down");
});

test("a session that waits for its code", async ({ asAdmin, page, session }) => {
  const number = await asAdmin.started();
  await asAdmin.open();
  await asAdmin.card(number).link.click();
  await expect(session.heading).toBeVisible();
  await shoot(page, "session-new");
});

test("the dialog", async ({ asAdmin, page, sim }) => {
  await sim.settings({ qr_delay_ms: 600_000, link_ms: 600_000 });
  await page.clock.install();
  await asAdmin.open();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.preparing).toBeVisible();
  await shoot(page, "dialog-preparing");
  await page.clock.fastForward(6_000);
  await expect(asAdmin.dialog.root.getByText("Ждём, пока платформа WPP")).toBeVisible();
  await shoot(page, "dialog-waiting");
  await sim.advance(600_000);
  await expect(asAdmin.dialog.qr).toBeVisible();
  await shoot(page, "dialog-code");
  await sim.scan();
  await expect(asAdmin.dialog.linking).toBeVisible();
  await shoot(page, "dialog-linking");
  await sim.advance(600_000);
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await shoot(page, "connected");
});

test("the dialog with the gateway silent", async ({ asAdmin, page, sim }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await sim.down();
  await expect(asAdmin.dialog.root.getByText("Платформа WPP сейчас не отвечает.")).toBeVisible();
  await shoot(page, "dialog-silent");
});

test("the dialog with an image", async ({ asAdmin, page, sim }) => {
  await sim.settings({ qr_form: "base64" });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr.locator("img")).toBeVisible();
  await shoot(page, "dialog-image");
});

test("the dialog at its ends", async ({ asAdmin, page, sim }) => {
  await sim.settings({ codes: 1 });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await sim.advance(60_000);
  await expect(asAdmin.dialog.timeIsOver).toBeVisible();
  await shoot(page, "dialog-time-over");
  await asAdmin.dialog.cancel.click();
  await expect(asAdmin.connect).toBeVisible();
  await sim.down();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.ticket).toBeVisible();
  await shoot(page, "dialog-error");
});

test("the panel is down", async ({ asAdmin, page, panel, sim }) => {
  await asAdmin.given(sim);
  await panel.down();
  await asAdmin.refresh.click();
  await expect(page.getByText("Нет связи с сервером панели.")).toBeVisible();
  await shoot(page, "panel-down");
});

test.describe("one key for all", () => {
  test.use({ credentials: "key" });

  test("the card", async ({ asAdmin, page, sim }) => {
    await asAdmin.given(sim);
    await shoot(page, "list-global-key");
  });
});

test.describe("JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("the list and the dialog", async ({ asAdmin, page, sim }) => {
    await asAdmin.connect.click();
    await shoot(page, "no-script-dialog");
    await asAdmin.dialog.cancel.click();
    await asAdmin.given(sim);
    await shoot(page, "no-script-list");
  });
});

test.describe("a demo", () => {
  test.use({
    panel: async ({}, use) => {
      const panel = await Panel.demo();
      await use(panel);
      await panel.remove();
    },
  });

  test("first run and phone", async ({ context, integrations, page, panel }) => {
    const setup = new SetupPage(page);
    await page.goto("/login");
    await shoot(page, "demo-login-before-first-run");
    await page.goto("/setup");
    await shoot(page, "setup-without-token");
    await setup.open(await panel.setupLink());
    await shoot(page, "setup");
    await setup.fill({ organization: "Демо", email: "demo@example.org", password: "correct horse battery" });
    await setup.submit.click();
    await expect(integrations.connect).toBeVisible();
    await shoot(page, "demo-empty");
    const phone = new PhonePage(await context.newPage());
    await phone.open();
    await shoot(phone.page, "phone-empty");
    await integrations.connect.click();
    await expect(integrations.dialog.qr).toBeVisible();
    await phone.open();
    await expect(phone.scan).toBeVisible();
    await shoot(phone.page, "phone-code");
    await phone.scan.click();
    await expect(integrations.toast("Подключено!")).toBeVisible();
    await phone.refresh.click();
    await expect(phone.unlink).toBeVisible();
    await shoot(phone.page, "phone-linked");
  });
});

test("many", async ({ asAdmin, page, sim }) => {
  for (const phone of ["79990000001", "79990000002", "79990000003"]) await asAdmin.given(sim, phone);
  await page.goto("/sessions?sort=name");
  await page.getByRole("checkbox", { name: /^Выбрать: / }).first().check();
  await shoot(page, "many");
  await page.getByRole("combobox", { name: "С выбранными" }).selectOption("disconnect");
  await page.getByRole("checkbox", { name: /^все найденные/ }).check();
  await page.getByRole("button", { name: "Выполнить" }).click();
  await shoot(page, "many-question");
  await page.goto("/sessions");
  await page.getByRole("checkbox", { name: /^все найденные/ }).check();
  await page.getByRole("combobox", { name: "С выбранными" }).selectOption("disable");
  await page.getByRole("button", { name: "Выполнить" }).click();
  await expect(page.getByRole("main").getByRole("status")).toHaveText("Готово: 3. Не удалось: 0.");
  await shoot(page, "many-results");
  await page.goto("/");
  await expect(asAdmin.heading).toBeVisible();
  await shoot(page, "list-off");
});
