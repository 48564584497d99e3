import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import type { IntegrationsPage } from "../pages/integrations.ts";
import type { SessionPage } from "../pages/session.ts";
import { expectAccessible } from "../support/accessible.ts";
import { Panel } from "../support/panel.ts";
import { Receiver } from "../support/receiver.ts";
import type { Sim } from "../support/sim.ts";

const ERROR_STATUS = /Failed to load resource: the server responded with a status of \d+/;
const REPLAYED = "Событие обработано ещё раз; шлюз спросим в ближайшие секунды.";
const KEY_CHANGED = "Ключ сменён. Старый действует 10 минут после смены.";

/** Loads the page anew until it is so: what is on it does not move by itself. */
async function reloadUntil(page: Page, isSo: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.reload();
    await isSo();
  }).toPass({ timeout: 15_000 });
}

/** From the card of a connected session on: the same with JavaScript and without it. */
async function fromTheCard(list: IntegrationsPage, session: SessionPage, sim: Sim, number: string): Promise<void> {
  const { page } = session;
  const name = (await list.card(number).link.textContent()) ?? "";
  await list.card(number).link.click();
  await expect(session.heading).toHaveText(name);
  await expect(session.badge).toHaveText("Подключено");
  await expect(session.fact("Телефон")).toHaveText("+7 999 000-00-01");
  await expect(session.value("Session")).toHaveText(number);
  await expect(session.fact("API Key")).toHaveText(/^[^•\s]{6}••••••[^•\s]{4}$/);
  await expect(session.fact("Проверено")).toHaveText(/(сообщила платформа|ответ на наш запрос), (только что|\d+ с назад).* UTC$/s);
  await expect(session.fact("Слово платформы")).toHaveText("connected");

  // its history, with causes
  await expect(session.changes.last()).toContainText(/запись создана\s*→\s*Связываем…\s*подключение/);
  const up = session.changes.filter({ hasText: "→ Подключено" });
  await expect(up).toContainText(/сообщила платформа|ответ на наш запрос/);
  await expect(up.locator("time")).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

  // an event is taken up again
  await reloadUntil(page, () => expect(session.event("connected")).toHaveCount(1, { timeout: 500 }));
  const connected = session.event("connected");
  await expect(connected).toContainText("принято");
  await expect(connected).toContainText(/evt_/);
  await connected.getByRole("button", { name: /^Обработать ещё раз: connected, / }).click();
  await expect(session.note).toHaveText(REPLAYED);
  await expect(session.badge).toHaveText("Подключено");

  // and the gateway is asked, as the page said; from here on nothing but an event tells anything
  await reloadUntil(page, () => expect(session.fact("Проверено")).toContainText("ответ на наш запрос", { timeout: 500 }));

  // the key is changed after a question that can be left
  const before = await session.address(sim, number);
  await session.changeKey.click();
  await expect(session.question).toContainText(name);
  await session.question.getByRole("link", { name: "Отмена" }).click();
  await expect(session.heading).toHaveText(name);
  expect(await session.address(sim, number)).toBe(before);
  await session.changeKey.click();
  await session.confirmKey.click();
  await expect(session.note).toHaveText(KEY_CHANGED);
  const after = await session.address(sim, number);
  expect(after).not.toBe(before);

  // what comes later arrives under the new key, and what is on its way under the old one
  await sim.unlink(number);
  await reloadUntil(page, () => expect(session.badge).toHaveText("Вышли на телефоне", { timeout: 500 }));
  await expect(session.event("logout")).toContainText("принято");
  const last = session.changes.first();
  await expect(last).toContainText(/Подключено\s*→\s*Вышли на телефоне\s*сообщила платформа\s*logout/);
  const old = await fetch(before, { method: "POST", body: JSON.stringify({ type: "late.news" }) });
  expect(old.status).toBe(200);
  await page.reload();
  await expect(session.event("late.news")).toHaveCount(1);
}

test("from the card to the history, the events and another webhook key", async ({ asAdmin, session, sim }) => {
  const number = await asAdmin.connectOne(sim, "79990000001");
  await fromTheCard(asAdmin, session, sim, number);
  await session.up.click();
  await expect(asAdmin.card(number).badge("Вышли на телефоне")).toBeVisible();
});

test.describe("JavaScript off", () => {
  test.use({ javaScriptEnabled: false });

  test("from the card on nothing needs a script", async ({ asAdmin, complaints, session, sim }) => {
    complaints.allow(/was preloaded using link preload but not used/);
    const number = await asAdmin.given(sim, "79990000001");
    await fromTheCard(asAdmin, session, sim, number);
  });
});

test("the page loads no script", async ({ asAdmin, page, session, sim }) => {
  const number = await asAdmin.given(sim);
  await asAdmin.card(number).link.click();
  await expect(session.badge).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.resourceType()));
  await page.reload();
  await expect(session.badge).toBeVisible();
  expect(asked).toContain("document");
  expect(asked.filter((type) => ["script", "fetch", "eventsource"].includes(type))).toEqual([]);
});

test("the card leads there by the keyboard, and its link is called as the session is", async ({ asAdmin, page, sim }) => {
  const card = asAdmin.card(await asAdmin.given(sim));
  await expect(card.link).toHaveAccessibleName("WhatsApp");
  await card.link.focus();
  await page.keyboard.press("Tab");
  await expect(card.copy).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/);
  await page.goBack();
  await expect(card.badge("Подключено")).toBeVisible();
});

test("the key is changed by the keyboard alone, and what changes nothing comes first", async ({
  asAdmin,
  page,
  session,
  sim,
}) => {
  await asAdmin.card(await asAdmin.given(sim)).link.click();
  await session.changeKey.focus();
  await page.keyboard.press("Enter");
  await expect(session.question.getByRole("link", { name: "Отмена" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(session.note).toHaveText(KEY_CHANGED);
});

test("a member reads the page and has no button", async ({ asMember, complaints, elsewhere, page, session, sim }) => {
  complaints.allow(ERROR_STATUS);
  const admin = await elsewhere("admin");
  const number = await admin.given(sim);
  await asMember.open();
  await asMember.card(number).link.click();
  await expect(session.badge).toHaveText("Подключено");
  await expect(session.changes).not.toHaveCount(0);
  await reloadUntil(page, () => expect(session.event("connected")).toHaveCount(1, { timeout: 500 }));
  // what copies a number changes nothing
  await expect(page.getByRole("main").getByRole("button", { name: /^(?!Скопировать)/ })).toHaveCount(0);
  await expect(page.getByRole("main").locator("form")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Ключ webhook" })).toHaveCount(0);
  const { origin, pathname } = new URL(page.url());
  const answer = await page.request.post(`${pathname}/webhook-key`, { form: {}, headers: { origin } });
  expect(answer.status()).toBe(403);
});

test("a platform that is down is told of the key later, and the page says so", async ({ asAdmin, session, sim }) => {
  const number = await asAdmin.given(sim);
  await asAdmin.card(number).link.click();
  await expect(session.heading).toBeVisible();
  await sim.down();
  await session.changeKey.click();
  await session.confirmKey.click();
  await expect(session.note).toContainText("Платформа ещё не приняла новый ключ; пока действуют оба.");
  await sim.up();
  // whoever does not want to wait for that presses again
  await session.changeKey.click();
  await session.confirmKey.click();
  await expect(session.note).toHaveText(KEY_CHANGED);
});

test.describe("with a CRM behind it", () => {
  const behind = test.extend<{ receiver: Receiver }>({
    receiver: async ({}, use) => {
      const receiver = await Receiver.start();
      await use(receiver);
      await receiver.stop();
    },
    panel: async ({ credentials, receiver, seed }, use) => {
      const panel = await Panel.start(credentials, seed, { APP_FORWARD_WEBHOOK_URL: receiver.url });
      await use(panel);
      await panel.remove();
    },
  });

  behind("lesson 23: an event leaves a record that it was taken over", async ({ asAdmin, page, receiver, session, sim }) => {
    const number = await asAdmin.given(sim);
    await asAdmin.card(number).link.click();
    await session.told(sim, number, { id: "evt_taken", type: "chat", data: { text: "Здравствуйте" } });
    await reloadUntil(page, () => expect(session.event("evt_taken")).toContainText("передано", { timeout: 500 }));
    receiver.status = 422;
    await session.told(sim, number, { id: "evt_refused", type: "chat", data: { text: "Здравствуйте" } });
    const refused = session.event("evt_refused");
    await reloadUntil(page, () => expect(refused).toContainText("не передано: CRM ответила 422", { timeout: 500 }));
    expect(await page.content()).not.toContain("Здравствуйте");

    receiver.status = 200;
    await refused.getByRole("button", { name: /^Обработать ещё раз/ }).click();
    await expect(session.note).toHaveText(/Событие (ждёт передачи|передано)\./);
    await reloadUntil(page, async () => {
      await expect(refused).toContainText("передано", { timeout: 500 });
      await expect(refused).not.toContainText("не передано", { timeout: 500 });
    });
    expect(receiver.bodies.filter((body) => body.includes("evt_refused"))).toHaveLength(2);
    await expect(refused.getByRole("button")).toHaveCount(0);
  });
});

for (const width of [360, 1280]) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 800 } });

    test("accessible", async ({ asAdmin, page, session, sim }) => {
      const number = await asAdmin.given(sim);
      await asAdmin.card(number).link.click();
      await session.told(sim, number, { type: "chat", created: 1_700_000_000 });
      await page.reload();
      await session.replay.first().click();
      await expect(session.note).toHaveText(REPLAYED);
      await expectAccessible(page);
      await session.changeKey.click();
      await expect(session.question).toBeVisible();
      await expectAccessible(page);
    });

    test("accessible for a member, with the gateway silent", async ({ asAdmin, elsewhere, sim }) => {
      const number = await asAdmin.given(sim);
      await sim.down();
      const member = await elsewhere("member");
      await member.page.setViewportSize({ width, height: 800 });
      await member.refreshUntil(member.card(number).badge("Шлюз недоступен"));
      await member.card(number).link.click();
      await expect(member.page.getByText("не отвечает, началось")).toBeVisible();
      await expectFits(member.page);
      await expectAccessible(member.page);
    });

    test("long words and many lines stick out nowhere, and lead on and back", async ({ asAdmin, page, session, sim }) => {
      const number = await asAdmin.given(sim, "79990000001");
      await asAdmin.card(number).link.click();
      await session.told(sim, number, { type: "w".repeat(64), created: 1_700_000_000 });
      await session.told(sim, number, { id: `evt_${"0".repeat(120)}`, type: "chat" });
      for (let count = 0; count < 52; count += 1) {
        await session.told(sim, number, { type: count % 2 === 0 ? "logout" : "connected" });
      }
      await reloadUntil(page, () => expect(session.earlier).toBeVisible({ timeout: 500 }));
      await expect(session.events).toHaveCount(50);
      await page.getByText(/^Показать ещё/).click();
      await expectFits(page);
      await session.earlier.click();
      await expect(session.event("chat")).toBeVisible();
      await expectFits(page);
      await session.replay.first().click();
      await expect(session.note).toHaveText(REPLAYED);
      await expect(session.note).toBeInViewport();
      await session.newest.click();
      await expect(session.events).toHaveCount(50);
      await session.changeKey.click();
      await expect(session.question).toBeVisible();
      await expectFits(page);
    });
  });
}

/** No sideways scrolling. */
async function expectFits(page: Page): Promise<void> {
  // words are there before the style sheet is
  await page.waitForLoadState();
  const { inside, outside } = await page.evaluate(() => ({
    inside: document.documentElement.scrollWidth,
    outside: document.documentElement.clientWidth,
  }));
  expect(inside).toBeLessThanOrEqual(outside);
}

test("the number is copied, the month is drawn, and the overview leads here", async ({ asAdmin, context, page, sim }) => {
  await context.grantPermissions(["clipboard-write"]);
  const account = await asAdmin.given(sim);
  await page.goto("/");
  await page.getByRole("link", { name: "Обзор за неделю" }).click();
  await expect(page.getByRole("heading", { name: "Подключено по часам" })).toBeVisible();
  await page.getByRole("rowheader").getByRole("link").click();
  await expect(page.getByRole("img", { name: "Доступность за 30 дней: 100 %" })).toBeVisible();
  await expect(page.getByText(account)).toBeVisible();
  await page.getByRole("button", { name: "Скопировать: Session" }).click();
  await expect(page.getByText("Скопировано")).toBeVisible();
  await page.getByRole("link", { name: "Журнал этого подключения" }).click();
  await expect(page.getByText("Показаны не все записи.")).toBeVisible();
});
