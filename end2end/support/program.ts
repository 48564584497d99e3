/** Runs `wpp-panel` and nothing else. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** The server under test, as `make test` leaves it. */
const PROGRAM = process.env.WPP_PANEL_BIN ?? resolve(ROOT, "target/debug/wpp-panel");

const PATIENCE_MS = 15_000;

/** Settings for one process; nothing of the surroundings but what programs need to run at all. */
export type Settings = Record<string, string>;

/** Waits in small steps until `found` gives something; what it waits for is the word in the error. */
export async function waitFor<T>(what: string, found: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const it = await found();
    if (it !== undefined) {
      return it;
    }
    if (Date.now() > end) {
      throw new Error(`no ${what} within ${PATIENCE_MS} ms`);
    }
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

/** A server cuts what is open after ten seconds, and says so in its log. */
const END_PATIENCE_MS = 13_000;

/** A process that runs until it is stopped. */
export class Program {
  readonly #child: ChildProcess;
  #log = "";

  private constructor(args: string[], settings: Settings, folder: string, input?: string) {
    this.#child = spawn(PROGRAM, args, {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", HOME: folder, RUST_BACKTRACE: "1", ...settings },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.on("error", (error) => (this.#log += `${PROGRAM}: ${error.message}\n`));
    this.#child.stdin?.on("error", () => undefined);
    this.#child.stdin?.end(input ?? "");
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => (this.#log += text));
    }
  }

  /** Starts `wpp-panel ARGS` in `folder`. */
  static start(args: string[], settings: Settings, folder: string): Program {
    return new Program(args, settings, folder);
  }

  /** Runs `wpp-panel ARGS` to its end; returns the last line it printed. */
  static async run(args: string[], settings: Settings, folder: string, input?: string): Promise<string> {
    const program = new Program(args, settings, folder, input);
    const child = program.#child;
    let output = "";
    child.stdout?.on("data", (text: string) => (output += text));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) {
      throw new Error(`wpp-panel ${args.join(" ")} ended with ${code}\n${program.log}`);
    }
    return output.trim().split("\n").at(-1) ?? "";
  }

  /** What it printed, standard output and errors together. */
  get log(): string {
    return this.#log;
  }

  /** Waits until `found` gives something; a process that has ended will not give it any more. */
  async when<T>(what: string, found: () => Promise<T | undefined> | T | undefined): Promise<T> {
    try {
      return await waitFor(what, async () => {
        if (this.#ended) {
          throw new Error(`ended before there was a ${what}`);
        }
        return await found();
      });
    } catch (error) {
      throw new Error(`${String(error)}\n${this.#log}`);
    }
  }

  /** Asks it to end as Ctrl-C does; returns whether it did by itself. */
  async stop(): Promise<boolean> {
    if (this.#ended) {
      return this.#child.exitCode === 0;
    }
    const ended = once(this.#child, "close");
    this.#child.kill("SIGINT");
    const force = setTimeout(() => this.#child.kill("SIGKILL"), END_PATIENCE_MS);
    await ended;
    clearTimeout(force);
    return this.#child.signalCode === null && this.#child.exitCode === 0;
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined;
  }
}
