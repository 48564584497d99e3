// How alive what we build on is: every direct dependency with its version here, the newest one and when that came, then what
// is wrong. It asks the registries by cargo and npm, and time passes: so it is no part of `make lint`.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { complaints, indexFile, quiet } from "./deps/judge.mjs";

const json = (path) => JSON.parse(readFileSync(path, "utf8"));

function run(program, ...args) {
  try {
    return execFileSync(program, args, { encoding: "utf8", maxBuffer: 256 * 1024 * 1024, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    console.error(`${program} ${args.join(" ")}: ${error.stderr?.trim() || error.message}`);
    console.error("The registries have to be within reach: cargo and npm ask them as they are set up on this machine.");
    process.exit(2);
  }
}

/** The crates of a lock file from a registry, by what cargo itself keeps of the registry's index. */
function crates(manifest) {
  // asks the registry about every crate, and changes nothing
  run("cargo", "update", "--dry-run", "--manifest-path", manifest);
  const metadata = JSON.parse(run("cargo", "metadata", "--locked", "--format-version", "1", "--all-features", "--manifest-path", manifest));
  const root = metadata.resolve.nodes.find(({ id }) => id === metadata.resolve.root);
  const direct = new Set(root.deps.map(({ pkg }) => pkg));
  const indexes = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry/index");
  const folders = readdirSync(indexes).map((name) => join(indexes, name, ".cache"));
  return metadata.packages
    .filter(({ source }) => source !== null)
    .map(({ id, name, version }) => {
      const text = folders.flatMap((folder) => readOrNothing(join(folder, indexFile(name)))).join("\0");
      const releases = text.split("\0").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
      const whole = releases.filter(({ yanked, vers }) => !yanked && !vers.split("+")[0].includes("-"));
      const newest = whole.toSorted((a, b) => a.pubtime.localeCompare(b.pubtime)).at(-1);
      const withdrawn = releases.some(({ vers, yanked }) => vers === version && yanked) ? "yanked" : undefined;
      return { name, version, direct: direct.has(id), newest: newest?.vers, at: newest?.pubtime, withdrawn };
    });
}

function readOrNothing(path) {
  try {
    return [readFileSync(path, "utf8")];
  } catch {
    return [];
  }
}

/** What a package.json asks for. */
function npm(folder) {
  const installed = json(join(folder, "package-lock.json")).packages;
  return Object.keys(json(join(folder, "package.json")).devDependencies).map((name) => {
    const { version } = installed[`node_modules/${name}`];
    const said = JSON.parse(run("npm", "view", name, "version", "time", "--json"));
    const ours = run("npm", "view", `${name}@${version}`, "deprecated").trim();
    return { name, version, direct: true, newest: said.version, at: said.time[said.version], withdrawn: ours && `deprecated: ${ours}` };
  });
}

console.error("asking the registries, about a minute…");
const all = [...crates("Cargo.toml"), ...crates("scripts/bindgen/Cargo.toml"), ...npm("scripts"), ...npm("end2end")];
const known = [...new Map(all.toSorted((a, b) => Number(a.direct) - Number(b.direct)).map((one) => [`${one.name} ${one.version}`, one])).values()];
for (const { name, version, newest, at } of known.filter(({ direct }) => direct).toSorted((a, b) => (a.at ?? "").localeCompare(b.at ?? ""))) {
  const other = newest === version ? "" : `  newest ${newest}`;
  console.log(`${(at ?? "unknown").slice(0, 10)}  ${name} ${version}${other}`);
}
const wrong = complaints(known, quiet(readFileSync("docs/dependencies.md", "utf8")), new Date());
console.log(`\n${known.length} packages, ${wrong.length} complaints`);
for (const line of wrong) console.log(`  ${line}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
