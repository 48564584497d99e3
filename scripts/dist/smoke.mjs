// Unpacks an archive and goes from there to a signed-in page, with nothing of the clone in reach: smoke.mjs ARCHIVE

import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reservePort } from "../port.mjs";

/** What a release may weigh, in bytes. */
const MOST = 20 * 1024 * 1024;

const [archive] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "wpp-panel-dist-"));
const began = Date.now();

function must(holds, what) {
  if (!holds) throw new Error(what);
}

const port = await reservePort();

let program;
try {
  execFileSync("tar", ["--extract", "--file", archive, "--directory", folder]);
  const inside = join(folder, readdirSync(folder)[0]);
  const bytes = statSync(join(inside, "wpp-panel")).size;
  console.log(`  ${(bytes / 1024 / 1024).toFixed(1)} MiB, goal: at most ${MOST / 1024 / 1024} MiB`);
  must(bytes <= MOST, "the program is too big");

  const origin = `http://127.0.0.1:${port}`;
  program = spawn(join(inside, "wpp-panel"), ["serve", "--demo"], {
    cwd: inside,
    env: { LEPTOS_SITE_ADDR: `127.0.0.1:${port}` },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const link = await new Promise((told, failed) => {
    let said = "";
    program.stderr.on("data", (data) => {
      said += data;
      const found = /http:\/\/\S+\/setup\?token=\S+/.exec(said);
      if (found) told(found[0]);
    });
    program.on("exit", () => failed(new Error(`it ended:\n${said}`)));
  });
  const form = new URLSearchParams({
    token: new URL(link).searchParams.get("token"),
    organization: "Школа",
    email: "anna@example.org",
    password: "a long enough password",
  });
  const made = await fetch(`${origin}/setup`, { method: "POST", body: form, headers: { origin }, redirect: "manual" });
  const cookie = made.headers.get("set-cookie")?.split(";")[0];
  must(cookie, `the first administrator was not made: ${made.status}`);
  const page = await (await fetch(`${origin}/`, { headers: { cookie } })).text();
  must(page.includes("Подключить WhatsApp"), "the page has no button");
  const loaded = [...page.matchAll(/\/pkg\/[\w.-]+/g)].map(([path]) => path);
  must(loaded.length >= 3, "the page loads nothing");
  for (const path of new Set(loaded)) {
    const answer = await fetch(origin + path, { headers: { "accept-encoding": "br" } });
    must(answer.ok && answer.headers.get("content-encoding") === "br", `${path}: ${answer.status}`);
  }
  console.log(`  from the archive to a signed-in page in ${((Date.now() - began) / 1000).toFixed(1)} s`);
} finally {
  program?.removeAllListeners("exit");
  program?.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
