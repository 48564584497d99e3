/** A simulated WPP Platform and a panel that talks to it, both real processes with a database of their own. */

import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Program, SITE, type Settings } from "./program.ts";
import { databaseIn, type Seed } from "./seed.ts";
import { Sim } from "./sim.ts";

/** How the panel holds its credentials: a key for all organizations, or a secret that makes one for each connection. */
export type Credentials = "key" | "secret";

const CREDENTIALS: Record<Credentials, Settings> = {
  key: { WPP_API_KEY: "sim-global-key-demo" },
  secret: { WPP_SECRET: "sim-client-secret-demo" },
};

export class Panel {
  #server: Program | undefined;

  private constructor(
    readonly url: string,
    readonly sim: Sim,
    readonly seed: Seed,
    private readonly folder: string,
    private readonly settings: Settings,
    private readonly platform: Program,
  ) {}

  static async start(seed: Seed, credentials: Credentials): Promise<Panel> {
    const folder = await mkdtemp(join(tmpdir(), "wpp-panel-test-"));
    await cp(seed.folder, folder, { recursive: true });
    const platform = Program.start(["sim", "--listen", "127.0.0.1:0"], {}, folder);
    try {
      const address = await platform.when("address", () => /http:\/\/127\.0\.0\.1:\d+/.exec(platform.log)?.[0]);
      const listen = `127.0.0.1:${await freePort()}`;
      const settings = {
        ...databaseIn(folder),
        ...CREDENTIALS[credentials],
        LEPTOS_SITE_ADDR: listen,
        LEPTOS_SITE_ROOT: SITE,
        APP_PUBLIC_URL: `http://${listen}`,
        WPP_BASE_URL: address,
        RUST_LOG: "info",
      };
      const panel = new Panel(`http://${listen}`, new Sim(address), seed, folder, settings, platform);
      await panel.up();
      return panel;
    } catch (error) {
      await platform.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Starts the server, on the database that is there; after `down` this is a restart. */
  async up(): Promise<void> {
    const server = Program.start(["serve"], this.settings, this.folder);
    this.#server = server;
    try {
      await server.when("answer at /healthz", () => isUp(`${this.url}/healthz`));
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Ends the server as Ctrl-C does; returns whether it ended by itself and without an error. */
  async down(): Promise<boolean> {
    return (await this.#server?.stop()) ?? true;
  }

  /** What both processes printed. */
  get log(): string {
    return `── wpp-panel serve\n${this.#server?.log ?? ""}\n── wpp-panel sim\n${this.platform.log}`;
  }

  async remove(): Promise<void> {
    await this.down();
    await this.platform.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function isUp(address: string): Promise<true | undefined> {
  try {
    const response = await fetch(address);
    return response.ok || undefined;
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") {
    throw new Error("a listening socket has no port");
  }
  return address.port;
}
