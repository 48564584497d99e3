import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

test.use({ viewport: { width: 360, height: 640 } });

/** Nothing sticks out at the side. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  // words are there before the style sheet is
  await page.waitForLoadState();
  const { inside, outside } = await page.evaluate(() => ({
    inside: document.documentElement.scrollWidth,
    outside: document.documentElement.clientWidth,
  }));
  expect(inside).toBeLessThanOrEqual(outside);
}

test("the empty list and the whole dialog fit into 360 px", async ({ asAdmin, page, sim }) => {
  await expectNoSidewaysScroll(page);
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await expectNoSidewaysScroll(page);
  const box = await asAdmin.dialog.qr.boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(256);
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
  await expect(asAdmin.dialog.cancel).toBeInViewport({ ratio: 1 });
  await expect(asAdmin.dialog.cross).toBeInViewport({ ratio: 1 });
  await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeInViewport({ ratio: 1 });
});

test("the calls for a CRM fit into 360 px", async ({ page }) => {
  await page.goto("/docs");
  await expect(page.getByRole("heading", { name: "API для CRM" })).toBeVisible();
  await expectNoSidewaysScroll(page);
});

test("the cards, the menu and the questions fit into 360 px", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  await card.more.click();
  await card.rename.click();
  await asAdmin.renameDialog.name.fill("Очень-длинное-название-без-единого-пробела-чтобы-не-переносил");
  await asAdmin.renameDialog.save.click();
  await expect(asAdmin.renameDialog.root).toBeHidden();
  await expect(card.name).toContainText("Очень-длинное");
  await expectNoSidewaysScroll(page);

  await card.more.click();
  await expect(card.rename).toBeInViewport({ ratio: 1 });
  await expectNoSidewaysScroll(page);
  await page.keyboard.press("Escape");
  await card.disconnect.click();
  await expect(asAdmin.disconnectDialog.confirm).toBeInViewport({ ratio: 1 });
  await expectNoSidewaysScroll(page);
});

test("the cards of every state fit into 360 px", async ({ asAdmin, page, sim }) => {
  const [first, second, third] = [await asAdmin.given(sim), await asAdmin.given(sim), await asAdmin.given(sim)];
  await asAdmin.started();
  await sim.unlink(second);
  await sim.offline(third);
  await asAdmin.refreshUntil(asAdmin.card(second).badge("Вышли на телефоне"));
  await expect(asAdmin.cards).toHaveCount(4);
  await expectNoSidewaysScroll(page);
  await sim.down();
  await asAdmin.refreshUntil(asAdmin.card(first).badge("Шлюз недоступен"));
  await expectNoSidewaysScroll(page);
});

test("a gateway that is silent is said within sight", async ({ asAdmin, sim }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await sim.down();
  const note = asAdmin.dialog.root.getByText("Платформа WPP сейчас не отвечает.");
  await expect(note).toBeVisible();
  // the foot lies over what is behind it: what is at the note's middle must be the note
  await expect
    .poll(() =>
      note.evaluate((it) => {
        const { left, top, width, height } = it.getBoundingClientRect();
        return document.elementFromPoint(left + width / 2, top + height / 2) === it;
      }),
    )
    .toBe(true);
});

test.describe("one key for all organizations", () => {
  test.use({ credentials: "key" });

  test("the key's line keeps together in 360 px", async ({ asAdmin, page, sim }) => {
    const card = asAdmin.card(await asAdmin.given(sim));
    await expectNoSidewaysScroll(page);
    const key = card.root.getByText("••••••••", { exact: true });
    const lines = await key.evaluate((it) => it.getClientRects().length);
    expect(lines).toBe(1);
    expect((await key.boundingBox())?.height).toBeLessThan(32);
  });
});

test("the pages before the sign-in fit into 360 px", async ({ loginPage, page }) => {
  await loginPage.open();
  await expectNoSidewaysScroll(page);
  await expect(loginPage.submit).toBeInViewport({ ratio: 1 });
});

test("twice the size on a small laptop needs no sideways scroll", async ({ asAdmin, page, sim }) => {
  // 200 % on 1280 × 720 is a page of 640 × 360
  await page.setViewportSize({ width: 640, height: 360 });
  await asAdmin.given(sim);
  await expectNoSidewaysScroll(page);
  await asAdmin.connectAnother.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expect(asAdmin.dialog.cancel).toBeInViewport({ ratio: 1 });
  await asAdmin.dialog.qr.scrollIntoViewIfNeeded();
  await expect(asAdmin.dialog.qr).toBeInViewport({ ratio: 0.9 });
});
