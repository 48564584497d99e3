// Fails for every dependency in Cargo.toml whose name no Rust source has.
// One that is there only for its features is named, with a reason beside it, in [package.metadata.machete] ignored.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const metadata = execFileSync("cargo", ["metadata", "--no-deps", "--locked", "--format-version", "1"], {
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});
const [panel] = JSON.parse(metadata).packages;
const ignored = panel.metadata?.machete?.ignored ?? [];

const sources = ["src", "tests", "benches", "examples"]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith(".rs"))
  .map((file) => readFileSync(file, "utf8").replaceAll(/^\s*\/\/.*$/gm, ""))
  .join("\n");

const unused = panel.dependencies
  .map(({ name, rename }) => rename ?? name)
  .filter((name) => !ignored.includes(name))
  // `name::…`, `use name`, or a macro's `crate = "name"`
  .filter((name) => !new RegExp(`\\b${name.replaceAll("-", "_")}(::|;|\\s+as\\b|")`).test(sources));

if (unused.length > 0) {
  console.error(`in Cargo.toml, but in no source: ${[...new Set(unused)].join(", ")}`);
  process.exit(1);
}
