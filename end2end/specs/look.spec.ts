import { expect, test } from "../fixtures.ts";

const DARK = "rgb(12, 17, 16)";
const LIGHT = "rgb(245, 247, 246)";

test("somebody chooses English and dark, and the islands speak it too", async ({ asAdmin, elsewhere, page, sim }) => {
  await expect(asAdmin.connect).toBeVisible();
  await page.goto("/account");
  await page.getByLabel("Язык").selectOption("English");
  await page.getByLabel("Тема").selectOption("тёмная");
  await page.getByRole("button", { name: "Сохранить", exact: true }).click();
  await expect(page.getByRole("status")).toHaveText("Saved.");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("body")).toHaveCSS("background-color", DARK);

  await page.getByRole("link", { name: "Integrations" }).click();
  await page.getByRole("button", { name: "Connect WhatsApp" }).click();
  const dialog = page.getByRole("dialog", { name: "Connect WhatsApp" });
  await expect(dialog.getByRole("img", { name: "WhatsApp QR code" })).toBeVisible();
  await expect(dialog.getByText("The code renews itself in")).toBeVisible();
  await sim.scan();
  await expect(page.getByText("Connected!", { exact: true })).toBeVisible();
  await expect(page.getByText("1 session · 1 connected")).toBeVisible();
  await expect(page.getByRole("article").getByText("Connected", { exact: true })).toBeVisible();
  await expect(page.locator("body")).not.toHaveText(/[а-яё]{4,} WhatsApp|Подкл/i);

  // a browser where nothing was chosen is as it was
  const other = await elsewhere("admin");
  await expect(other.connectAnother).toBeVisible();
});

test.describe("a system that is dark", () => {
  test.use({ colorScheme: "dark" });

  test("is followed, or not, from the first paint", async ({ context, loginPage, page, panel }) => {
    await loginPage.open();
    await expect(page.locator("body")).toHaveCSS("background-color", DARK);
    await context.addCookies([{ name: "wpp_theme", value: "light", url: panel.url }]);
    await loginPage.open();
    await expect(page.locator("body")).toHaveCSS("background-color", LIGHT);
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("light");
  });
});

test.describe("a browser that asks for English", () => {
  test.use({ locale: "en-GB" });

  test("gets it before the sign-in and after", async ({ page, seed }) => {
    await page.goto("/login");
    await page.getByLabel("E-mail").fill(seed.people.member.email);
    await page.getByLabel("Password").fill(seed.people.member.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "WhatsApp integrations" })).toBeVisible();
    await expect(page.getByText("An administrator of the organization can connect WhatsApp.")).toBeVisible();
  });
});
