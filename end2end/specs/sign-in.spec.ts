import { expect, test } from "../fixtures.ts";

/** What the browser itself writes for the form that comes back. */
const REFUSED = /Failed to load resource: the server responded with a status of 422/;

test("the administrator signs in and sees one button", async ({ integrations, loginPage, seed }) => {
  await loginPage.signIn(seed.people.admin);
  await expect(integrations.heading).toBeVisible();
  await expect(integrations.connect).toBeVisible();
  await expect(integrations.connectAnother).toBeHidden();
});

test("a wrong password is said, and the address is kept", async ({ complaints, integrations, loginPage, page, seed }) => {
  complaints.allow(REFUSED);
  const { email, password } = seed.people.admin;
  await loginPage.signIn({ email, password: "wrong horse battery" });
  await expect(loginPage.alert).toHaveText("Неверный адрес или пароль Что делать");
  await expect(loginPage.email).toHaveValue(email);
  await expect(loginPage.password).toHaveValue("");
  await expect(loginPage.password).toBeFocused();
  await page.goto("/");
  await expect(loginPage.heading).toBeVisible();

  await loginPage.signIn({ email, password });
  await expect(integrations.heading).toBeVisible();
});

test("an unknown address is refused in the same words", async ({ complaints, loginPage }) => {
  complaints.allow(REFUSED);
  await loginPage.signIn({ email: "nobody@example.org", password: "correct horse battery" });
  await expect(loginPage.alert).toHaveText("Неверный адрес или пароль Что делать");
});

test("whoever is not signed in is led to the sign-in, and whoever leaves too", async ({ asAdmin, loginPage, page }) => {
  await page.getByRole("button", { name: "Выйти" }).click();
  await expect(loginPage.heading).toBeVisible();
  await page.goto("/");
  await expect(loginPage.heading).toBeVisible();
  await expect(asAdmin.heading).toHaveCount(0);
});

test("a sign-in that ends while the page is open leads back to the sign-in", async ({ asAdmin, complaints, context, loginPage }) => {
  complaints.allow(/Failed to load resource: the server responded with a status of 401/);
  await expect(asAdmin.connect).toBeVisible();
  const other = await context.newPage();
  await other.goto("/");
  await other.getByRole("button", { name: "Выйти" }).click();
  await expect(other.getByRole("heading", { name: "Вход" })).toBeVisible();

  await asAdmin.connect.click();
  await expect(loginPage.heading).toBeVisible();
});

test("a forged cookie is nobody's", async ({ context, loginPage, page, panel }) => {
  await context.addCookies([{ name: "wpp_panel", value: "x".repeat(43), url: panel.url }]);
  await page.goto("/");
  await expect(loginPage.heading).toBeVisible();
});

test.describe("with JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("signing in and out works", async ({ integrations, loginPage, page, seed }) => {
    await loginPage.signIn(seed.people.member);
    await expect(integrations.heading).toBeVisible();
    await page.getByRole("button", { name: "Выйти" }).click();
    await expect(loginPage.heading).toBeVisible();
  });
});
