import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

/** Presses Tab until the control has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await control.evaluate((it) => it === document.activeElement)) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error("40 presses of Tab did not lead there");
}

/** Whether the focus is inside. */
function hasFocus(dialog: Locator): Promise<boolean> {
  return dialog.evaluate((it) => it.contains(document.activeElement));
}

test("the whole way by the keyboard alone", async ({ asAdmin, page, sim }) => {
  await tabTo(page, asAdmin.connect);
  await page.keyboard.press("Enter");
  await expect(asAdmin.dialog.root).toBeVisible();
  expect(await hasFocus(asAdmin.dialog.root)).toBe(true);
  await expect(asAdmin.dialog.qr).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(asAdmin.dialog.root).toBeHidden();
  await expect(asAdmin.connect).toBeFocused();
  await expect.poll(() => sim.accounts()).toEqual([]);

  await page.keyboard.press("Enter");
  await expect(asAdmin.dialog.qr).toBeVisible();
  const number = await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  // the button that was pressed is gone: the focus is not lost, it is on the heading
  await expect(asAdmin.heading).toBeFocused();

  const card = asAdmin.card(number);
  await tabTo(page, card.more);
  await page.keyboard.press("Enter");
  await tabTo(page, card.rename);
  await page.keyboard.press("Enter");
  await expect(asAdmin.renameDialog.name).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Приёмная");
  await page.keyboard.press("Enter");
  await expect(asAdmin.toast("Название сохранено")).toBeVisible();
  await expect(card.name).toContainText("Приёмная");

  await tabTo(page, card.disconnect);
  await page.keyboard.press("Enter");
  await expect(asAdmin.disconnectDialog.cancel).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(asAdmin.disconnectDialog.root).toBeHidden();
  await expect(card.disconnect).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, asAdmin.disconnectDialog.confirm);
  await page.keyboard.press("Enter");
  await expect(asAdmin.cards).toHaveCount(0);
  await expect(asAdmin.heading).toBeFocused();
});

test("Tab stays inside the open dialog", async ({ asAdmin, page }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => document.activeElement?.closest("dialog")?.id ?? document.activeElement?.tagName);
    // a browser may lead through its own bar, never through the page behind
    expect(["connect", "BODY", "HTML"]).toContain(where);
  }
});

test("the first stop leads past the header", async ({ asAdmin, page }) => {
  await expect(asAdmin.heading).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "К содержимому" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("what changes is said in live regions", async ({ asAdmin, page, sim }) => {
  const said = asAdmin.dialog.root.getByRole("status").first();
  await asAdmin.connect.click();
  await expect(said).toHaveText("QR-код WhatsApp");
  await sim.settings({ link_ms: 60_000 });
  await sim.scan();
  await expect(said).toHaveText("Связываем устройство…");
  await sim.advance(60_000);
  await expect(page.getByRole("status").filter({ hasText: "Подключено!" })).toBeVisible();
});
