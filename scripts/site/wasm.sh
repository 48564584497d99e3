#!/usr/bin/env bash
# Makes the glue between JavaScript and WASM, and the WASM small: wasm.sh INPUT.wasm FOLDER
# With NAMES=1 the functions keep their names, for a report: that WASM goes with no glue.

source "$(dirname "$0")/../env.sh"

input=$1 folder=$2

"$CACHE/tools/bindgen" "$input" "$folder" ${NAMES:+--names}
# what is imported and exported gets short names for the browser alone
short=--minify-imports-and-exports-and-modules
[ -z "${NAMES-}" ] || short=--debuginfo
# Each feature by name: with all of them it uses some that Chromium refuses. What is imported and exported gets short
# names, since the long ones end in hashes that do not compress; the list of them goes to rename.mjs.
"$ROOT/scripts/node_modules/.bin/wasm-opt" --flatten --rereloop -Os -Oz --merge-similar-functions -Oz \
    --zero-filled-memory "$short" \
    --enable-bulk-memory --enable-nontrapping-float-to-int \
    --enable-sign-ext --enable-mutable-globals --enable-reference-types --enable-multivalue \
    "$folder/wpp-panel_bg.wasm" -o "$folder/wpp-panel.wasm" >"$folder/names.json"
[ -n "${NAMES-}" ] || node "$ROOT/scripts/site/rename.mjs" "$folder/names.json" "$folder/wpp-panel.js"
