/** What a page complains about in its console. A test fails if there is anything that it has not allowed. */

import type { BrowserContext, Page } from "@playwright/test";

export class Complaints {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** Watches every page of the context, also those that come later. A broken content policy complains as an error. */
  watch(context: BrowserContext): void {
    context.pages().forEach((page) => this.#watchPage(page));
    context.on("page", (page) => this.#watchPage(page));
  }

  /** This test causes such complaints on purpose, for example by a server that is down. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  get unexpected(): string[] {
    return this.#found.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }

  #watchPage(page: Page): void {
    page.on("pageerror", (error) => this.#found.push(`uncaught: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.#found.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
  }
}
