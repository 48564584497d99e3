#!/usr/bin/env bash
# Builds the program that makes JavaScript glue for the WASM: scripts/bindgen, of exactly the version in Cargo.lock.

source "$(dirname "$0")/../env.sh"

wanted=$(locked wasm-bindgen)
built=$(locked wasm-bindgen-cli-support scripts/bindgen/Cargo.lock)
[ "$wanted" = "$built" ] || give_up "Cargo.lock has wasm-bindgen $wanted, scripts/bindgen has $built" \
    "They must be the same: set it in scripts/bindgen/Cargo.toml and run 'cargo update' there."

tool=$CACHE/tools/bindgen-$(digest scripts/bindgen/Cargo.lock scripts/bindgen/src/main.rs)
[ -x "$tool" ] || {
    # optimized as little as pays: the whole of it is built in less time than the full wasm-bindgen-cli takes
    CARGO_TARGET_DIR=$CACHE/target/bindgen cargo build --quiet --locked --manifest-path scripts/bindgen/Cargo.toml
    mkdir -p "$CACHE/tools"
    cp "$CACHE/target/bindgen/debug/bindgen" "$tool.new"
    mv "$tool.new" "$tool"
    rm -rf "$CACHE/target/bindgen"
}
ln -sfn "$tool" "$CACHE/tools/bindgen"
