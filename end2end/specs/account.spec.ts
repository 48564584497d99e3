import { expect, test } from "../fixtures.ts";

/** Forms and tables alone: the same without a script. */
for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("somebody changes their password, and other devices are signed out", async ({ complaints, loginPage, page, elsewhere, seed }) => {
      complaints.allow(/preloaded using link preload but not used/);
      const admin = seed.people.admin;
      await loginPage.open();
      await loginPage.signIn(admin);
      const other = await elsewhere("admin");
      // by one's own address in the header
      await page.getByRole("link", { name: admin.email }).click();
      await expect(page.getByRole("heading", { name: "Мой аккаунт" })).toBeVisible();
      await expect(page.getByRole("rowheader")).not.toHaveCount(1);
      await page.getByLabel("Текущий пароль").fill(admin.password);
      await page.getByLabel("Новый пароль").fill("a much better password");
      await page.getByRole("button", { name: "Сменить пароль" }).click();
      await expect(page.getByRole("status")).toContainText("Пароль изменён");
      await expect(page.getByText("это устройство")).toBeVisible();
      await other.page.goto("/account");
      await expect(other.page).toHaveURL(/\/login/);
    });

    test("an administrator reads who did what, a member does not", async ({ complaints, loginPage, page, seed }) => {
      complaints.allow(/status of 403/);
      await loginPage.open();
      await loginPage.signIn(seed.people.admin);
      await page.getByRole("link", { name: "Журнал" }).click();
      await expect(page.getByRole("cell", { name: "вошёл" }).first()).toBeVisible();
      await page.getByRole("link", { name: seed.people.admin.email }).last().click();
      await expect(page.getByText("Показаны не все записи.")).toBeVisible();
      await page.getByRole("button", { name: "Выйти" }).click();
      await loginPage.signIn(seed.people.member);
      await expect(page.getByRole("link", { name: "Журнал" })).toHaveCount(0);
      await page.goto("/audit");
      await expect(page.getByRole("heading", { name: "Доступ закрыт" })).toBeVisible();
    });
  });
}
