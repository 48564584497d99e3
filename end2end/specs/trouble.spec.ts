import { expect, test } from "../fixtures.ts";

/** What the browser itself writes for an answer that is an error. */
const ERROR_STATUS = /Failed to load resource: the server responded with a status of 50\d/;
const NO_SERVER =
  /Failed to load resource: net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE)/;

test("lesson 8: a gateway that is down at the press is said so, and a second try works", async ({
  asAdmin,
  complaints,
  sim,
}) => {
  complaints.allow(ERROR_STATUS);
  await sim.down();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.root).toContainText("Платформа WPP не отвечает.");
  await expect(asAdmin.dialog.root).toContainText("попробуйте снова");
  await expect(asAdmin.dialog.ticket).toHaveText(/Код для поддержки: GW-502-\w{3,}/);
  await expect(asAdmin.dialog.root).not.toContainText("Отключено");

  await sim.up();
  await asAdmin.dialog.again.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  const number = await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  await expect(asAdmin.cards).toHaveCount(1);
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
});

test("an attempt that the gateway never answered leaves nothing behind", async ({ asAdmin, complaints, page, sim }) => {
  complaints.allow(ERROR_STATUS);
  await sim.down();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.ticket).toBeVisible();
  await asAdmin.dialog.cancel.click();
  await sim.up();
  await page.reload();
  await expect(asAdmin.connect).toBeVisible();
  await expect(asAdmin.cards).toHaveCount(0);
  expect(await sim.accounts()).toEqual([]);
});

test("lesson 14: an answer that makes no sense ends with a reason", async ({ asAdmin, complaints, sim }) => {
  complaints.allow(ERROR_STATUS);
  await sim.fail({ times: 1_000, call: "start", body: "html", status: 200 });
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.root).toContainText("Платформа WPP прислала ответ, который нельзя прочитать.");
  await expect(asAdmin.dialog.ticket).toHaveText(/Код для поддержки: \w+-502-\w{3,}/);
});

test("lesson 8: a gateway that is down keeps the last known state on the card, and comes back", async ({
  asAdmin,
  sim,
}) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  await expect(card.badge("Подключено")).toBeVisible();
  await sim.down();
  await asAdmin.refreshUntil(card.badge("Шлюз недоступен"));
  await expect(card.evidence).toHaveText(/последний раз: подключено, (только что|\d+ с назад)/);
  await expect(card.badge("Отключено")).toBeHidden();

  await sim.up();
  await asAdmin.refreshUntil(card.badge("Подключено"));
  await expect(card.evidence).toHaveText(/^проверено /);
});

test("the last known state is said in the words of the badge", async ({ asAdmin, sim }) => {
  const card = asAdmin.card(await asAdmin.started());
  await asAdmin.open();
  await expect(card.badge("Нужен QR-код")).toBeVisible();
  await sim.down();
  await asAdmin.refreshUntil(card.badge("Шлюз недоступен"));
  await expect(card.evidence).toContainText("последний раз: нужен QR-код");
});

test("a gateway that stops answering while the code is on screen is said so beside it", { tag: "@waits" }, async ({ asAdmin, sim }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await sim.down();
  const note = asAdmin.dialog.root.getByText("Платформа WPP сейчас не отвечает.");
  await expect(note).toBeVisible();
  await sim.up();
  await expect(note).toBeHidden();
  await expect(asAdmin.dialog.qr).toBeVisible();
});

test("a panel that is down is said so, and nothing is lost over a restart", async ({
  asAdmin,
  complaints,
  panel,
  sim,
}) => {
  complaints.allow(NO_SERVER);
  const number = await asAdmin.given(sim);
  expect(await panel.down(), "the server ends by itself").toBe(true);
  await asAdmin.refresh.click();
  const note = asAdmin.page.getByText("Нет связи с сервером панели.");
  await expect(note).toBeVisible();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();

  await panel.up();
  await asAdmin.refresh.click();
  await expect(note).toBeHidden();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
});

test("a press while the panel is down says so", async ({ asAdmin, complaints, panel }) => {
  complaints.allow(NO_SERVER);
  await panel.down();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.root).toContainText("Нет связи с сервером панели.");
  await panel.up();
  await asAdmin.dialog.again.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
});
