/** A database with people in it who are signed in already, made once for each worker and copied for each test. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Program, type Settings } from "./program.ts";
import { serve, serverSettings } from "./server.ts";

/** Somebody who can sign in. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Who there is: an administrator, a second one, and a member. */
export type Who = "admin" | "colleague" | "member";

const PEOPLE: Record<Who, Person> = {
  admin: { email: "admin@example.org", password: "correct horse battery" },
  colleague: { email: "colleague@example.org", password: "battery horse correct" },
  member: { email: "member@example.org", password: "staple correct horse" },
};

/** The database of a folder. */
export function databaseFile(folder: string): string {
  return join(folder, "panel.db");
}

/** Where the database of a folder is. */
export function databaseIn(folder: string): Settings {
  return { DATABASE_URL: `sqlite://${databaseFile(folder)}` };
}

/** An organization with its people. */
export class Seed {
  readonly people = PEOPLE;
  readonly #cookies = new Map<Who, string>();

  private constructor(
    /** Holds the database and the key that seals what is in it. */
    readonly folder: string,
  ) {}

  static async plant(): Promise<Seed> {
    const folder = await mkdtemp(join(tmpdir(), "wpp-panel-seed-"));
    const settings = databaseIn(folder);
    const organization = await Program.run(["admin", "create-organization", "--name", "Школа 57"], settings, folder);
    const seed = new Seed(folder);
    for (const [who, person] of Object.entries(PEOPLE)) {
      const role = who === "member" ? "member" : "admin";
      const args = ["--organization", organization, "--email", person.email, "--role", role, "--password-stdin"];
      await Program.run(["admin", "create-user", ...args], settings, folder, person.password);
    }
    await seed.#signIn(settings);
    return seed;
  }

  /** The value of the sign-in's cookie: checking a password takes long on purpose, and most tests are not about it. */
  cookie(who: Who): string {
    return this.#cookies.get(who) ?? "";
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #signIn(database: Settings): Promise<void> {
    // nothing is asked of a platform here: nobody listens on the port of "discard"
    const platform = { WPP_SECRET: "nobody", WPP_BASE_URL: "http://127.0.0.1:9" };
    const { url, program } = await serve(await serverSettings({ ...database, ...platform }), this.folder);
    try {
      for (const who of Object.keys(PEOPLE) as Who[]) {
        const answer = await fetch(`${url}/login`, {
          method: "POST",
          redirect: "manual",
          headers: { origin: url },
          body: new URLSearchParams({ ...PEOPLE[who] }),
        });
        const [, value] = /^wpp_panel=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "") ?? [];
        if (value === undefined) {
          throw new Error(`${PEOPLE[who].email} could not sign in: ${answer.status}\n${program.log}`);
        }
        this.#cookies.set(who, value);
      }
    } finally {
      await program.stop();
    }
  }
}
