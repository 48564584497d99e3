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

/** An event on its way to us. */
export interface Delivery {
  at_ms: number;
  number: string;
  event: string;
  attempt: number;
  status: number | null;
  error: string | null;
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

/** A key that opens accounts: the global one, and one for each client that was made. */
export interface Key {
  id: string;
  organization: string | null;
  number: string | null;
  alive: boolean;
}

/** Some of the simulator's settings; the table of all is in `src/sim/mod.rs`. */
export interface SimSettings {
  delay_ms?: number;
  qr_delay_ms?: number;
  link_ms?: number;
  codes?: number;
  qr_in_start?: boolean;
  qr_field?: "qr" | "qrCode" | "qrcode" | "data.qr" | "data.qrcode";
  qr_form?: "text" | "base64" | "data_url";
  phone_field?: "phone" | "number" | "me" | "none";
  webhooks?: boolean;
}

export class Sim {
  constructor(readonly url: string) {}

  accounts(): Promise<Account[]> {
    return this.#call<Account[]>("GET", "accounts");
  }

  calls(): Promise<Call[]> {
    return this.#call<Call[]>("GET", "calls");
  }

  deliveries(): Promise<Delivery[]> {
    return this.#call<Delivery[]>("GET", "deliveries");
  }

  /** Where an account's events go. */
  async webhook(number: string): Promise<URL> {
    const account = (await this.accounts()).find((account) => account.number === number);
    return new URL(account?.webhook ?? "nowhere:");
  }

  keys(): Promise<Key[]> {
    return this.#call<Key[]>("GET", "keys");
  }

  /** The clients that were made, dead or alive: the count of creates that took effect. */
  async clients(): Promise<Key[]> {
    return (await this.keys()).filter((key) => key.id !== "global");
  }

  /** Waits for the one account that was started and has no code yet; a clock moved before moves nothing. */
  async started(): Promise<void> {
    await waitFor("account that was started", async () => {
      const starting = (await this.accounts()).filter((account) => account.state === "starting");
      return starting.length === 1 ? true : undefined;
    });
  }

  /** Waits for the one account that shows a code; returns its number. */
  async pending(): Promise<string> {
    return waitFor("account with a code", async () => {
      const shown = (await this.accounts()).filter((account) => account.state === "qr");
      return shown.length === 1 ? shown[0]?.number : undefined;
    });
  }

  /** A phone scans the code of the one account that shows one; returns the account's number. */
  async scan(phone = "79991234567"): Promise<string> {
    const number = await this.pending();
    await this.scanAccount(number, phone);
    return number;
  }

  /** Waits until an account is in a state. */
  async until(number: string, state: AccountState): Promise<void> {
    await waitFor(`account ${number} in ${state}`, async () => {
      const found = (await this.accounts()).find((account) => account.number === number);
      return found?.state === state || undefined;
    });
  }

  /** `link_ms` is from the scan to the connection, as the settings say otherwise. */
  async scanAccount(number: string, phone = "79991234567", link_ms?: number): Promise<void> {
    await this.#call("POST", "scan", { number, phone, ...(link_ms === undefined ? {} : { link_ms }) });
  }

  /** Somebody removes the device on the phone. */
  async unlink(number: string): Promise<void> {
    await this.#call("POST", "unlink", { number });
  }

  /** It drops by itself; the phone stays linked. */
  async offline(number: string): Promise<void> {
    await this.#call("POST", "offline", { number });
  }

  /** It is back by itself. */
  async online(number: string): Promise<void> {
    await this.#call("POST", "online", { number });
  }

  /** The platform loses the account. */
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

  /** The platform's clock, in milliseconds since 1970. */
  async now(): Promise<number> {
    return (await this.#call<{ now_ms: number }>("GET", "clock")).now_ms;
  }

  /** Changes some of its settings, such as `{ link_ms: 0 }`. */
  async settings(patch: SimSettings): Promise<void> {
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
