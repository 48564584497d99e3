// What the program is made of, and under which licences: licences.mjs FILE.html writes the page that goes with it.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Packages of the panel's tree for these features and, if given, this platform: those that end up in a binary. */
export function packages(features, platform) {
  const filter = platform ? ["--filter-platform", platform] : [];
  const text = execFileSync("cargo", ["metadata", "--locked", "--format-version", "1", ...features, ...filter], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  const { packages, resolve } = JSON.parse(text);
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const seen = new Set();
  const visit = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id).deps) {
      // what builds is in no binary
      if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
    }
  };
  visit(resolve.root);
  return packages.filter(({ id }) => seen.has(id) && id !== resolve.root);
}

/** Whether an SPDX expression can be fulfilled with licences of the list; the old form with slashes is an OR. */
export function allowed(expression, list) {
  const tokens = expression.replaceAll("/", " OR ").match(/\(|\)|[^\s()]+/g) ?? [];
  const one = () => {
    const token = tokens.shift();
    if (token === "(") {
      const inside = any();
      tokens.shift();
      return inside;
    }
    const exception = tokens[0] === "WITH" ? ` ${tokens.splice(0, 2).join(" ")}` : "";
    return list.has(`${token}${exception}`);
  };
  const all = () => {
    let holds = one();
    while (tokens[0] === "AND") {
      tokens.shift();
      holds = one() && holds;
    }
    return holds;
  };
  const any = () => {
    let holds = all();
    while (tokens[0] === "OR") {
      tokens.shift();
      holds = all() || holds;
    }
    return holds;
  };
  return tokens.length > 0 && any();
}

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The texts of licences in the folder of a package. */
function texts({ manifest_path: manifest, license_file: named }) {
  const folder = dirname(manifest);
  const found = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|unlicense)/i.test(name));
  const files = [...new Set([...found, ...(named ? [named] : [])])].map((name) => join(folder, name));
  return files.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile()).map((path) => readFileSync(path, "utf8").trim());
}

function write(path) {
  const all = new Map();
  for (const one of [
    ...packages(["--features", "ssr"], "x86_64-unknown-linux-gnu"),
    ...packages(["--features", "hydrate"], "wasm32-unknown-unknown"),
  ]) {
    all.set(`${one.name} ${one.version}`, one);
  }
  const sorted = [...all.values()].sort((a, b) => a.name.localeCompare(b.name));
  // most texts are the same but for a name in their second line
  const bodies = new Map();
  for (const one of sorted) {
    for (const text of texts(one)) {
      bodies.set(text, [...(bodies.get(text) ?? []), `${one.name} ${one.version}`]);
    }
  }
  const rows = sorted.map(({ name, version, license }) => `<tr><td>${name}<td>${version}<td>${escape(license ?? "")}`);
  const sections = [...bodies].map(
    ([text, names]) => `<h2>${escape([...new Set(names)].join(", "))}</h2>\n<pre>${escape(text)}</pre>`,
  );
  const head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Third-party licences of wpp-panel</title>';
  const intro = "<p>The panel itself is under MIT or Apache-2.0. SQLite, within libsqlite3-sys, is in the public domain.</p>";
  writeFileSync(
    path,
    `${head}\n<h1>Third-party licences of wpp-panel</h1>\n${intro}\n<table><tr><th>Package<th>Version<th>Licence\n${rows.join("\n")}\n</table>\n${sections.join("\n")}\n`,
  );
  console.log(`  ${sorted.length} packages, ${bodies.size} texts: ${path}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = process.argv[2];
  if (!path) {
    console.error("usage: node scripts/licences.mjs FILE.html");
    process.exit(2);
  }
  write(path);
}
