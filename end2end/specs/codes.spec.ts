import { expect, test } from "../fixtures.ts";

test("a new code replaces the old one by itself", async ({ asAdmin, sim }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const first = await asAdmin.dialog.picture();
  await sim.advance(60_000);
  await expect.poll(() => asAdmin.dialog.picture()).not.toBe(first);
  // the first code lives for 60 s, every further one for 20 s: the countdown has begun anew
  await expect(asAdmin.dialog.countdown).toHaveText(/Код обновится сам через (1\d|20) с/);
  const second = await asAdmin.dialog.picture();
  await sim.advance(20_000);
  await expect.poll(() => asAdmin.dialog.picture()).not.toBe(second);

  const number = await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
});

test("the codes run out: «Время вышло», and «Новый код» goes on with the same account", async ({ asAdmin, sim }) => {
  await sim.settings({ codes: 1 });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const number = await sim.pending();
  const first = await asAdmin.dialog.picture();
  await sim.advance(60_000);
  await expect(asAdmin.dialog.timeIsOver).toBeVisible();
  await expect(asAdmin.dialog.qr).toBeHidden();

  await asAdmin.dialog.newCode.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  expect(await asAdmin.dialog.picture()).not.toBe(first);
  expect(await sim.scan()).toBe(number);
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(asAdmin.cards).toHaveCount(1);
  expect(await sim.clients()).toHaveLength(1);
});

for (const form of ["base64", "data_url"] as const) {
  test(`lesson 15: a code that comes as an image (${form}) is shown as an image`, async ({ asAdmin, sim }) => {
    await sim.settings({ qr_form: form });
    await asAdmin.connect.click();
    const image = asAdmin.dialog.qr.locator("img");
    await expect(image).toHaveAttribute("src", /^data:image\/png;base64,/);
    await expect.poll(() => image.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBeGreaterThan(0);
    const box = await asAdmin.dialog.qr.boundingBox();
    expect(box?.width).toBeGreaterThanOrEqual(256);
  });
}

for (const field of ["qrCode", "qrcode", "data.qr", "data.qrcode"] as const) {
  test(`lesson 14: the code is found in \`${field}\``, async ({ asAdmin, sim }) => {
    await sim.settings({ qr_field: field });
    await asAdmin.connect.click();
    await expect(asAdmin.dialog.qr.locator("svg")).toBeVisible();
  });
}

test("lesson 14: whoever waits is told for what", async ({ asAdmin, page, sim }) => {
  await sim.settings({ qr_delay_ms: 600_000 });
  await page.clock.install();
  await asAdmin.open();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.preparing).toBeVisible();
  const reason = asAdmin.dialog.root.getByText("Ждём, пока платформа WPP запустит сессию");
  await expect(reason).toBeHidden();
  await page.clock.fastForward(6_000);
  await expect(reason).toBeVisible();

  await sim.started();
  await sim.advance(600_000);
  await expect(asAdmin.dialog.qr).toBeVisible();
});
