/** What a page asks the server for, by the names of the server functions. */

import type { Page, Request } from "@playwright/test";

export type ServerFunction =
  | "list_integrations"
  | "wpp_cancel"
  | "wpp_create"
  | "wpp_disconnect"
  | "wpp_provision"
  | "wpp_reconnect"
  | "wpp_rename"
  | "wpp_status";

/** The address of a server function, for routes and requests by hand. */
export function address(name: ServerFunction): string {
  return `/api/${name}`;
}

export class Traffic {
  readonly #asked: string[] = [];

  constructor(page: Page) {
    page.on("request", (request: Request) => {
      this.#asked.push(new URL(request.url()).pathname);
    });
  }

  /** How often it was called until now. */
  count(name: ServerFunction): number {
    return this.#asked.filter((path) => path === address(name)).length;
  }
}
