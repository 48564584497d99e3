import type { Locator, Page } from "@playwright/test";

/** «Телефон», in demo mode. */
export class PhonePage {
  readonly heading: Locator;
  readonly scan: Locator;
  readonly unlink: Locator;
  readonly refresh: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "Телефон" });
    this.scan = page.getByRole("button", { name: "Сканировать" });
    this.unlink = page.getByRole("button", { name: "Выйти на телефоне" });
    this.refresh = page.getByRole("link", { name: "Обновить" });
  }

  async open(): Promise<void> {
    await this.page.goto("/sim/phone");
  }
}
