import { expect, test } from "../fixtures.ts";

test("what went wrong in the dialog leads to what to do, with its code", async ({ asAdmin, complaints, context, sim }) => {
  complaints.allow(/Failed to load resource: the server responded with a status of 50\d/);
  await sim.down();
  await asAdmin.connect.click();
  const ticket = await asAdmin.dialog.ticket.locator("code").textContent();
  const opened = context.waitForEvent("page");
  await asAdmin.dialog.root.getByRole("link", { name: "Что делать" }).click();
  const advice = await opened;
  await expect(advice.getByRole("heading", { level: 1 })).toHaveText(/Платформа WPP/);
  await expect(advice.getByText(`Код для поддержки: ${ticket}`)).toBeVisible();
  // the dialog is where it was
  await expect(asAdmin.dialog.again).toBeVisible();
});

test("a card whose gateway is silent leads there too", async ({ asAdmin, sim, page }) => {
  const card = asAdmin.card(await asAdmin.given(sim));
  await expect(card.root.getByRole("link", { name: "Что делать" })).toBeHidden();
  await sim.down();
  await asAdmin.refreshUntil(card.badge("Шлюз недоступен"));
  await card.root.getByRole("link", { name: "Что делать" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Платформа WPP/);
});

test.describe("without scripts and without a sign-in", () => {
  test.use({ javaScriptEnabled: false });

  test("every piece of advice is a page of its own", async ({ page }) => {
    await page.goto("/help");
    const links = await page.getByRole("main").getByRole("listitem").getByRole("link").all();
    expect(links.length).toBeGreaterThan(20);
    for (const address of await Promise.all(links.map((link) => link.getAttribute("href")))) {
      await page.goto(address ?? "");
      await expect(page.getByRole("heading", { level: 2, name: "Что делать" })).toBeVisible();
      await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
    }
  });

  test("an error's page and a failed sign-in lead to it", async ({ complaints, loginPage, page }) => {
    complaints.allow(/status of (404|422)|preloaded using link preload/);
    await page.goto("/nowhere");
    await page.getByRole("link", { name: "Что делать" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Этого больше нет");
    await loginPage.open();
    await loginPage.signIn({ email: "nobody@example.org", password: "not a password at all" });
    await page.getByRole("alert").getByRole("link", { name: "Что делать" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Не получается войти");
  });
});
