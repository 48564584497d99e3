import { expect, test } from "../fixtures.ts";

const GUEST = "guest@example.org";
const PASSWORD = "a very good password";

/** Forms and tables alone: the same without a script. */
for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("a colleague is invited, joins, gets another role, and is removed", async ({ browser, complaints, loginPage, page, panel, seed }) => {
      complaints.allow(/preloaded using link preload but not used|status of 410/);
      await loginPage.open();
      await loginPage.signIn(seed.people.admin);
      await page.getByRole("link", { name: "Сотрудники" }).click();
      await expect(page.getByRole("heading", { name: "Сотрудники" })).toBeVisible();
      await page.getByLabel("Электронная почта").fill(GUEST);
      await page.getByLabel("Роль", { exact: true }).selectOption("Администратор");
      await page.getByRole("button", { name: "Создать ссылку" }).click();
      const link = await page.getByLabel(`Ссылка для ${GUEST}`).inputValue();
      expect(link).toMatch(/\/invite\?token=[\w-]{43}$/);

      const context = await browser.newContext({ baseURL: panel.url, javaScriptEnabled, locale: "ru-RU" });
      const guest = await context.newPage();
      await guest.goto(link);
      await expect(guest.getByText("Роль: администратор")).toBeVisible();
      await expect(guest.getByLabel("Электронная почта")).toHaveValue(GUEST);
      await guest.getByLabel("Придумайте пароль").fill(PASSWORD);
      await guest.getByRole("button", { name: "Принять и войти" }).click();
      await expect(guest.getByRole("heading", { name: "Интеграции WhatsApp" })).toBeVisible();
      await expect(guest.getByRole("link", { name: "Сотрудники" })).toBeVisible();

      await page.getByRole("link", { name: "Сотрудники" }).click();
      await expect(page.getByRole("heading", { name: "Приглашения" })).toHaveCount(0);
      await page.getByLabel(`Роль: ${GUEST}`).selectOption("Наблюдатель");
      await page.getByRole("button", { name: `Сохранить: ${GUEST}` }).click();
      await expect(page.getByRole("status")).toHaveText("Роль изменена.");
      await guest.reload();
      await expect(guest.getByRole("link", { name: "Сотрудники" })).toHaveCount(0);

      await page.getByRole("link", { name: `Удалить: ${GUEST}` }).click();
      const question = page.getByRole("dialog", { name: "Удалить сотрудника?" });
      await expect(question.getByRole("link", { name: "Отмена" })).toBeFocused({ timeout: javaScriptEnabled ? 5_000 : 10_000 });
      await question.getByRole("button", { name: "Удалить" }).click();
      await expect(page.getByRole("status")).toContainText("все его входы завершены");
      await guest.reload();
      await expect(guest).toHaveURL(/\/login/);
      await context.close();

      await page.goto(link);
      await expect(page.getByText("Это приглашение не подходит")).toBeVisible();
    });
  });
}
