// Runs every command of docs/ as a reader would: the ```sh blocks of a page in order, in one bash, in a temporary folder.
//
//   node --test scripts/docs/commands.test.mjs
//
// The panel and the simulated platform are real. A server runs as if in a terminal of its own: `wpp-panel serve` comes back
// when it answers, and the next one on the page takes its place. What cannot run here is in stand-ins.mjs. What a reader
// replaces, and the folders of the system, are replaced by `replaced` below, and by nothing else.
//
// WPP_PANEL_BIN is the program (target/debug/wpp-panel). What is said of PostgreSQL is done on a database of its own, at the
// server of TEST_DATABASE_URL or at one that scripts/postgres.sh starts. Where there is neither, or none of its clients, they
// are stand-ins, the database is a SQLite file, and supabase.md is passed over. WPP_PANEL_DOCS_SHOW=1 shows what the
// commands say, WPP_PANEL_DOCS_KEEP=1 leaves the folders.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { reservePort } from "../port.mjs";
import { calls, written } from "./rest.mjs";
import { dist, endServers, inside } from "./stand-ins.mjs";

const ROOT = resolve(import.meta.dirname, "../..");
const PROGRAM = resolve(process.env.WPP_PANEL_BIN ?? join(ROOT, "target/debug/wpp-panel"));
const STAND_INS = join(import.meta.dirname, "stand-ins.mjs");
const LONGEST_MS = 180_000;
const CLIENTS = ["psql", "pg_dump", "pg_restore"];
const POSTGRES = "postgres://wpp_panel:PASSWORD@db.example.org/wpp_panel";
const CRM = "postgres://postgres:PASSWORD@db.PROJECT.supabase.co/postgres";

const read = (path) => readFileSync(join(ROOT, path), "utf8");
const pages = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);

// ── what a page is

/** The commands of a page at the lines where they stand, so that bash names the line of the page. A section begins where the page began. */
function script(page) {
  let kind;
  const lines = page.split("\n").map((line) => {
    const fence = /^ *```(\w*)/.exec(line);
    if (!fence && kind === undefined && line.startsWith("## ")) return 'cd "$START"';
    if (!fence) return kind === "sh" ? line : "";
    kind = kind === undefined ? fence[1] : undefined;
    return "";
  });
  assert.equal(kind, undefined, "a block is not closed");
  assert.equal(lines[0], "", "a page begins with its heading");
  lines[0] = `set -E; trap 'echo "docs/$PAGE:$LINENO: $BASH_COMMAND" >&2' ERR`;
  return lines.join("\n");
}

const withCommands = pages.filter((name) => /^```sh$/m.test(read(`docs/${name}`)));

/** What a reader replaces, and what it is here. */
const replaced = (page) => [
  ["https://panel.example.org", `http://${page.addr}`],
  ["127.0.0.1:3000", page.addr],
  ["127.0.0.1:9464", page.metrics],
  // public constants of the simulated platform
  ["KEY-FROM-THE-PLATFORM", "sim-global-key-demo"],
  ["SECRET-FROM-THE-PLATFORM", "sim-client-secret-demo"],
  ["SECRET-OF-THE-PROJECT", page.jwtSecret],
  ["TOKEN-OF-A-CRM-USER", page.token],
  ["https://PROJECT.supabase.co", page.crm],
  [POSTGRES, page.database],
  [CRM, page.database],
];

// ── what it runs on

function bearer(secret, user) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { sub: user, aud: "authenticated", role: "authenticated", exp: Math.floor(Date.now() / 1000) + 3600 };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

function run(command, args, options = {}) {
  const { status, stderr, stdout, error } = spawnSync(command, args, { encoding: "utf8", ...options });
  assert.equal(status, 0, `${command} ${args.join(" ")}: ${error ?? stderr}`);
  return stdout;
}

/** Where databases are made; undefined if nowhere. */
async function postgres() {
  if (!CLIENTS.every((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status === 0)) return undefined;
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  // it stops its server when its input ends
  const server = child(join(ROOT, "scripts/postgres.sh"), [], { stdio: ["pipe", "pipe", "ignore"] });
  after(async () => {
    server.it.stdin.end();
    await server.ended;
  });
  const [said] = await Promise.race([once(server.it.stdout, "data"), server.ended]);
  return /^postgres:\S+/.exec(String(said))?.[0];
}

/** A database of its own, with what `sql` makes of it; on SQLite there is none of that. */
function database(folder, sql) {
  if (SERVER === undefined) return { url: `sqlite://${folder}/other.db`, drop() {} };
  const name = `docs_${randomBytes(6).toString("hex")}`;
  const url = SERVER.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
  run("psql", [SERVER, "--quiet", "--command", `CREATE DATABASE ${name}`]);
  if (sql) run("psql", [url, "--quiet", "--set", "ON_ERROR_STOP=1", "--file", sql]);
  return { url, drop: () => run("psql", [SERVER, "--quiet", "--command", `DROP DATABASE ${name} WITH (FORCE)`]) };
}

/** A child that is ended by its pid, with this process at the latest. */
function child(command, args, options) {
  const it = spawn(command, args, options);
  const ended = once(it, "close");
  const last = () => it.kill("SIGINT");
  process.once("exit", last);
  it.once("exit", () => process.off("exit", last));
  const end = async () => {
    if (it.exitCode === null && it.signalCode === null) it.kill("SIGINT");
    await ended;
  };
  return { it, ended, end };
}

async function platform(folder) {
  const env = { PATH: process.env.PATH, WPP_PANEL_DOCS: folder };
  const sim = child(PROGRAM, ["sim", "--listen", "127.0.0.1:0"], { cwd: folder, env, stdio: ["ignore", "pipe", "ignore"] });
  const first = await Promise.race([once(sim.it.stdout, "data"), sim.ended]);
  const url = /http:\/\/\S+/.exec(String(first[0]))?.[0];
  assert.ok(url, "the simulated platform did not start");
  const order = async (name, body) => {
    const answer = await fetch(`${url}/control/${name}`, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, `${name}: ${await answer.text()}`);
  };
  return { url, order, end: sim.end };
}

/** Where the CRM's own webhook would be: it takes everything. */
async function receiver() {
  const server = createServer((request, response) => request.resume().on("end", () => response.end()));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    end: () => new Promise((closed) => server.close(closed).closeAllConnections()),
  };
}

/** A folder like a clone, and beside it what stands in for the system. */
function makeFolder(env) {
  const folder = mkdtempSync(join(tmpdir(), "wpp-panel-docs-"));
  const [clone, bin] = [join(folder, "clone"), join(folder, "bin")];
  for (const place of [clone, bin, join(clone, "end2end/node_modules/.bin")]) mkdirSync(place, { recursive: true });
  for (const place of ["usr/local/bin", "etc/systemd/system", "etc/cron.d", "var/lib", "var/backups"]) {
    mkdirSync(join(folder, "root", place), { recursive: true });
  }
  for (const name of ["Cargo.toml", "Makefile", "Leptos.toml", "README.md", "deploy"]) {
    cpSync(join(ROOT, name), join(clone, name), { recursive: true });
  }
  for (const name of ["scripts", "src", "tests", "end2end/specs"]) symlinkSync(join(ROOT, name), join(clone, name));
  const variables = { ...env, WPP_PANEL_DOCS: folder, WPP_PANEL_BIN: PROGRAM };
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`).join("");
  const program = (path, text) => {
    writeFileSync(path, `#!/usr/bin/env bash\n${text}\n`);
    chmodSync(path, 0o755);
  };
  const standIn = (name) => `${exports}exec '${process.execPath}' '${STAND_INS}' ${name} "$@"`;
  for (const name of ["wpp-panel", "systemctl", "systemd-run", "journalctl", "docker", "make", "cargo"]) {
    program(join(bin, name), standIn(name));
  }
  program(join(clone, "end2end/node_modules/.bin/playwright"), standIn("playwright"));
  program(join(bin, "sudo"), 'exec "$@"');
  // what they write is there afterwards, and empty
  for (const name of SERVER ? [] : CLIENTS) {
    program(join(bin, name), 'for word; do case $word in --file=*) : >"${word#--file=}" ;; esac; done');
  }
  return { folder, clone, bin };
}

const SERVER = await postgres();

// ── what stands before the first command of a page

const prepare = {
  "install.md": async ({ clone, folder }) => dist(clone, clone, folder),
  // installed as install.md says, and running
  "operate.md": async ({ clone, folder, bin, env }) => {
    cpSync(join(bin, "wpp-panel"), join(clone, "wpp-panel"));
    cpSync(join(bin, "wpp-panel"), join(folder, "root/usr/local/bin/wpp-panel"));
    cpSync(join(ROOT, "deploy/wpp-panel.service"), join(folder, "root/etc/systemd/system/wpp-panel.service"));
    writeFileSync(join(folder, "root/etc/wpp-panel.env"), "WPP_API_KEY=sim-global-key-demo\n");
    run(join(bin, "systemctl"), ["start", "wpp-panel"], { cwd: clone, env });
  },
  // what the fixture's rows are at the platform
  "supabase.md": async ({ sim }) => {
    for (const [number, key] of [["1000000000017", "first"], ["1000000000018", "second"]]) {
      await sim.order("place", { number, api_key: `wpp_live_${key}_0123456789` });
    }
  },
};

/** An owner of the fixture's CRM. */
const CRM_USER = "a0000000-0000-4000-8000-000000000001";

/** What has to be ended, the newest first: also if somebody presses Ctrl-C. */
const open = [];
let isStopping = false;
async function endAll() {
  while (open.length > 0) await open.pop()();
}
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    isStopping = true;
    endAll().finally(() => process.exit(1));
  });
}

/** Runs a page's commands; returns how bash ended, and what was said. */
async function runCommands(path, cwd, env) {
  // a group of its own, so that nothing of it is left
  const bash = spawn("bash", ["-euo", "pipefail", path], { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const end = () => {
    try {
      process.kill(-bash.pid, "SIGKILL");
    } catch {
      // nothing is
    }
  };
  open.push(end);
  let said = "";
  for (const stream of [bash.stdout, bash.stderr]) stream.on("data", (data) => (said += data));
  const late = setTimeout(end, LONGEST_MS - 30_000);
  const closed = once(bash, "close");
  const [code, signal] = await once(bash, "exit");
  clearTimeout(late);
  end();
  await closed;
  return { ended: code ?? signal, said };
}

async function runPage(name) {
  const addr = `127.0.0.1:${await reservePort()}`;
  const metrics = `127.0.0.1:${await reservePort()}`;
  const sim = await platform(tmpdir());
  open.push(sim.end);
  const crm = await receiver();
  open.push(crm.end);
  const { folder, clone, bin } = makeFolder({ WPP_PANEL_SIM: sim.url, WPP_PANEL_ADDR: addr });
  open.push(() => (process.env.WPP_PANEL_DOCS_KEEP ? console.log(folder) : rmSync(folder, { recursive: true, force: true })));
  const base = database(folder, name === "supabase.md" && join(ROOT, "tests/store/postgres/fixture.sql"));
  open.push(base.drop, () => endServers(folder));

  const jwtSecret = randomBytes(32).toString("hex");
  const page = { addr, metrics, crm: crm.url, database: base.url, jwtSecret, token: bearer(jwtSecret, CRM_USER) };
  const env = {
    PATH: `${bin}:${folder}/root/usr/local/bin:${process.env.PATH}`,
    HOME: folder,
    LANG: "C.UTF-8",
    PAGE: name,
    START: clone,
    WPP_PANEL_DOCS: folder,
  };
  await prepare[name]?.({ folder, clone, bin, sim, env });
  let text = script(read(`docs/${name}`));
  for (const [theirs, ours] of replaced(page)) text = text.replaceAll(theirs, ours);
  writeFileSync(join(folder, name), inside(folder, text));
  const { ended, said } = await runCommands(join(folder, name), clone, env);
  if (process.env.WPP_PANEL_DOCS_SHOW) console.log(said);
  assert.equal(ended, 0, said);
}

for (const name of withCommands) {
  const skip = name === "supabase.md" && SERVER === undefined && "there is no PostgreSQL";
  test(`docs/${name}`, { timeout: LONGEST_MS, skip }, async () => {
    assert.ok(!isStopping, "somebody pressed Ctrl-C");
    try {
      await runPage(name);
    } finally {
      await endAll();
    }
  });
}

// ── what it names

test("every setting that a page names is one", () => {
  const known = new Set(all(read("src/config/environment.rs"), /^ {4}"([A-Z_]+)",$/gm));
  assert.ok(known.size > 20);
  // what the build reads, and not the panel
  const scripts = readdirSync(join(ROOT, "scripts"), { recursive: true, withFileTypes: true });
  const ofBuild = scripts.filter((file) => file.isFile() && /\.(sh|mjs)$/.test(file.name) && !file.parentPath.includes("node_modules"));
  const build = ofBuild.map((file) => readFileSync(join(file.parentPath, file.name), "utf8")).join("\n");
  for (const name of pages) {
    for (const [setting] of read(`docs/${name}`).matchAll(/\b(APP|WPP|LEPTOS|SUPABASE)_[A-Z_]*[A-Z]\b/g)) {
      const fine = known.has(setting) || (setting.startsWith("WPP_PANEL_") && build.includes(setting));
      assert.ok(fine, `docs/${name}: ${setting} is no setting`);
    }
  }
});

test("the table of calls is that of the program", { timeout: LONGEST_MS }, async () => {
  assert.ok(!isStopping, "somebody pressed Ctrl-C");
  const folder = mkdtempSync(join(tmpdir(), "wpp-panel-docs-"));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const addr = `127.0.0.1:${await reservePort()}`;
    const env = { PATH: process.env.PATH, LEPTOS_SITE_ADDR: addr };
    open.push(child(PROGRAM, ["serve", "--demo"], { cwd: folder, env, stdio: "ignore" }).end);
    const document = await (await patiently(`http://${addr}/openapi.json`)).json();
    const page = read("docs/rest.md");
    for (const { method, path } of calls(document)) {
      assert.ok(page.includes(`| \`${method} ${path}\` |`), `docs/rest.md has no ${method} ${path}`);
    }
    assert.equal(page, written(page, document), "run scripts/docs/rest.mjs with this document");
  } finally {
    await endAll();
  }
});

async function patiently(url) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await fetch(url);
    } catch (error) {
      if (tries > 150) throw error;
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }
}

test("every metric that a page names is counted", () => {
  const source = ["mod.rs", "moment.rs"].map((file) => read(`src/metrics/${file}`)).join("\n");
  const named = pages.flatMap((name) => all(read(`docs/${name}`), /\bwpp_panel_([a-z_]+)/g));
  assert.ok(named.length > 5);
  for (const metric of named) {
    const base = metric.replace(/_(total|bucket|sum|count|info)$/, "").replace(/_(seconds|bytes)$/, "");
    assert.ok(source.includes(`("${base}",`), `wpp_panel_${metric} is counted nowhere`);
  }
});

const CODE = /^\| `([A-Z]+-\d{3})` \|/;

test("every code that support can be told has a row", () => {
  const source = read("src/api/error.rs");
  const arms = (name) => {
    const [, body] = new RegExp(`fn ${name}\\(self\\)[^{]*\\{([^]*?)\\n    \\}`).exec(source);
    const found = [...body.matchAll(/((?:Self::\w+|_|[|\s])+) => "?(\w+)"?/g)];
    return new Map(found.flatMap(([, names, value]) => names.split("|").map((one) => [one.trim().replace("Self::", ""), value])));
  };
  const [areas, statuses] = [arms("area"), arms("status")];
  const codes = [...statuses].filter(([, status]) => status !== "0").map(([name, status]) => `${areas.get(name) ?? areas.get("_")}-${status}`);
  const rows = read("docs/troubleshoot.md").split("\n").flatMap((line) => CODE.exec(line)?.[1] ?? []);
  assert.deepEqual([...new Set(codes)].sort(), rows.sort());
});

test("what the program is said to say it says", () => {
  const files = readdirSync(join(ROOT, "src"), { recursive: true }).filter((name) => name.endsWith(".rs"));
  // a text that goes on in the next line has a backslash at its end
  const sources = files.map((name) => read(join("src", name)).replaceAll(/\\\n\s*/g, ""));
  const told = [...sources, read("locales/ru.toml")].join("\n").replaceAll('\\"', '"');
  // the first column of the tables is what is seen: sentences of the program, with … for what differs
  const rows = read("docs/troubleshoot.md").split("\n").filter((line) => line.startsWith("| ") && !CODE.test(line));
  const seen = rows.map((row) => row.split(" | ")[0]).join("\n");
  const quoted = [...all(seen, /`([^`]+)`/g), ...all(seen, /«([^»]+)»/g)];
  assert.ok(quoted.length > 50, `${quoted.length}`);
  for (const sentence of quoted) {
    for (const part of sentence.split("…").map((words) => words.trim()).filter((words) => words.length > 3)) {
      assert.ok(told.includes(part), `nothing says: ${part}`);
    }
  }
});

test("every target of the Makefile is in contribute.md", () => {
  const page = read("docs/contribute.md");
  for (const target of all(read("Makefile"), /^([a-z-]+):.*## /gm)) {
    assert.ok(page.includes(`\`make ${target}`), `docs/contribute.md says nothing of make ${target}`);
  }
});

test("every page is in the index", () => {
  const index = read("docs/README.md");
  for (const name of pages.filter((name) => name !== "README.md")) assert.ok(index.includes(`(${name})`), `docs/README.md leaves ${name} out`);
});
