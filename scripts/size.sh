#!/usr/bin/env bash
# What the main page loads, beside its goal, and what of its WASM comes from which crate: a table, and target/size/crates.txt.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh --size
source scripts/env.sh
scripts/site.sh
FOLDER=$ROOT/target/size
mkdir -p "$FOLDER"
# the same once more, with the names that the browser does without
step 'WASM with names' env NAMES=1 scripts/site/wasm.sh "$CARGO_TARGET_DIR/wasm32-unknown-unknown/wasm/wpp_panel.wasm" "$FOLDER"
"$CACHE/tools/twiggy/bin/twiggy" top -n 100000 -f csv "$FOLDER/wpp-panel.wasm" >"$FOLDER/items.csv"
node scripts/site/report.mjs "$SITE/pkg" "$FOLDER"
