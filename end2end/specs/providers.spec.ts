import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import type { ProvidersPage } from "../pages/providers.ts";
import { expectAccessible } from "../support/accessible.ts";

const TOKEN = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345";
const GREEN = { name: "Отдел продаж", account: "1101000001", token: TOKEN };
const ERROR_STATUS = /Failed to load resource: the server responded with a status of \d+/;

/** The whole life of an integration: the same with JavaScript and without it. */
async function addChangeDelete(page: Page, providers: ProvidersPage): Promise<void> {
  await providers.open();
  await expect(providers.name).toHaveCount(0);
  await providers.choice("Green API").check();
  await expect(providers.quick).toBeHidden();
  await providers.fill(GREEN);
  await providers.add.click();
  await expect(providers.note).toHaveText("Добавлено: «Отдел продаж»");
  const row = providers.row("Отдел продаж");
  await expect(row.cells).toContainText(["Green API", "1101000001", "••••••••2345", ""]);
  expect(await page.content()).not.toContain(TOKEN);

  await row.change.click();
  await expect(providers.changeHeading).toBeVisible();
  await expect(providers.name).toHaveValue("Отдел продаж");
  await expect(providers.token).toHaveValue("");
  await providers.name.fill("Приёмная");
  await providers.save.click();
  await expect(providers.note).toHaveText("Сохранено: «Приёмная»");
  await expect(providers.row("Приёмная").cells).toContainText(["Green API", "1101000001", "••••••••2345", ""]);

  await providers.row("Приёмная").change.click();
  await providers.token.fill("0123456789abcdef");
  await providers.save.click();
  await expect(providers.row("Приёмная").cells).toContainText(["Green API", "1101000001", "••••••••cdef", ""]);

  await providers.row("Приёмная").delete.click();
  await expect(providers.question).toContainText("Приёмная");
  await providers.question.getByRole("link", { name: "Отмена" }).click();
  await providers.row("Приёмная").delete.click();
  await providers.question.getByRole("button", { name: "Удалить" }).click();
  await expect(providers.note).toHaveText("Интеграция удалена");
  await expect(providers.rows).toHaveCount(0);
}

test("the header leads to the providers and back", async ({ asAdmin, providers }) => {
  await providers.link.click();
  await expect(providers.heading).toBeVisible();
  await expect(providers.link).toHaveAttribute("aria-current", "page");
  await providers.page.getByRole("link", { name: "Интеграции" }).click();
  await expect(asAdmin.heading).toBeVisible();
});

test("an integration is added, changed and deleted", async ({ asAdmin, page, providers }) => {
  await expect(asAdmin.heading).toBeVisible();
  await addChangeDelete(page, providers);
});

test("Wappi has a profile", async ({ asAdmin, providers }) => {
  await expect(asAdmin.heading).toBeVisible();
  await providers.open("wappi");
  await expect(providers.choice("Wappi")).toBeChecked();
  await expect(providers.page.getByRole("textbox", { name: "ID профиля" })).toBeVisible();
  await providers.fill({ name: "Wappi", account: "b6f5b8c1-0f6a", token: TOKEN });
  await providers.add.click();
  await expect(providers.row("Wappi").cells).toContainText(["Wappi", "b6f5b8c1-0f6a", "••••••••2345", ""]);
});

test("what is wrong is said at its field, and what was typed is kept", async ({ asAdmin, complaints, page, providers }) => {
  complaints.allow(ERROR_STATUS);
  await expect(asAdmin.heading).toBeVisible();
  await providers.open("green_api");
  await providers.fill({ ...GREEN, account: "1101-000001" });
  await providers.add.click();
  await expect(page.getByRole("alert")).toHaveText("Введите ID инстанса: только цифры, не больше 20");
  await expect(providers.account).toBeFocused();
  await expect(providers.account).toHaveAccessibleDescription(/только цифры/);
  await expect(providers.account).toHaveValue("1101-000001");
  await expect(providers.name).toHaveValue("Отдел продаж");
  await expect(providers.token).toHaveValue("");
  await expect(providers.rows).toHaveCount(0);
  await providers.account.fill("1101000001");
  await providers.token.fill(TOKEN);
  await providers.add.click();
  await expect(providers.rows).toHaveCount(1);
});

test("lesson 5: the same instance twice is one row, and the page says so", async ({ asAdmin, complaints, page, providers }) => {
  complaints.allow(ERROR_STATUS);
  await expect(asAdmin.heading).toBeVisible();
  for (const name of ["Первый", "Второй"]) {
    await providers.open("green_api");
    await providers.fill({ ...GREEN, name });
    await providers.add.click();
  }
  await expect(page.getByRole("alert")).toHaveText("Уже есть в списке: «Первый». Вторая запись не создана");
  await expect(providers.rows).toHaveCount(1);
});

test("«Быстрое подключение» asks for nothing, and leads to the list with «Подключено!»", async ({
  asAdmin,
  page,
  providers,
  sim,
}) => {
  await providers.open();
  await expect(providers.choice("WPP (быстрое подключение)")).toBeChecked();
  await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(0);
  await providers.quick.click();
  await expect(providers.dialog.qr).toBeVisible();
  await expect(providers.dialog.countdown).toHaveText(/Код обновится сам через (60|5\d) с/);
  const number = await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
  await expect(page).toHaveURL("/");
  await page.reload();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
  await expect(asAdmin.toast("Подключено!")).toBeHidden();
});

test("«Быстрое подключение» twice is the session that is there", async ({ asAdmin, providers, sim }) => {
  const number = await asAdmin.given(sim);
  await providers.open();
  await providers.quick.click();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
  await expect(asAdmin.cards).toHaveCount(1);
  expect(await sim.accounts()).toHaveLength(1);
});

test("«Отмена» takes back what «Быстрое подключение» began, and the keyboard is at its button", async ({
  asAdmin,
  providers,
  sim,
}) => {
  await expect(asAdmin.heading).toBeVisible();
  await providers.open();
  await providers.quick.click();
  await expect(providers.dialog.qr).toBeVisible();
  await providers.dialog.cancel.click();
  await expect(providers.dialog.root).toBeHidden();
  await expect(providers.quick).toBeFocused();
  await expect.poll(() => sim.accounts()).toEqual([]);
});

test("the countdown goes by the server's clock", async ({ asAdmin, page, providers }) => {
  await expect(asAdmin.heading).toBeVisible();
  await page.clock.install({ time: Date.now() + 3_600_000 });
  await providers.open();
  await providers.quick.click();
  await expect(providers.dialog.qr).toBeVisible();
  await expect(providers.dialog.countdown).toHaveText(/Код обновится сам через (60|5\d) с/);
});

test("the provider is chosen and the form sent by the keyboard alone", async ({ asAdmin, page, providers }) => {
  await expect(asAdmin.heading).toBeVisible();
  await providers.open();
  await providers.choice("WPP (быстрое подключение)").focus();
  await page.keyboard.press("ArrowDown");
  await expect(providers.choice("Green API")).toBeFocused();
  for (const [field, text] of [
    [providers.name, GREEN.name],
    [providers.account, GREEN.account],
    [providers.token, GREEN.token],
  ] as const) {
    await page.keyboard.press("Tab");
    await expect(field).toBeFocused();
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await providers.row("Отдел продаж").delete.focus();
  await page.keyboard.press("Enter");
  // what changes nothing comes first
  await expect(providers.question.getByRole("link", { name: "Отмена" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(providers.rows).toHaveCount(0);
});

test("a member sees the list without the form", async ({ asMember, elsewhere, page, providers }) => {
  const admin = await elsewhere("admin");
  const form = { provider: "green_api", ...GREEN };
  await admin.page.request.post("/providers", { form, headers: { origin: new URL(admin.page.url()).origin } });
  await expect(asMember.heading).toBeVisible();
  await providers.link.click();
  await expect(providers.row("Отдел продаж").cells).toContainText(["Green API", "1101000001", "••••••••2345"]);
  await expect(providers.choices).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("link")).toHaveCount(0);
});

for (const width of [360, 1280]) {
  test.describe(`accessible at ${width} px`, () => {
    test.use({ viewport: { width, height: 800 } });

    test("the form", async ({ asAdmin, complaints, page, providers }) => {
      complaints.allow(ERROR_STATUS);
      await expect(asAdmin.heading).toBeVisible();
      await providers.open();
      await expectAccessible(page);
      await providers.choice("Green API").check();
      await expectAccessible(page);
      await providers.fill({ ...GREEN, token: "два слова" });
      await providers.add.click();
      await expect(page.getByRole("alert")).toBeVisible();
      await expectAccessible(page);
    });

    test("the list, its form and its question", async ({ asAdmin, page, providers }) => {
      await expect(asAdmin.heading).toBeVisible();
      await providers.open("green_api");
      await providers.fill(GREEN);
      await providers.add.click();
      await expect(providers.note).toBeVisible();
      await expectAccessible(page);
      await providers.row("Отдел продаж").change.click();
      await expect(providers.changeHeading).toBeVisible();
      await expectAccessible(page);
      await providers.open();
      await providers.row("Отдел продаж").delete.click();
      await expect(providers.question).toBeVisible();
      await expectAccessible(page);
    });

    test("the dialog, and what a member sees", async ({ asAdmin, elsewhere, page, providers }) => {
      await expect(asAdmin.heading).toBeVisible();
      await providers.open();
      await providers.quick.click();
      await expect(providers.dialog.qr).toBeVisible();
      await expectAccessible(page);
      const member = await elsewhere("member");
      await member.page.setViewportSize({ width, height: 800 });
      await member.page.goto("/providers");
      await expectAccessible(member.page);
    });
  });
}

test("long names and numbers stick out at no width", async ({ asAdmin, page, providers }) => {
  await expect(asAdmin.heading).toBeVisible();
  await providers.open("wappi");
  await providers.fill({ name: "Н".repeat(60), account: "w".repeat(64), token: TOKEN });
  await providers.add.click();
  const row = providers.row("Н".repeat(60));
  await expect(row.delete).toBeVisible();
  const outside = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const width of [360, 640, 641, 1024, 1025, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await outside(), `${width} px`).toBeLessThanOrEqual(0);
    const box = await row.delete.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? width), `${width} px`).toBeLessThanOrEqual(width - 16);
  }
  await page.setViewportSize({ width: 360, height: 640 });
  await row.change.click();
  await expect(providers.changeHeading).toBeVisible();
  expect(await outside()).toBeLessThanOrEqual(0);
  await providers.open();
  await row.delete.click();
  await expect(providers.question).toBeVisible();
  expect(await outside()).toBeLessThanOrEqual(0);
});

test.describe("JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test.beforeEach(({ complaints }) => {
    // loaded ahead for a script that does not come
    complaints.allow(/was preloaded using link preload but not used/);
  });

  test("an integration is added, changed and deleted", async ({ asAdmin, page, providers }) => {
    await expect(asAdmin.heading).toBeVisible();
    await addChangeDelete(page, providers);
  });

  test("«Быстрое подключение» says what is missing", async ({ asAdmin, providers }) => {
    await expect(asAdmin.heading).toBeVisible();
    await providers.open();
    await providers.quick.click();
    const note = providers.dialog.root.locator("noscript .note");
    await expect(note).toBeVisible();
    expect(await note.innerText()).toContain("нужен JavaScript");
    await providers.dialog.cancel.click();
    await expect(providers.dialog.root).toBeHidden();
  });
});
