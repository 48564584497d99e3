// Gives the glue the short names that wasm-opt gave to imports and exports: rename.mjs NAMES.json GLUE.js

import { readFileSync, writeFileSync } from "node:fs";

const [list, glue] = process.argv.slice(2);
const { imports, exports } = JSON.parse(readFileSync(list, "utf8"));
let text = readFileSync(glue, "utf8");

function replace(pattern, by, what) {
  const before = text;
  text = text.replace(pattern, by);
  if (text === before) {
    throw new Error(`the glue does not name ${what}`);
  }
}

const escaped = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const literal = (name) => () => JSON.stringify(name);

// `{ __wbg_x_1234: function(…) {…}, … }`: the keys alone, the functions behind them may call each other
for (const [, name, short] of imports) {
  replace(new RegExp(`^(\\s*)${escaped(name)}(?=:)`, "m"), (_, blanks) => blanks + JSON.stringify(short), name);
}
// one module: `{ "./wpp-panel_bg.js": import0 }`
for (const module of new Set(imports.map(([module]) => module))) {
  replace(new RegExp(`"${escaped(module)}"(?=:)`), literal("a"), module);
}
for (const [name, short] of exports) {
  const before = text;
  text = text.replace(new RegExp(`\\bwasm\\.${escaped(name)}\\b`, "g"), () => `wasm[${JSON.stringify(short)}]`);
  if (text === before) {
    console.log(`  nobody uses ${name}`);
  }
}
writeFileSync(glue, text);
