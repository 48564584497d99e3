import { expect, test } from "../fixtures.ts";

test("a link is made, opened on another computer, scanned, and is of no use afterwards", async ({ asAdmin, browser, context, page, panel, sim }) => {
  await context.grantPermissions(["clipboard-write"]);
  await expect(asAdmin.connect).toBeVisible();
  await page.getByRole("link", { name: "Отправить ему ссылку" }).click();
  await expect(page.getByRole("heading", { name: "Ссылка для человека с телефоном" })).toBeVisible();
  await page.getByRole("button", { name: "Создать ссылку" }).click();
  await page.getByRole("button", { name: "Скопировать" }).click();
  await expect(page.getByRole("button", { name: "Скопировано" })).toBeVisible();
  const link = await page.getByLabel("Ссылка", { exact: true }).inputValue();
  expect(link).toMatch(/\/connect#[\w-]{43}$/);

  const other = await browser.newContext({ baseURL: panel.url, locale: "ru-RU" });
  const guest = await other.newPage();
  const asked: string[] = [];
  guest.on("request", (request) => asked.push(request.url()));
  await guest.goto(link);
  await expect(guest.getByRole("button", { name: "Показать QR-код" })).toBeVisible();
  expect(await sim.accounts(), "looking begins nothing").toHaveLength(0);
  await guest.getByRole("button", { name: "Показать QR-код" }).click();
  const code = guest.getByRole("img", { name: "QR-код WhatsApp" });
  await expect(code).toBeVisible();
  expect((await code.boundingBox())?.width).toBeGreaterThanOrEqual(256);
  await expect(guest.getByText("Организация: Школа 57")).toBeVisible();
  expect(asked.filter((url) => url.includes(link.split("#")[1] ?? "")), "the key is in no address").toEqual([]);
  const left = Number(await guest.locator("[data-left]").textContent());
  await expect.poll(async () => Number(await guest.locator("[data-left]").textContent())).toBeLessThan(left);

  // a reload goes on where it was
  await guest.reload();
  await expect(code).toBeVisible();
  await sim.scan();
  await expect(guest.getByText("Подключено!")).toBeVisible();
  await page.goto("/");
  await expect(asAdmin.cards).toHaveCount(1);
  await expect(asAdmin.cards.getByText("Подключено", { exact: true })).toBeVisible();
  await page.goto("/links");
  await expect(page.getByRole("cell", { name: "подключено" })).toBeVisible();
  await other.close();

  const third = await browser.newContext({ baseURL: panel.url, locale: "ru-RU" });
  const late = await third.newPage();
  await late.goto(link);
  await late.getByRole("button", { name: "Показать QR-код" }).click();
  await expect(late.getByText("Ссылка не подходит")).toBeVisible();
  await third.close();
});

test("a link that is called back closes the guest's page by itself", async ({ asAdmin, browser, page, panel }) => {
  await expect(asAdmin.connect).toBeVisible();
  await page.goto("/links");
  await page.getByRole("button", { name: "Создать ссылку" }).click();
  const link = await page.getByLabel("Ссылка", { exact: true }).inputValue();
  const other = await browser.newContext({ baseURL: panel.url, locale: "ru-RU" });
  const guest = await other.newPage();
  await guest.goto(link);
  await guest.getByRole("button", { name: "Показать QR-код" }).click();
  await expect(guest.getByRole("img", { name: "QR-код WhatsApp" })).toBeVisible();
  await page.goto("/links");
  await page.getByRole("button", { name: /Отозвать ссылку/ }).click();
  await expect(page.getByRole("status")).toContainText("Ссылка отозвана");
  await expect(guest.getByText("Ссылка отозвана")).toBeVisible();
  await expect(guest.getByRole("img", { name: "QR-код WhatsApp" })).toHaveCount(0);
  await page.goto("/");
  await expect(asAdmin.connect).toBeVisible();
  await other.close();
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("the page says that the code needs another screen", async ({ page }) => {
    await page.goto("/connect#key");
    await expect(page.getByText("откройте ссылку на другом экране")).toBeVisible();
    await page.goto("/connect");
    await expect(page.getByText("В адресе нет ключа ссылки")).toBeVisible();
  });
});
