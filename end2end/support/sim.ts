/** The control side of the simulated WPP Platform: what the phone does, what the network does, what was asked. */

import { waitFor } from "./program.ts";

export type AccountState =
  | "starting"
  | "qr"
  | "linking"
  | "connected"
  | "reconnecting"
  | "spent"
  | "offline"
  | "logout";

export interface Account {
  number: string;
  state: AccountState;
  /** What a phone would read from the code that is out. */
  code: string | null;
  code_ordinal: number | null;
  code_left_ms: number | null;
  key: string;
  linked: boolean;
  phone: string | null;
  webhook: string | null;
}

export type CallName =
  | "token"
  | "create"
  | "start"
  | "status"
  | "qr"
  | "webhook"
  | "stop"
  | "message"
  | "redirected"
  | "unknown";

export interface Call {
  at_ms: number;
  method: string;
  name: CallName;
  path: string;
  number: string | null;
  status: number | null;
}

export interface Fault {
  times?: number;
  call?: CallName;
  number?: string;
  status?: number;
  body?: "error" | "html" | "truncated" | "cut" | "hang" | "close" | "empty" | { json: unknown } | { text: string };
  retry_after?: number;
  carried_out?: boolean;
}

export class Sim {
  constructor(readonly url: string) {}

  accounts(): Promise<Account[]> {
    return this.#call<Account[]>("GET", "accounts");
  }

  calls(): Promise<Call[]> {
    return this.#call<Call[]>("GET", "calls");
  }

  /** Waits for the one account that there is to show a code, and scans it; returns its number. */
  async scan(phone = "79991234567"): Promise<string> {
    const number = await waitFor("account with a code", async () => {
      const shown = (await this.accounts()).filter((account) => account.state === "qr");
      return shown.length === 1 ? shown[0]?.number : undefined;
    });
    await this.scanAccount(number, phone);
    return number;
  }

  async scanAccount(number: string, phone: string): Promise<void> {
    await this.#call("POST", "scan", { number, phone });
  }

  /** Somebody removes the device on the phone. */
  async unlink(number: string): Promise<void> {
    await this.#call("POST", "unlink", { number });
  }

  async offline(number: string): Promise<void> {
    await this.#call("POST", "offline", { number });
  }

  async online(number: string): Promise<void> {
    await this.#call("POST", "online", { number });
  }

  async forget(number: string): Promise<void> {
    await this.#call("POST", "forget", { number });
  }

  /** Orders calls to fail; `{}` is one 500 for whichever comes next. */
  async fail(fault: Fault): Promise<void> {
    await this.#call("POST", "fail", fault);
  }

  /** Cuts every connection to the platform, until `up`. */
  async down(): Promise<void> {
    await this.#call("POST", "down");
  }

  async up(): Promise<void> {
    await this.#call("POST", "up");
  }

  /** Moves the platform's clock, so that codes and tokens run out. */
  async advance(ms: number): Promise<void> {
    await this.#call("POST", "clock", { advance_ms: ms });
  }

  /** Changes some of its settings, such as `{ link_ms: 0 }`. */
  async settings(patch: Record<string, unknown>): Promise<void> {
    await this.#call("POST", "settings", patch);
  }

  async #call<T>(method: "GET" | "POST", order: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/control/${order}`, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`the simulator refused ${order}: ${response.status} ${text}`);
    }
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
}
