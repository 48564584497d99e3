#!/usr/bin/env bash
# Makes the shared build cache this clone's: dependencies stay, another clone's build of the panel goes.
# Cargo tells clones apart neither by path nor by content, only by the age of files, and would run the other one's code.
# Clones that build at the same time need a WPP_PANEL_CACHE each.

source "$(dirname "$0")/../env.sh"

owner=$CARGO_TARGET_DIR/clone
[ "$(cat "$owner" 2>/dev/null)" != "$ROOT" ] || exit 0
if [ -d "$CARGO_TARGET_DIR" ]; then
    cargo clean --quiet --locked -p wpp-panel
    cargo clean --quiet --locked -p wpp-panel --release
    cargo clean --quiet --locked -p wpp-panel --profile wasm --target wasm32-unknown-unknown
fi
mkdir -p "$CARGO_TARGET_DIR"
echo "$ROOT" >"$owner"
