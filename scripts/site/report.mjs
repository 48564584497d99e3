// Says what the main page loads and where its WASM comes from: report.mjs PKG FOLDER
// FOLDER has items.csv, twiggy's list of a WASM with names; the report by crate goes to crates.txt there.

import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Bytes as Brotli that the main page may load; end2end/specs/size.spec.ts holds the same. */
const PROMISED = 115_000;
/** Items of a crate that are named. */
const NAMED = 8;

const [pkg, folder] = process.argv.slice(2);
const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);

const { css, js, wasm } = JSON.parse(readFileSync(join(pkg, "manifest.json"), "utf8"));
const files = [wasm, js, css].map((name) => ({ name, bytes: statSync(join(pkg, `${name}.br`)).size }));
const whole = files.reduce((sum, { bytes }) => sum + bytes, 0);
console.log("\nThe main page, as Brotli (1 KB = 1000 bytes)\n");
for (const { name, bytes } of files) {
  console.log(`  ${name.padEnd(34)}${kilo(bytes)}`);
}
console.log(`  ${"together".padEnd(34)}${kilo(whole)}   goal: at most ${kilo(PROMISED).trim()}`);

/** The crate that an item is from: the first one that its name names; what an item is of no crate is named by its kind. */
function crate(name) {
  const found = /(?:^|[<&( ])([a-z_0-9]+)(?:\[[0-9a-f]+\])?::/.exec(name);
  return found ? found[1] : name.split(/["[ ]/)[0] || "other";
}

// "name",shallow,… : names have commas, and quotes twice
const crates = new Map();
for (const line of readFileSync(join(folder, "items.csv"), "utf8").split("\n").slice(1)) {
  const parts = /^(?:"((?:[^"]|"")*)"|([^,]*)),(\d+),/.exec(line);
  // names go into no browser
  if (!parts || /^(custom section|"?(function|data|table|global|module) name)/.test(parts[1] ?? parts[2])) continue;
  const [name, bytes] = [(parts[1] ?? parts[2]).replaceAll('""', '"'), Number(parts[3])];
  if (/names?" subsection/.test(name)) continue;
  const of = crates.get(crate(name)) ?? { bytes: 0, items: [] };
  of.bytes += bytes;
  of.items.push({ name, bytes });
  crates.set(crate(name), of);
}
const sorted = [...crates].sort(([, a], [, b]) => b.bytes - a.bytes);
const raw = sorted.reduce((sum, [, { bytes }]) => sum + bytes, 0);
console.log("\nIts WASM by crate, before compression\n");
for (const [name, { bytes }] of sorted.slice(0, 20)) {
  console.log(`  ${name.padEnd(34)}${kilo(bytes)} ${((100 * bytes) / raw).toFixed(1).padStart(5)} %`);
}
const lines = sorted.flatMap(([name, { bytes, items }]) => [
  `${String(bytes).padStart(7)} ${name}`,
  ...items.sort((a, b) => b.bytes - a.bytes).slice(0, NAMED).map((item) => `        ${String(item.bytes).padStart(7)} ${item.name}`),
]);
writeFileSync(join(folder, "crates.txt"), `${lines.join("\n")}\n`);
console.log(`\n  with the biggest items of each: target/size/crates.txt`);
if (whole > PROMISED) {
  console.error(`\nerror: the main page loads ${kilo(whole).trim()}, more than ${kilo(PROMISED).trim()}`);
  process.exit(1);
}
