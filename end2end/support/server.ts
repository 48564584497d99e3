/** `wpp-panel serve` on a free port of this machine. */

import { reservePort } from "../../scripts/port.mjs";
import { Program, type Settings } from "./program.ts";

export interface Server {
  readonly url: string;
  readonly program: Program;
}

/** Settings of a server that listens at an address of its own; the same ones start it there again. */
export async function serverSettings(more: Settings): Promise<Settings> {
  const listen = `127.0.0.1:${await reservePort()}`;
  return {
    LEPTOS_SITE_ADDR: listen,
    // receivers of alerts are on this machine
    APP_ALERT_PRIVATE_ADDRESSES: "true",
    APP_PUBLIC_URL: `http://${listen}`,
    RUST_LOG: "info",
    ...more,
  };
}

/** Starts the server and waits until it answers. */
export async function serve(settings: Settings, folder: string, args: string[] = []): Promise<Server> {
  const url = `http://${settings.LEPTOS_SITE_ADDR}`;
  const program = Program.start(["serve", ...args], settings, folder);
  try {
    await program.when("answer at /healthz", () => isUp(`${url}/healthz`));
  } catch (error) {
    await program.stop();
    throw error;
  }
  return { url, program };
}

async function isUp(address: string): Promise<true | undefined> {
  try {
    const response = await fetch(address);
    return response.ok || undefined;
  } catch {
    return undefined;
  }
}
