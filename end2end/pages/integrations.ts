import { expect, type Locator, type Page } from "@playwright/test";
import type { Sim } from "../support/sim.ts";
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
  readonly refresh: Locator;
  readonly cards: Locator;
  readonly dialog: ConnectDialog;
  readonly disconnectDialog: DisconnectDialog;
  readonly renameDialog: RenameDialog;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "Интеграции WhatsApp" });
    this.connect = page.getByRole("button", { name: "Подключить WhatsApp", exact: true });
    this.connectAnother = page.getByRole("button", { name: "Подключить ещё один WhatsApp" });
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
