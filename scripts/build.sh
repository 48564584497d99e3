#!/usr/bin/env bash
# Builds the release: target/release/wpp-panel and target/site.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh
source scripts/env.sh
scripts/site.sh
# what the release has within it
WPP_PANEL_SITE=$(cat "$SITE.inputs")
export WPP_PANEL_SITE
# views of different types are often the same code: a linker that can keeps it once
fold=()
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if echo 'fn main() {}' | rustc - -o "$scratch/any" -C link-arg=-Wl,--icf=all 2>/dev/null; then
    fold=(-C link-arg=-Wl,--icf=all)
fi
step 'server, release' cargo rustc --locked --release --features ssr --bin wpp-panel -- "${fold[@]}"
place release
printf '\n%s\n' 'target/release/wpp-panel   the server, with what browsers load within it'
