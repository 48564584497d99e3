import { randomUUID } from "node:crypto";
import { expect, type APIResponse, type Locator, type Page } from "@playwright/test";
import { waitFor } from "../support/program.ts";
import type { Sim } from "../support/sim.ts";
import { address, type ServerFunction } from "../support/traffic.ts";
import { Card } from "./card.ts";
import { ConnectDialog } from "./connect.ts";
import { DisconnectDialog, RenameDialog } from "./questions.ts";

/** «Интеграции WhatsApp»: the list and what opens from it. */
export class IntegrationsPage {
  readonly heading: Locator;
  /** Only while there is no session. */
  readonly connect: Locator;
  /** Only when there are some. */
  readonly connectAnother: Locator;
  /** On the card of an attempt that is under way. */
  readonly goOn: Locator;
  readonly refresh: Locator;
  readonly cards: Locator;
  readonly dialog: ConnectDialog;
  readonly disconnectDialog: DisconnectDialog;
  readonly renameDialog: RenameDialog;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "Интеграции WhatsApp" });
    this.connect = page.getByRole("button", { name: "Подключить WhatsApp", exact: true });
    this.connectAnother = page.getByRole("button", { name: "Подключить ещё один WhatsApp" });
    this.goOn = page.getByRole("button", { name: "Продолжить подключение" });
    this.refresh = page.getByRole("button", { name: "Обновить статусы" });
    this.cards = page.getByRole("article");
    this.dialog = new ConnectDialog(page);
    this.disconnectDialog = new DisconnectDialog(page);
    this.renameDialog = new RenameDialog(page);
  }

  async open(): Promise<void> {
    await this.page.goto("/");
    await expect(this.heading).toBeVisible();
  }

  /** The card of an account number. */
  card(number: string): Card {
    return new Card(this.cards.filter({ hasText: number }));
  }

  toast(text: string): Locator {
    return this.page.getByRole("status").filter({ hasText: text }).locator("span").last();
  }

  /** Calls a server function as this page would, with its sign-in. */
  async call(name: ServerFunction, data: unknown): Promise<APIResponse> {
    const { origin } = new URL(this.page.url());
    return this.page.request.post(address(name), { data, headers: { origin } });
  }

  /** Starts one more session without the page; returns its account number. */
  async started(): Promise<string> {
    const answer = await this.call("wpp_create", { attempt: randomUUID() });
    expect(answer.ok(), await answer.text()).toBe(true);
    return ((await answer.json()) as { account: string }).account;
  }

  /** Connects one more session without the page, for tests that begin after that; returns its account number. */
  async given(sim: Sim, phone?: string): Promise<string> {
    await sim.settings({ link_ms: 0 });
    const number = await this.started();
    await sim.scanAccount(number, phone);
    await waitFor("connected session in the list", async () => {
      const { cards } = (await (await this.call("list_integrations", { force: false })).json()) as {
        cards: { account: string; state: string }[];
      };
      return cards.some(({ account, state }) => account === number && state === "connected") || undefined;
    });
    await this.page.reload();
    return number;
  }

  /** The whole way from the press to the card; returns the account number. */
  async connectOne(sim: Sim, phone?: string): Promise<string> {
    const more = (await this.cards.count()) > 0;
    await (more ? this.connectAnother : this.connect).click();
    await expect(this.dialog.qr).toBeVisible();
    const number = await sim.scan(phone);
    await sim.until(number, "connected");
    await expect(this.dialog.root).toBeHidden();
    await expect(this.card(number).badge("Подключено")).toBeVisible();
    return number;
  }

  /** Presses «Обновить статусы» until it shows: the gateway is asked about a session at most every three seconds. */
  async refreshUntil(shown: Locator): Promise<void> {
    await expect(async () => {
      await this.refresh.click();
      await expect(shown).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 15_000 });
  }
}
