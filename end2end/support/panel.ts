/** A panel with the platform it talks to: real processes, in a folder of their own. */

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Program, type Settings } from "./program.ts";
import { databaseFile, databaseIn, type Seed } from "./seed.ts";
import { serve, serverSettings } from "./server.ts";
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
    private readonly folder: string,
    private readonly settings: Settings,
    private readonly args: string[],
    private readonly platform: Platform | undefined,
  ) {}

  /** A panel and a simulated platform beside it. Without a seed there is nobody yet. */
  static async start(credentials: Credentials, seed?: Seed, more: Settings = {}): Promise<Panel> {
    const folder = await newFolder();
    if (seed !== undefined) {
      await cp(seed.folder, folder, { recursive: true });
    }
    const platform = await Platform.start(folder);
    const address = { WPP_BASE_URL: platform.sim.url };
    const settings = await serverSettings({ ...databaseIn(folder), ...CREDENTIALS[credentials], ...address, ...more });
    return Panel.#up(new Panel(folder, settings, [], platform));
  }

  /** A demo: the simulator is inside, and nobody is there yet. */
  static async demo(): Promise<Panel> {
    const folder = await newFolder();
    return Panel.#up(new Panel(folder, await serverSettings({}), ["--demo"], undefined));
  }

  static async #up(panel: Panel): Promise<Panel> {
    try {
      await panel.up();
    } catch (error) {
      await panel.remove();
      throw error;
    }
    return panel;
  }

  get url(): string {
    return `http://${this.settings.LEPTOS_SITE_ADDR}`;
  }

  /** Its SQLite file. */
  get database(): string {
    return databaseFile(this.folder);
  }

  /** What happens at the platform; a demo's is inside the server. */
  get sim(): Sim {
    if (this.platform === undefined) {
      throw new Error("the simulator of a demo is not within reach");
    }
    return this.platform.sim;
  }

  /** Starts the server, on the database that is there; after `down` this is a restart. */
  async up(): Promise<void> {
    const { program } = await serve(this.settings, this.folder, this.args);
    this.#server = program;
  }

  /** Ends the server as Ctrl-C does; returns whether it ended by itself and without an error. */
  async down(): Promise<boolean> {
    return (await this.#server?.stop()) ?? true;
  }

  /** The address that the server printed for whoever can read its terminal. */
  setupLink(): Promise<string> {
    const server = this.#server;
    if (server === undefined) {
      throw new Error("the server is down");
    }
    return server.when("link for the first run", () => /http:\S+\/setup\?token=\S+/.exec(server.log)?.[0]);
  }

  /** What the processes printed. */
  get log(): string {
    return `── wpp-panel serve\n${this.#server?.log ?? ""}\n── wpp-panel sim\n${this.platform?.program.log ?? ""}`;
  }

  async remove(): Promise<void> {
    await this.down();
    await this.platform?.program.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

class Platform {
  private constructor(
    readonly program: Program,
    readonly sim: Sim,
  ) {}

  static async start(folder: string): Promise<Platform> {
    const program = Program.start(["sim", "--listen", "127.0.0.1:0"], {}, folder);
    try {
      const url = await program.when("address", () => /http:\/\/127\.0\.0\.1:\d+/.exec(program.log)?.[0]);
      return new Platform(program, new Sim(url));
    } catch (error) {
      await program.stop();
      throw error;
    }
  }
}

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "wpp-panel-test-"));
}
