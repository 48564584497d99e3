import { expect, test } from "../fixtures.ts";

test("lesson 3: the second number's code waits for its own scan", async ({ asAdmin, page, sim, traffic }) => {
  const first = await asAdmin.given(sim, "79990000001");
  await page.clock.install();
  await asAdmin.open();
  await asAdmin.connectAnother.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const second = await sim.pending();
  expect(second).not.toBe(first);

  const asked = traffic.count("wpp_status");
  for (let poll = 1; poll <= 4; poll += 1) {
    const answered = page.waitForResponse("**/api/wpp_status");
    await page.clock.fastForward(3_000);
    const answer = (await (await answered).json()) as { account: string };
    expect(answer.account).toBe(second);
    await expect(asAdmin.dialog.qr).toBeVisible();
  }
  expect(traffic.count("wpp_status") - asked).toBeGreaterThanOrEqual(4);

  await sim.scanAccount(second, "79990000002");
  await sim.until(second, "connected");
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(asAdmin.card(first).badge("Подключено")).toBeVisible();
  await expect(asAdmin.card(second).badge("Подключено")).toBeVisible();
});

test("lesson 2: every card shows its own status", async ({ asAdmin, sim }) => {
  const [first, second, third] = [await asAdmin.given(sim), await asAdmin.given(sim), await asAdmin.given(sim)];
  await sim.unlink(second);
  await sim.offline(third);
  await asAdmin.refreshUntil(asAdmin.card(second).badge("Вышли на телефоне"));
  await expect(asAdmin.card(third).badge("Отключено")).toBeVisible();
  await expect(asAdmin.card(first).badge("Подключено")).toBeVisible();
});

test("lesson 21: two numbers can be told apart", async ({ asAdmin, sim }) => {
  const first = await asAdmin.given(sim, "79990000001");
  const second = await asAdmin.given(sim, "79990000002");
  await expect(asAdmin.card(first).root).toContainText("+7 999 000-00-01");
  await expect(asAdmin.card(second).root).toContainText("+7 999 000-00-02");
  const names = await asAdmin.cards.getByRole("heading").getByRole("link").allTextContents();
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(2);
});
