import type { BrowserContext } from "@playwright/test";
import { test as base, expect } from "../fixtures.ts";
import { IntegrationsPage } from "../pages/integrations.ts";
import { Mailbox } from "../support/mailbox.ts";
import { Receiver } from "../support/receiver.ts";

const test = base.extend<{ mailbox: Mailbox }>({
  mailbox: async ({}, use) => {
    const mailbox = await Mailbox.start();
    await use(mailbox);
    await mailbox.stop();
  },
  more: async ({ mailbox }, use) => use({ ...mailbox.settings, APP_ALERT_PRIVATE_ADDRESSES: "true" }),
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("a channel is added, tried and removed", async ({ complaints, loginPage, page, seed }) => {
      complaints.allow(/preloaded using link preload but not used/);
      const there = await Receiver.start();
      await loginPage.open();
      await loginPage.signIn(seed.people.admin);
      await page.getByRole("link", { name: "Оповещения" }).click();
      await expect(page.getByText("Каналов пока нет")).toBeVisible();
      await page.getByLabel("Адрес (https://…)").fill(there.url);
      await page.getByRole("form", { name: "Webhook" }).getByRole("button", { name: "Добавить" }).click();
      await expect(page.getByLabel("Секрет подписи")).toHaveValue(/^whsec_/);
      await page.getByRole("link", { name: "Оповещения" }).click();
      await page.getByRole("button", { name: /^Проверить/ }).click();
      await expect(page.getByRole("status")).toHaveText("Проверочное сообщение отправлено.");
      expect(there.bodies.map((body) => JSON.parse(body).type)).toEqual(["session.test"]);
      await expect(page.getByRole("cell", { name: "отправлено" })).toBeVisible();
      await page.getByRole("link", { name: /^Удалить/ }).click();
      await page.getByRole("dialog", { name: "Удалить канал?" }).getByRole("button", { name: "Удалить" }).click();
      await expect(page.getByRole("status")).toHaveText("Канал удалён.");
      await there.stop();
    });

    test("mail is sent, and what does not work says what to do", async ({ complaints, loginPage, mailbox, page, seed }) => {
      complaints.allow(/preloaded using link preload but not used|status of (422|429|502)/);
      await loginPage.open();
      await loginPage.signIn(seed.people.admin);
      await page.getByRole("link", { name: "Оповещения" }).click();
      const form = page.getByRole("form", { name: "Почта" });
      await form.getByLabel("Адрес почты").fill("anna");
      await form.getByRole("button", { name: "Добавить" }).click();
      await expect(page.getByRole("alert")).toHaveText("Введите адрес почты, например anna@example.org");
      await form.getByLabel("Адрес почты").fill("anna@example.org");
      await form.getByRole("button", { name: "Добавить" }).click();
      await page.getByRole("button", { name: "Проверить: anna@example.org" }).click();
      await expect(page.getByRole("status").filter({ hasText: "Проверочное сообщение отправлено." })).toBeVisible();
      expect(mailbox.letters.map(({ to }) => to)).toEqual([["anna@example.org"]]);
      expect(mailbox.letters[0]?.text).toContain("Auto-Submitted: auto-generated");
      await page.getByRole("button", { name: "Проверить: anna@example.org" }).click();
      await expect(page.getByRole("alert")).toContainText("Подождите минуту");

      await page.getByLabel("Адрес (https://…)").fill("http://127.0.0.1:9/");
      await page.getByRole("form", { name: "Webhook" }).getByRole("button", { name: "Добавить" }).click();
      await page.getByRole("button", { name: "Проверить: http://127.0.0.1:9/…" }).click();
      await page.getByRole("alert").getByRole("link", { name: "Что делать" }).click();
      await expect(page.getByRole("heading", { name: "Оповещение не отправлено" })).toBeVisible();
    });
  });
}

/** Keeps what the pages of a browser would show, also of a page that is left: one without a screen shows nothing. */
async function watchNotifications(context: BrowserContext): Promise<string[]> {
  const shown: string[] = [];
  await context.exposeFunction("keep", (title: string) => shown.push(title));
  await context.addInitScript(() => {
    const { keep } = window as unknown as { keep: (title: string) => void };
    class Shown {
      static get permission() {
        return localStorage.getItem("allowed") ?? "default";
      }
      static requestPermission = async () => localStorage.setItem("allowed", "granted");
      constructor(title: string) {
        keep(title);
      }
      close(): void {}
    }
    Object.assign(window, { Notification: Shown });
  });
  return shown;
}

test("a browser that allows it notifies, and of several tabs one does", async ({ asAdmin, context, page }) => {
  const shown = await watchNotifications(context);
  await page.reload();
  await expect(asAdmin.connect).toBeVisible();
  const alerts = await context.newPage();
  await alerts.goto("/alerts");
  await alerts.getByRole("form", { name: "Браузер" }).getByRole("button", { name: "Добавить" }).click();
  const test = alerts.getByRole("button", { name: /^Проверить/ });
  await test.click();
  await expect(alerts.getByText("Проверочное сообщение отправлено.")).toBeVisible();
  expect(shown, "nobody has allowed it").toEqual([]);
  await alerts.getByRole("button", { name: "Разрешить уведомления" }).click();
  await expect(alerts.getByText("Этот браузер показывает уведомления.")).toBeVisible();
  const third = await context.newPage();
  await third.goto("/");
  await expect(new IntegrationsPage(third).connect).toBeVisible();
  await test.click();
  await expect(alerts.getByText("Проверочное сообщение отправлено.")).toBeVisible();
  await expect.poll(() => shown).toEqual(["Проверка оповещений WhatsApp"]);
});

test("a page of alerts that is alone hears its own test", async ({ asAdmin, context, page }) => {
  const shown = await watchNotifications(context);
  await expect(asAdmin.connect).toBeVisible();
  await page.goto("/alerts");
  await page.getByRole("form", { name: "Браузер" }).getByRole("button", { name: "Добавить" }).click();
  await page.getByRole("button", { name: "Разрешить уведомления" }).click();
  const listens = page.waitForResponse((response) => response.url().endsWith("/api/live"));
  await page.goto("/alerts");
  await listens;
  await page.getByRole("button", { name: /^Проверить/ }).click();
  await expect(page.getByText("Проверочное сообщение отправлено.")).toBeVisible();
  await expect.poll(() => shown).toEqual(["Проверка оповещений WhatsApp"]);
});
