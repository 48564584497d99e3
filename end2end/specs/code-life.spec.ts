import type { Locator } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

test("a code is replaced in place: its box is never empty and keeps its size", async ({ asAdmin, sim }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr.locator("svg")).toBeVisible();
  const seen = await watchBox(asAdmin.dialog.qr);
  for (const life of [60_000, 20_000, 20_000]) {
    const before = await asAdmin.dialog.picture();
    await sim.advance(life);
    await expect.poll(() => asAdmin.dialog.picture()).not.toBe(before);
  }
  const { boxes, pictures, frames } = await seen();
  expect(pictures, "the codes, and nothing between them").toBe(4);
  expect(boxes).toHaveLength(1);
  expect(frames).toBeGreaterThan(10);
});

test("the code is there without the platform's events", { tag: "@waits" }, async ({ asAdmin, sim }) => {
  await sim.settings({ webhooks: false });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr.locator("svg")).toBeVisible();
  const first = await asAdmin.dialog.picture();
  await sim.advance(60_000);
  // ours is counted by our clock, which nobody moves: the first code is looked after all the same
  await expect.poll(() => asAdmin.dialog.picture(), { timeout: 25_000 }).not.toBe(first);
});

for (const [name, hours] of [["ahead", 1], ["behind", -1]] as const) {
  test(`the countdown is right on a computer whose clock is an hour ${name}`, async ({ asAdmin, page, sim }) => {
    await page.clock.install({ time: Date.now() + hours * 3_600_000 });
    await asAdmin.open();
    await asAdmin.connect.click();
    await expect(asAdmin.dialog.countdown).toHaveText(/через \d+ с/);
    const left = async () => Number(/\d+/.exec(await asAdmin.dialog.countdown.innerText())?.[0]);
    const difference = async () => {
      const [account] = await sim.accounts();
      return Math.abs((await left()) - (account?.code_left_ms ?? 0) / 1_000);
    };
    expect(await difference()).toBeLessThan(3);
    const before = await left();
    await expect.poll(left).toBeLessThan(before - 1);
    expect(await difference()).toBeLessThan(3);
  });
}

test("a scan that leads to nothing for 30 seconds is explained, and can still succeed", async ({ asAdmin, page, sim }) => {
  await sim.settings({ link_ms: 600_000 });
  await page.clock.install();
  await asAdmin.open();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await sim.scan();
  await page.clock.fastForward(3_000);
  await expect(asAdmin.dialog.linking).toBeVisible();
  const why = asAdmin.dialog.root.getByText("ключом доступа (passkey)");
  await page.clock.fastForward(25_000);
  await expect(why).toBeHidden();
  await page.clock.fastForward(8_000);
  await expect(why).toBeVisible();
  await expect(why).toContainText("только на телефоне");
  await expect(why).toContainText("нажмите «Отмена» и начните снова");

  await sim.advance(600_000);
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
});

/** Looks at the code with every frame and every change; what is returned tells what was seen. */
async function watchBox(qr: Locator) {
  const watched = await qr.evaluateHandle((box) => {
    const boxes = new Set<string>();
    const pictures = new Set<string>();
    const seen = { boxes, pictures, frames: 0 };
    const look = () => {
      const { x, y, width, height } = box.getBoundingClientRect();
      boxes.add([x, y, width, height].map(Math.round).join(" "));
      pictures.add(box.innerHTML);
    };
    new MutationObserver(look).observe(box, { subtree: true, childList: true, characterData: true });
    const frame = () => {
      look();
      seen.frames += 1;
      requestAnimationFrame(frame);
    };
    frame();
    return seen;
  });
  return () =>
    watched.evaluate(({ boxes, pictures, frames }) => ({ boxes: [...boxes], pictures: pictures.size, frames }));
}
