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
step 'server, release' cargo build --locked --release --features ssr --bin wpp-panel
place release
printf '\n%s\n' 'target/release/wpp-panel   the server, with what browsers load within it'
