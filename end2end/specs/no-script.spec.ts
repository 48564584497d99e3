import { expect, test } from "../fixtures.ts";

test.use({ javaScriptEnabled: false });

test.beforeEach(({ complaints }) => {
  // loaded ahead for a script that does not come
  complaints.allow(/was preloaded using link preload but not used/);
});

test("the list is complete with JavaScript off", async ({ asAdmin, page, sim }) => {
  const first = await asAdmin.given(sim, "79990000001");
  const second = await asAdmin.given(sim, "79990000002");
  for (const [number, phone] of [
    [first, "+7 999 000-00-01"],
    [second, "+7 999 000-00-02"],
  ] as const) {
    const card = asAdmin.card(number);
    await expect(card.badge("Подключено")).toBeVisible();
    await expect(card.root).toContainText(`Session: ${number}`);
    await expect(card.root).toContainText(phone);
    await expect(card.root).toContainText(/API Key: [^•\s]{6}••••••[^•\s]{4}/);
    await expect(card.evidence).toHaveText(/проверено (только что|\d+ с назад), (webhook|запрос)/);
  }
  await expect(page.getByText("2 сессии · 2 подключены")).toBeVisible();
});

test("the dialog opens with JavaScript off and says what is missing", async ({ asAdmin }) => {
  await expect(asAdmin.connect).toBeVisible();
  await asAdmin.connect.click();
  // Playwright leaves the text of a `noscript` out when it looks for text
  const note = asAdmin.dialog.root.locator("noscript .note");
  await expect(note).toBeVisible();
  expect(await note.innerText()).toContain("нужен JavaScript");
  await expect(asAdmin.dialog.root.getByText("Ждём, пока платформа WPP")).toBeHidden();
  await asAdmin.dialog.cancel.click();
  await expect(asAdmin.dialog.root).toBeHidden();
});
