// Fails for a direct dependency that docs/dependencies.md gives no reason for, for a reason without a dependency, and for a
// package in Cargo.lock whose licence is not on the list there.

import { readFileSync } from "node:fs";
import { allowed, packages } from "../licences.mjs";

const page = readFileSync("docs/dependencies.md", "utf8");
const reasons = new Set([...page.split("\n## Quiet\n")[0].matchAll(/^\| ([@a-z][\w./-]*) \| (?!why)(.+) \|$/gm)].map(([, name]) => name));

const manifests = ["Cargo.toml", "scripts/bindgen/Cargo.toml"].flatMap((path) => {
  const sections = readFileSync(path, "utf8").split(/^\[/m).slice(1);
  return sections.flatMap((section) => {
    const [head, ...lines] = section.split("\n");
    const one = /^dependencies\.([\w-]+)\]/.exec(head);
    if (one) return [one[1]];
    return /^(dev-)?dependencies\]/.test(head) ? lines.flatMap((line) => /^([\w-]+) = /.exec(line)?.[1] ?? []) : [];
  });
});
const npm = ["scripts/package.json", "end2end/package.json"].flatMap((path) =>
  Object.keys(JSON.parse(readFileSync(path, "utf8")).devDependencies),
);
const direct = new Set([...manifests, ...npm]);

const wrong = [
  ...[...direct].filter((name) => !reasons.has(name)).map((name) => `docs/dependencies.md gives no reason for ${name}`),
  ...[...reasons].filter((name) => !direct.has(name)).map((name) => `docs/dependencies.md: ${name} is no dependency`),
];

const [, line] = /^Allowed: (.+)\.$/m.exec(page) ?? [];
const list = new Set(line?.split(", ") ?? []);
for (const { name, version, license } of packages(["--all-features"])) {
  if (!allowed(license ?? "", list)) {
    wrong.push(`${name} ${version} is under ${license ?? "no licence that it names"}`);
  }
}
if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
