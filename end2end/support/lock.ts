/** Another program that holds the panel's database: nothing can be written while it does. */

import { spawn } from "node:child_process";
import { once } from "node:events";

const HOLD = `
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
held.execute("ROLLBACK")
`;

/** Takes the lock; what is returned gives it back. */
export async function holdDatabase(path: string): Promise<() => Promise<void>> {
  const child = spawn("python3", ["-c", HOLD, path], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  const [held] = (await Promise.race([once(child.stdout, "data"), ended])) as [unknown];
  if (!String(held).startsWith("held")) {
    throw new Error(`the database could not be held: ${String(held)}`);
  }
  return async () => {
    child.stdin.end("\n");
    await ended;
  };
}
