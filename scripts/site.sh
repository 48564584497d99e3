#!/usr/bin/env bash
# Builds target/site, what browsers load: pkg/ with script, WASM and style sheet under names that change with their
# content, compressed copies beside them, pkg/manifest.json with the names, and the files of public/.

source "$(dirname "$0")/env.sh"
source "$ROOT/scripts/step.sh"

WORK=$ROOT/target/glue

: "${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=}"
# Panics name files: without this each of them names the home of whoever built it, and the result differs from place to
# place. The folders have a name that is Cargo's, so they have to be there first.
cargo fetch --locked --target wasm32-unknown-unknown
for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS+=" --remap-path-prefix=$folder="
done
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS
step 'WASM of the islands' \
    cargo rustc --locked --lib --crate-type cdylib --profile wasm --features hydrate --no-default-features \
    --target wasm32-unknown-unknown

wasm=$CARGO_TARGET_DIR/wasm32-unknown-unknown/wasm/wpp_panel.wasm
mkdir -p "$(dirname "$WORK")"
# read before all else: what changes meanwhile is another input the next time
inputs=$(digest "$wasm" scripts/site scripts/site.sh style public scripts/package-lock.json "$CACHE/tools/bindgen")
if [ -d "$SITE" ] && [ "$(cat "$SITE.inputs" 2>/dev/null)" = "$inputs" ]; then
    exit 0
fi

glued=$(digest "$wasm" "$CACHE/tools/bindgen" scripts/package-lock.json scripts/site/wasm.sh scripts/site/rename.mjs)
if [ "$(cat "$WORK/glued" 2>/dev/null)" != "$glued" ]; then
    # outside the clone like Cargo's builds, and for the same reason
    kept=$CACHE/glue/$glued
    if [ ! -d "$kept" ]; then
        rm -rf "$kept.new"
        mkdir -p "$kept.new"
        step 'glue, smaller WASM' scripts/site/wasm.sh "$wasm" "$kept.new"
        mv "$kept.new" "$kept"
        # a few of the last ones are enough for going back and forth
        ls -1t "$CACHE/glue" | tail -n +6 | while read -r old; do rm -rf "${CACHE:?}/glue/$old"; done
    fi
    rm -rf "$WORK"
    cp -r "$kept" "$WORK"
    echo "$glued" >"$WORK/glued"
fi
step 'names, style sheet, compressed copies' node scripts/site/pack.mjs "$WORK" "$SITE.new"
rm -rf "$SITE" "$SITE.inputs"
mv "$SITE.new" "$SITE"
echo "$inputs" >"$SITE.inputs"
