import { expect, test } from "../fixtures.ts";
import { holdDatabase } from "../support/lock.ts";
import type { Sim } from "../support/sim.ts";

test("lesson 9: «Подключено» is not believed for ever when the event of its end was lost", { tag: "@waits" }, async ({ asAdmin, sim }) => {
  // nobody presses anything: a list that is looked at is asked for twice a minute
  test.setTimeout(90_000);
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  // the event of the connection is confirmed by a question a little later: then nothing is about to be asked
  await expect
    .poll(async () => {
      const told = (await sim.deliveries()).find(({ event }) => event === "connected");
      return (await sim.calls()).some(({ name, at_ms }) => name === "status" && at_ms > (told?.at_ms ?? Infinity) + 1_000);
    })
    .toBe(true);
  await sim.settings({ webhooks: false });
  await sim.offline(number);
  await expect(card.badge("Отключено")).toBeVisible({ timeout: 45_000 });
  await expect(card.evidence).toHaveText(/проверено .*, запрос/);
});

test("lesson 9: «Обновить статусы» finds a lost event out at once", async ({ asAdmin, sim }) => {
  const number = await asAdmin.given(sim);
  await sim.settings({ webhooks: false });
  await sim.unlink(number);
  await asAdmin.refreshUntil(asAdmin.card(number).badge("Вышли на телефоне"));
});

test("lesson 16: every way to a connection registers the webhook at the panel's own address", async ({
  asAdmin,
  panel,
  sim,
}) => {
  const first = await asAdmin.connectOne(sim);
  await expectWebhook(sim, first, panel.url);
  const second = await asAdmin.connectOne(sim, "79990000002");
  await expectWebhook(sim, second, panel.url);

  // the platform has lost it, and its webhook too
  await sim.forget(second);
  await asAdmin.refreshUntil(asAdmin.card(second).badge("Отключено"));
  await asAdmin.card(second).reconnect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await sim.scanAccount(second);
  await expect(asAdmin.dialog.root).toBeHidden();
  await expectWebhook(sim, second, panel.url);

  await panel.down();
  await panel.up();
  await asAdmin.open();
  const third = await asAdmin.connectOne(sim, "79990000003");
  await expectWebhook(sim, third, panel.url);

  // and it works: each is told of without being asked for
  const taken = async (number: string) =>
    (await sim.deliveries()).some((sent) => sent.number === number && sent.event === "connected" && sent.status === 200);
  for (const number of [first, second, third]) {
    await expect.poll(() => taken(number), number).toBe(true);
  }
});

test("lesson 17: a webhook with a wrong key, or about another account, changes nothing on any card", async ({
  asAdmin,
  panel,
  sim,
}) => {
  const [first, second] = [await asAdmin.given(sim, "79990000001"), await asAdmin.given(sim, "79990000002")];
  const seen = [await asAdmin.card(first).watchBadge(), await asAdmin.card(second).watchBadge()] as const;
  const own = await sim.webhook(first);
  const logout = (account: string) => ({ id: `evt_${account}`, type: "logout", data: { account } });
  const wrong = new URL(own);
  wrong.searchParams.set("key", "1700000000000");
  for (const account of [first, second]) {
    expect(await post(wrong, logout(account)), "a key that is no session's").toBe(401);
  }
  const without = new URL(`${panel.url}/functions/v1/wpp-webhook?account=${first}`);
  expect(await post(without, logout(first)), "no key").toBe(401);
  const renamed = new URL(own);
  renamed.searchParams.set("account", second);
  for (const address of [own, renamed]) {
    expect(await post(address, logout(second)), "the key of one, the account of the other").toBe(200);
  }

  // what is true still comes, after all of that and in its order
  await sim.unlink(first);
  await expect(asAdmin.card(first).badge("Вышли на телефоне")).toBeVisible();
  expect(await seen[0]()).toEqual(["Подключено", "Вышли на телефоне"]);
  expect(await seen[1]()).toEqual(["Подключено"]);
});

test("lesson 23: an event that cannot be stored is not answered 200, comes again, and is shown", async ({
  asAdmin,
  panel,
  sim,
}) => {
  const number = await asAdmin.given(sim);
  const giveBack = await holdDatabase(panel.database);
  const logouts = async () => {
    const sent = (await sim.deliveries()).filter((sent) => sent.number === number && sent.event === "logout");
    return sent.map(({ status }) => status);
  };
  try {
    await sim.unlink(number);
    await expect.poll(async () => (await logouts()).length).toBe(1);
  } finally {
    await giveBack();
  }
  await expect(asAdmin.card(number).badge("Вышли на телефоне")).toBeVisible();
  await expect.poll(logouts).toEqual([503, 200]);
});

test("a drop of less than three seconds is not shown, and good news is shown at once", { tag: "@waits" }, async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  const card = asAdmin.card(number);
  const seen = await card.watchBadge();
  for (let flap = 0; flap < 3; flap += 1) {
    await sim.offline(number);
    await told(sim, number, "offline", flap + 1);
    await sim.online(number);
    await told(sim, number, "connected", flap + 2);
  }
  // longer than a drop would have been held
  await page.waitForTimeout(3_500);
  expect(await seen()).toEqual(["Подключено"]);

  await sim.offline(number);
  await expect(card.badge("Отключено")).toBeVisible();
  await sim.online(number);
  await expect(card.badge("Подключено")).toBeVisible({ timeout: 2_000 });
});

async function expectWebhook(sim: Sim, number: string, panel: string): Promise<void> {
  const address = await sim.webhook(number);
  expect(address.host).toBe(new URL(panel).host);
  expect(address.pathname).toBe("/functions/v1/wpp-webhook");
  expect(address.searchParams.get("account")).toBe(number);
  expect(address.searchParams.get("key")).toMatch(/^[\w-]{20,}$/);
}

/** Returns when the platform has told so many of such events. */
async function told(sim: Sim, number: string, event: string, count: number): Promise<void> {
  await expect
    .poll(async () => {
      const sent = await sim.deliveries();
      return sent.filter((sent) => sent.number === number && sent.event === event && sent.status === 200).length;
    })
    .toBe(count);
}

async function post(address: URL, body: unknown): Promise<number> {
  const headers = { "content-type": "application/json" };
  return (await fetch(address, { method: "POST", headers, body: JSON.stringify(body) })).status;
}
