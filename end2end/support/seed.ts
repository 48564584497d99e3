/** A database with people in it, made once for each worker and copied for each test. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Program, type Settings } from "./program.ts";

/** Somebody who can sign in. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Where the database of a folder is. */
export function databaseIn(folder: string): Settings {
  return { DATABASE_URL: `sqlite://${join(folder, "panel.db")}` };
}

/** An organization with an administrator and a member. */
export class Seed {
  readonly admin: Person = { email: "admin@example.org", password: "correct horse battery" };
  readonly member: Person = { email: "member@example.org", password: "staple correct horse" };

  private constructor(
    /** Holds the database and the key that seals what is in it. */
    readonly folder: string,
    /** The organization's id. */
    readonly organization: string,
  ) {}

  static async plant(): Promise<Seed> {
    const folder = await mkdtemp(join(tmpdir(), "wpp-panel-seed-"));
    const settings = databaseIn(folder);
    const organization = await Program.run(["admin", "create-organization", "--name", "Школа 57"], settings, folder);
    const seed = new Seed(folder, organization);
    for (const [role, person] of [
      ["admin", seed.admin],
      ["member", seed.member],
    ] as const) {
      const args = ["--organization", organization, "--email", person.email, "--role", role, "--password-stdin"];
      await Program.run(["admin", "create-user", ...args], settings, folder, person.password);
    }
    return seed;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
