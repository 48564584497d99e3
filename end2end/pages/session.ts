import { expect, type Locator, type Page } from "@playwright/test";
import { waitFor } from "../support/program.ts";
import type { Sim } from "../support/sim.ts";

/** An event as the platform sends it. */
export interface Told {
  id?: string;
  type: string;
  created?: number;
  data?: Record<string, unknown>;
}

/** One session's page: works with and without a script. */
export class SessionPage {
  readonly heading: Locator;
  /** Beside the heading. */
  readonly badge: Locator;
  /** Back to the list. */
  readonly up: Locator;
  /** What is known now, by its label: «Проверено». */
  readonly facts: Locator;
  readonly changes: Locator;
  readonly events: Locator;
  readonly replay: Locator;
  readonly earlier: Locator;
  readonly newest: Locator;
  readonly changeKey: Locator;
  /** «Сменить ключ webhook?» */
  readonly question: Locator;
  readonly confirmKey: Locator;
  /** What has just been done. */
  readonly note: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1 });
    this.badge = page.locator(".titled > .badge");
    this.up = page.getByRole("link", { name: "Все подключения" });
    this.facts = page.getByRole("region", { name: "Что известно" });
    this.changes = page.getByRole("table", { name: "История", exact: true }).locator("tbody").getByRole("row");
    this.events = page.getByRole("table", { name: "События платформы" }).locator("tbody").getByRole("row");
    this.replay = page.getByRole("button", { name: /^Обработать ещё раз/ });
    this.earlier = page.getByRole("link", { name: "Раньше" });
    this.newest = page.getByRole("link", { name: "К новым" });
    this.changeKey = page.getByRole("button", { name: "Сменить ключ webhook" });
    this.question = page.getByRole("dialog", { name: "Сменить ключ webhook?" });
    this.confirmKey = this.question.getByRole("button", { name: "Сменить ключ" });
    this.note = page.getByRole("main").getByRole("status");
  }

  fact(label: string): Locator {
    return this.facts.locator("div").filter({ has: this.page.getByText(label, { exact: true }) }).getByRole("definition");
  }

  /** What a fact says, without the button that copies it. */
  value(label: string): Locator {
    return this.fact(label).locator("code");
  }

  /** The events of a type, or the one of an id. */
  event(typeOrId: string): Locator {
    return this.events.filter({ has: this.page.getByText(typeOrId, { exact: true }) });
  }

  /** Sends an event to the address that the platform has for an account. */
  async told(sim: Sim, number: string, event: Told): Promise<void> {
    const answer = await fetch(await this.address(sim, number), { method: "POST", body: JSON.stringify(event) });
    expect(answer.status, await answer.text()).toBe(200);
  }

  /** Where the platform sends the events of an account. */
  async address(sim: Sim, number: string): Promise<string> {
    return waitFor(`webhook of ${number}`, async () => {
      const account = (await sim.accounts()).find((account) => account.number === number);
      return account?.webhook ?? undefined;
    });
  }
}
