import { expect, test } from "../fixtures.ts";

test("a session can be renamed", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  await card.more.click();
  await card.rename.click();
  await expect(asAdmin.renameDialog.name).toBeFocused();
  await expect(asAdmin.renameDialog.name).not.toHaveValue("");
  await asAdmin.renameDialog.name.fill("  Приёмная <b>№ 1</b>  ");
  await asAdmin.renameDialog.save.click();
  await expect(asAdmin.toast("Название сохранено")).toBeVisible();
  await expect(card.name).toContainText("Приёмная <b>№ 1</b>");
  await page.reload();
  await expect(card.name).toContainText("Приёмная <b>№ 1</b>");
});

test("a name of blanks is not taken, and a cancelled rename changes nothing", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  const name = await card.name.textContent();
  await card.more.click();
  await card.rename.click();
  await asAdmin.renameDialog.name.fill("   ");
  await asAdmin.renameDialog.save.click();
  await expect(asAdmin.renameDialog.root).toBeVisible();
  await asAdmin.renameDialog.name.fill("Другое");
  await asAdmin.renameDialog.cancel.click();
  await page.reload();
  await expect(card.name).toHaveText(name ?? "");
  // and what was typed and not saved is not there the next time
  await card.more.click();
  await card.rename.click();
  await expect(asAdmin.renameDialog.name).not.toHaveValue("Другое");
});

test("the field has the present name again after a cancel, without a reload", async ({ asAdmin, sim }) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  await card.more.click();
  await card.rename.click();
  const name = await asAdmin.renameDialog.name.inputValue();
  await asAdmin.renameDialog.name.fill("Другое");
  await asAdmin.renameDialog.cancel.click();
  await card.more.click();
  await card.rename.click();
  await expect(asAdmin.renameDialog.name).toHaveValue(name);
});

test("«Обновить статусы» asks the gateway about every session", async ({ asAdmin, sim }) => {
  const numbers = [await asAdmin.given(sim), await asAdmin.given(sim)];
  const asked = async () => {
    const calls = (await sim.calls()).filter(({ name }) => name === "status");
    return numbers.map((number) => calls.filter((call) => call.number === number).length);
  };
  const before = await asked();
  await expect(async () => {
    await asAdmin.refresh.click();
    const after = await asked();
    expect(after.every((count, which) => count > (before[which] ?? 0))).toBe(true);
  }).toPass({ timeout: 15_000 });
});

test("the menu closes by Esc and has «Переподключить»", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  await card.more.click();
  await expect(card.rename).toBeVisible();
  await expect(card.root.getByRole("button", { name: "Переподключить" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(card.rename).toBeHidden();
});
