// What stands in the place of programs that cannot run in a test of docs/: `node stand-ins.mjs NAME ARGUMENT…`.
// Each does as much of the real thing as can be done in a folder, notes how it was called, and fails where the real one would.
// WPP_PANEL_DOCS is the folder of the page, WPP_PANEL_BIN the real panel, WPP_PANEL_SIM the simulated platform.

import { execFileSync, spawn, spawnSync } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const { WPP_PANEL_DOCS: folder, WPP_PANEL_BIN: program, WPP_PANEL_SIM: platform, WPP_PANEL_ADDR: address } = process.env;
const UNIT = "/etc/systemd/system/wpp-panel.service";

const log = () => join(folder, "server.log");
const pids = (root) => join(root, "pids");

class Refused extends Error {}
const refuse = (why) => {
  throw new Refused(why);
};
const need = (fine, why) => fine || refuse(why);

/** The system's folders, which no test writes to, are below the page's folder. */
export const inside = (root, text) => text.replaceAll(/(?<![\w.])\/(usr\/local\/bin|etc|var)(?=\/)/g, `${root}/root/$1`);

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Whether that process still runs, and is one that this page started. */
const runs = (root, pid) => {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`WPP_PANEL_DOCS=${root}\0`);
  } catch {
    return false;
  }
};

/** Ends the servers that the page of this folder has started, each by its pid, as Ctrl-C does. */
export function endServers(root) {
  const started = existsSync(pids(root)) ? readFileSync(pids(root), "utf8").split("\n").filter(Boolean).map(Number) : [];
  for (const pid of started.filter((pid) => runs(root, pid))) {
    process.kill(pid, "SIGINT");
    for (let waited = 0; runs(root, pid); waited += 50) {
      if (waited > 30_000) process.kill(pid, "SIGKILL");
      sleep(50);
    }
  }
}

/** The settings of a process here: what it was given, and what makes it a test's. */
const settings = (given, args) => ({
  PATH: process.env.PATH,
  WPP_PANEL_DOCS: folder,
  LEPTOS_SITE_ADDR: address,
  // a demo refuses it
  ...(args.includes("--demo") ? {} : { WPP_BASE_URL: platform }),
  ...given,
});

/** A server has a terminal of its own on a page; the next one takes its place. */
function serve(args, given, cwd) {
  endServers(folder);
  const env = settings(given, args);
  writeFileSync(log(), "");
  const file = openSync(log(), "a");
  const server = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", file, file] });
  server.unref();
  const { pid } = server;
  appendFileSync(pids(folder), `${pid}\n`);
  for (let waited = 0; waited < 30_000; waited += 100) {
    need(runs(folder, pid), `the server has ended:\n${readFileSync(log(), "utf8")}`);
    if (spawnSync("curl", ["--silent", "--fail", `http://${env.LEPTOS_SITE_ADDR}/healthz`]).status === 0) {
      process.stdout.write(readFileSync(log()));
      return;
    }
    sleep(100);
  }
  refuse(`the server does not answer:\n${readFileSync(log(), "utf8")}`);
}

function run(args, given, cwd) {
  const { status, error } = spawnSync(program, args, { cwd, env: settings(given, args), stdio: "inherit" });
  if (error) throw error;
  process.exitCode = status ?? 1;
}

/** The lines of a file of variables, as systemd reads them. */
const variables = (text) =>
  Object.fromEntries(text.split("\n").filter((line) => /^\w+=/.test(line)).map((line) => line.split(/=(.*)/s).slice(0, 2)));

const unit = () => {
  need(existsSync(inside(folder, UNIT)), "Unit wpp-panel.service not found.");
  const text = inside(folder, readFileSync(inside(folder, UNIT), "utf8"));
  const all = (key) => [...text.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, value]) => value);
  const files = all("EnvironmentFile").map((file) => variables(readFileSync(file, "utf8")));
  const [command, ...args] = all("ExecStart")[0].split(" ");
  need(existsSync(command), `${command} is not there`);
  return { args, cwd: all("WorkingDirectory")[0], given: Object.assign(variables(all("Environment").join("\n")), ...files) };
};

/** What `make dist` makes of a clone, in its shape; the program in it runs the real one. */
export function dist(clone, target, root) {
  const from = (...names) => join(clone, ...names);
  const version = /^version = "(.*)"$/m.exec(readFileSync(from("Cargo.toml"), "utf8"))[1];
  const name = `wpp-panel-${version}-x86_64-linux`;
  const packed = join(target, name);
  mkdirSync(packed, { recursive: true });
  for (const place of [packed, target]) copyFileSync(join(root, "bin/wpp-panel"), join(place, "wpp-panel"));
  for (const file of ["deploy/wpp-panel.service", "Leptos.toml", "README.md"]) {
    copyFileSync(from(file), join(packed, basename(file)));
  }
  writeFileSync(join(packed, "LICENSES.html"), "");
  execFileSync("tar", ["-czf", `${name}.tar.gz`, name], { cwd: target });
  rmSync(packed, { recursive: true });
  writeFileSync(`${packed}.tar.gz.sha256`, execFileSync("sha256sum", [`${name}.tar.gz`], { cwd: target }));
}

const programs = {
  "wpp-panel"(...args) {
    const given = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("WPP_PANEL_")));
    if (args[0] === "serve") serve(args, given, process.cwd());
    else run(args, given, process.cwd());
  },

  systemctl(order, ...names) {
    if (order === "daemon-reload") return;
    need(["enable", "start", "stop", "restart", "reload-or-restart"].includes(order), `systemctl: ${order} is not known here`);
    if (order === "enable") need(names.shift() === "--now", "systemctl: enable without --now starts nothing");
    if (`${names}` !== "wpp-panel") {
      for (const name of names) need(existsSync(inside(folder, `/etc/systemd/system/${name}`)), `Unit ${name} not found.`);
      return;
    }
    endServers(folder);
    if (order === "stop") return;
    const { args, cwd, given } = unit();
    mkdirSync(cwd, { recursive: true, mode: 0o700 });
    serve(args, given, cwd);
  },

  "systemd-run"(...args) {
    const given = {};
    let cwd;
    while (args[0]?.startsWith("--")) {
      const [, option, value] = /^--([a-z-]+(?:=\w+)?)(?:=(.*))?$/s.exec(args.shift());
      if (option.startsWith("setenv=")) given[option.slice("setenv=".length)] = value;
      else if (option === "property=EnvironmentFile") Object.assign(given, variables(readFileSync(value, "utf8")));
      else if (option === "property=WorkingDirectory") cwd = value;
      else need(/^(quiet|pipe|wait|collect|property=(DynamicUser|User|StateDirectory|StateDirectoryMode|UMask))$/.test(option), `systemd-run: --${option}?`);
    }
    need(existsSync(args[0]) && basename(args[0]) === "wpp-panel", `systemd-run: ${args[0]} is no program of the panel`);
    run(args.slice(1), given, cwd);
  },

  journalctl(...args) {
    need(args.includes("--unit") && args.includes("wpp-panel"), "journalctl: of which unit?");
    process.stdout.write(readFileSync(log()));
  },

  docker(command, ...args) {
    const after = (word) => args[args.indexOf(word) + 1];
    if (command === "build") {
      const path = args.at(-1);
      need(existsSync(after("--file")), `docker build: there is no ${after("--file")}`);
      for (const [, file] of readFileSync(after("--file"), "utf8").matchAll(/^COPY (?!.*--from)(?:--\S+ )*(\S+) \S+$/gm)) {
        need(existsSync(join(path, file)), `docker build: there is no ${join(path, file)}`);
      }
    } else if (command === "compose") {
      need(existsSync("compose.yaml"), "docker compose: no compose.yaml here");
      const services = readFileSync("compose.yaml", "utf8").split(/^services:$/m)[1].split(/^\w/m)[0];
      const known = [...services.matchAll(/^ {2}([\w-]+):/gm)].map(([, name]) => name);
      const words = { exec: 1, run: 1, up: Infinity, logs: Infinity, restart: Infinity }[args[0]] ?? refuse(`docker compose ${args[0]}?`);
      const named = args.slice(1).filter((word) => !word.startsWith("-")).slice(0, words);
      for (const name of named) need(known.includes(name), `docker compose: no service ${name}`);
      const example = existsSync(".env") ? variables(readFileSync(".env", "utf8")) : refuse("docker compose: no .env");
      for (const [, name] of readFileSync("compose.yaml", "utf8").matchAll(/\$\{(\w+):\?/g)) need(example[name], `${name} is not in .env`);
    } else need(command === "run", `docker ${command}?`);
  },

  make(...args) {
    const targets = [...readFileSync("Makefile", "utf8").matchAll(/^([a-z-]+):.*## /gm)].map(([, name]) => name);
    for (const target of args.filter((word) => !word.includes("="))) {
      need(targets.includes(target), `make: no target ${target}`);
      const place = { build: "target/release", run: "target/debug", test: "target/debug" }[target];
      if (place) {
        mkdirSync(place, { recursive: true });
        copyFileSync(join(folder, "bin/wpp-panel"), join(place, "wpp-panel"));
      }
      if (target === "dist") dist(".", "target/dist", folder);
    }
  },

  cargo(...args) {
    const test = args.indexOf("--test");
    if (args.includes("--lib")) return needTest(["src"], args);
    need(test > 0, `cargo ${args.join(" ")}: which test?`);
    const name = args[test + 1];
    const place = [`tests/${name}.rs`, `tests/${name}/main.rs`].find((path) => existsSync(path));
    need(place, `cargo: no test program ${name}`);
    needTest(place.endsWith("main.rs") ? [`tests/${name}`] : [place], args.slice(test + 2));
  },

  playwright(command, ...args) {
    need(command === "test", `playwright ${command}?`);
    for (const spec of args.filter((word) => word.endsWith(".ts"))) need(existsSync(spec), `playwright: no ${spec}`);
  },
};

/** What a filter names must be in some test's name or module. */
function needTest(places, args) {
  const filter = args.filter((word) => !word.startsWith("-") && word !== "ssr").at(-1);
  if (!filter) return;
  const last = filter.split("::").at(-1);
  const found = spawnSync("grep", ["--recursive", "--quiet", "--extended-regexp", `(fn|mod) \\w*${last}`, ...places]).status;
  need(found === 0, `cargo: no test has ${last} in its name in ${places}`);
}

const [, script, name, ...args] = process.argv;
if (import.meta.filename === script) {
  appendFileSync(join(folder, "calls.log"), `${JSON.stringify([name, ...args])}\n`);
  try {
    programs[name](...args);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
