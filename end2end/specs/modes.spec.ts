import { expect, test } from "../fixtures.ts";

test.describe("one key for all organizations", () => {
  test.use({ credentials: "key" });

  test("the numbers are ours, and the card does not show a part of the key", async ({ asAdmin, page, sim }) => {
    const first = await asAdmin.connectOne(sim);
    expect(first).toMatch(/^org_[0-9a-f]{8}$/);
    const card = asAdmin.card(first);
    await expect(card.root).toContainText("API Key: ••••••••");
    await expect(card.root).toContainText("общий ключ платформы");
    await expect(page.getByText("sim-global-key-demo")).toHaveCount(0);
    expect(await page.content()).not.toContain("sim-global-key-demo");
    expect(await sim.clients()).toEqual([]);

    const second = await asAdmin.given(sim);
    expect(second).toBe(`${first}_2`);
  });
});

test.describe("a key for every connection", () => {
  test.use({ credentials: "secret" });

  test("the number is the platform's, and the key is masked", async ({ asAdmin, page, sim }) => {
    const number = await asAdmin.given(sim);
    expect(number).toMatch(/^\d{13}$/);
    const card = asAdmin.card(number);
    await expect(card.root).toContainText(/API Key: [^•\s]{6}••••••[^•\s]{4}/);
    await expect(card.root).not.toContainText(/общий ключ платформы/, { useInnerText: true });
    expect(await page.content()).not.toContain("sim-client-secret-demo");
    expect(await sim.clients()).toHaveLength(1);
  });
});
