import { expect, test as base } from "../fixtures.ts";
import { PhonePage } from "../pages/phone.ts";
import { SetupPage } from "../pages/setup.ts";
import { Panel } from "../support/panel.ts";

const test = base.extend({
  panel: async ({}, use) => {
    const panel = await Panel.demo();
    await use(panel);
    await panel.remove();
  },
});

const BANNER = "Демо-режим: WhatsApp не настоящий";

test("a person can try the whole way without WhatsApp", async ({ complaints, context, integrations, page, panel }) => {
  complaints.allow(/Failed to load resource: the server responded with a status of 404/);
  const setup = new SetupPage(page);
  await page.goto("/login");
  await expect(page.getByText(BANNER)).toBeVisible();
  await setup.open(await panel.setupLink());
  await expect(page.getByText(BANNER)).toBeVisible();
  await setup.fill({ organization: "Демо", email: "demo@example.org", password: "correct horse battery" });
  await setup.submit.click();
  await expect(integrations.heading).toBeVisible();
  await expect(page.getByText(BANNER)).toBeVisible();

  await integrations.connect.click();
  await expect(integrations.dialog.qr).toBeVisible();
  const phone = new PhonePage(await context.newPage());
  await phone.open();
  await expect(phone.page.getByText(BANNER)).toBeVisible();
  await phone.scan.click();
  await expect(integrations.toast("Подключено!")).toBeVisible();
  await expect(integrations.cards).toHaveCount(1);
  await expect(integrations.cards.getByText("Подключено", { exact: true })).toBeVisible();

  await phone.refresh.click();
  await phone.unlink.click();
  await integrations.refreshUntil(integrations.cards.getByText("Вышли на телефоне", { exact: true }));

  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { name: "Такой страницы нет" })).toBeVisible();
  await expect(page.getByText(BANNER)).toBeVisible();
});

base("without the demo there is no banner and no phone", async ({ asAdmin, complaints, page }) => {
  complaints.allow(/Failed to load resource: the server responded with a status of 404/);
  await expect(asAdmin.connect).toBeVisible();
  await expect(page.getByText(BANNER)).toHaveCount(0);
  const answer = await page.goto("/sim/phone");
  expect(answer?.status()).toBe(404);
});
