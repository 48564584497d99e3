import { expect, test as base } from "../fixtures.ts";
import { SetupPage } from "../pages/setup.ts";
import { Panel } from "../support/panel.ts";

const test = base.extend<{ setup: SetupPage }>({
  // nobody is there yet
  panel: async ({ credentials }, use) => {
    const panel = await Panel.start(credentials);
    await use(panel);
    await panel.remove();
  },
  setup: async ({ page }, use) => use(new SetupPage(page)),
});

const OWNER = { organization: "Школа № 57", email: "owner@example.org", password: "correct horse battery" };

test("the link from the server's terminal leads from nothing to the first connection", async ({
  integrations,
  page,
  panel,
  setup,
  sim,
}) => {
  await setup.open(await panel.setupLink());
  await setup.fill(OWNER);
  await setup.submit.click();
  await expect(integrations.heading).toBeVisible();
  await expect(page.getByText(OWNER.organization)).toBeVisible();
  await expect(page).not.toHaveURL(/token/);
  await integrations.connectOne(sim);
});

test("the link works once", async ({ browser, integrations, loginPage, page, panel, setup }) => {
  const link = await panel.setupLink();
  await setup.open(link);
  await setup.fill(OWNER);
  await setup.submit.click();
  await expect(integrations.heading).toBeVisible();

  const stranger = await browser.newContext({ locale: "ru-RU" });
  const other = await stranger.newPage();
  await other.goto(link);
  await expect(other.getByRole("heading", { name: "Вход" })).toBeVisible();
  await expect(other).toHaveURL(/\/login$/);
  await stranger.close();

  await page.getByRole("button", { name: "Выйти" }).click();
  await expect(loginPage.heading).toBeVisible();
  await loginPage.signIn(OWNER);
  await expect(integrations.heading).toBeVisible();
});

for (const [what, path] of [
  ["a wrong token", "/setup?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
  ["no token", "/setup"],
]) {
  test(`${what} opens nothing`, async ({ complaints, page, setup }) => {
    complaints.allow(/Failed to load resource: the server responded with a status of 403/);
    const answer = await page.goto(path ?? "");
    expect(answer?.status()).toBe(403);
    await expect(page.getByText("Эта ссылка не подходит")).toBeVisible();
    await expect(setup.submit).toHaveCount(0);
  });
}

test("what cannot be taken is said at its field, and the link still works", async ({
  complaints,
  integrations,
  page,
  panel,
  setup,
}) => {
  complaints.allow(/Failed to load resource: the server responded with a status of 422/);
  await setup.open(await panel.setupLink());
  // the browser would not let it through; the server does not trust it
  await page.locator("form").evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await setup.fill({ ...OWNER, password: "short" });
  await setup.submit.click();
  await expect(page.getByRole("alert")).toHaveText(/Пароль должен быть не короче \d+ символов/);
  await expect(setup.password).toBeFocused();
  await expect(setup.organization).toHaveValue(OWNER.organization);
  await expect(setup.email).toHaveValue(OWNER.email);
  await setup.password.fill(OWNER.password);
  await setup.submit.click();
  await expect(integrations.heading).toBeVisible();
});

test("before the first run the sign-in page says where to find the link", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/login$/);
  await expect(page.getByText("Первый запуск: откройте ссылку, которую сервер напечатал в терминале")).toBeVisible();
  await expect(page.locator("form")).toHaveCount(0);
});

test("a restart prints a new link, and the old one is dead", async ({ complaints, page, panel, setup }) => {
  complaints.allow(/Failed to load resource: the server responded with a status of 403/);
  const old = await panel.setupLink();
  await panel.down();
  await panel.up();
  expect(await panel.setupLink()).not.toBe(old);
  await page.goto(old);
  await expect(page.getByText("Эта ссылка не подходит")).toBeVisible();
  await setup.open(await panel.setupLink());
});

test.describe("with JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("the first run works", async ({ integrations, panel, setup }) => {
    await setup.open(await panel.setupLink());
    await setup.fill(OWNER);
    await setup.submit.click();
    await expect(integrations.heading).toBeVisible();
  });
});
