import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

/** Keeps the WASM back; the page is complete without it. */
async function holdWasm(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test("a press before the WASM is there opens the dialog at once, and the code follows", async ({
  asAdmin,
  complaints,
  page,
  sim,
}) => {
  // the browser wonders what the WASM was loaded ahead for
  complaints.allow(/was preloaded using link preload but not used/);
  const release = await holdWasm(page);
  await page.goto("/", { waitUntil: "commit" });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.root).toBeVisible();
  await expect(asAdmin.dialog.preparing).toBeVisible();
  expect(await sim.accounts()).toEqual([]);
  release();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const number = await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
});

test("a press and a cancel before the WASM is there begin nothing", async ({ asAdmin, complaints, page, sim }) => {
  complaints.allow(/was preloaded using link preload but not used/);
  const release = await holdWasm(page);
  await page.goto("/", { waitUntil: "commit" });
  await asAdmin.connect.click();
  await asAdmin.dialog.cancel.click();
  await expect(asAdmin.dialog.root).toBeHidden();
  const awake = page.waitForResponse("**/api/list_integrations");
  release();
  await awake;
  await expect(asAdmin.dialog.root).toBeHidden();
  expect(await sim.accounts()).toEqual([]);
});

test("«Отключить» before the WASM is there asks about the right session", async ({ asAdmin, complaints, page, sim }) => {
  complaints.allow(/was preloaded using link preload but not used/);
  const first = await asAdmin.given(sim, "79990000001");
  const second = await asAdmin.given(sim, "79990000002");
  const release = await holdWasm(page);
  await page.goto("/", { waitUntil: "commit" });
  await asAdmin.card(second).disconnect.click();
  await expect(asAdmin.disconnectDialog.root).toBeVisible();
  release();
  await expect(asAdmin.disconnectDialog.root).toContainText("+7 999 000-00-02");
  await asAdmin.disconnectDialog.confirm.click();
  await expect(asAdmin.card(second).root).toHaveCount(0);
  await expect(asAdmin.card(first).root).toBeVisible();
});

test("«Быстрое подключение» before the WASM is there opens the dialog at once", async ({ asAdmin, complaints, page, providers, sim }) => {
  complaints.allow(/was preloaded using link preload but not used/);
  await expect(asAdmin.connect).toBeVisible();
  const release = await holdWasm(page);
  await page.goto("/providers", { waitUntil: "commit" });
  await providers.quick.click();
  await expect(providers.dialog.preparing).toBeVisible();
  expect(await sim.accounts()).toEqual([]);
  release();
  await expect(providers.dialog.qr).toBeVisible();
  expect(await sim.accounts()).toHaveLength(1);
});
