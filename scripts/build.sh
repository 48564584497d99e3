#!/usr/bin/env bash
# Builds the release: target/release/wpp-panel and target/site.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh
source scripts/env.sh
scripts/site.sh
step 'server, release' cargo build --locked --release --features ssr --bin wpp-panel
place release
printf '\n%s\n' 'target/release/wpp-panel   the server' 'target/site                what browsers load; LEPTOS_SITE_ROOT says where it is'
