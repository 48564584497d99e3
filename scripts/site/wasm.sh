#!/usr/bin/env bash
# Makes the glue between JavaScript and WASM, and the WASM small: wasm.sh INPUT.wasm FOLDER

source "$(dirname "$0")/../env.sh"

input=$1 folder=$2

"$CACHE/tools/bindgen" "$input" "$folder"
# each feature by name: with all of them it uses some that Chromium refuses
"$ROOT/scripts/node_modules/.bin/wasm-opt" -Oz --enable-bulk-memory --enable-nontrapping-float-to-int \
    --enable-sign-ext --enable-mutable-globals --enable-reference-types --enable-multivalue \
    "$folder/wpp-panel_bg.wasm" -o "$folder/wpp-panel.wasm"
