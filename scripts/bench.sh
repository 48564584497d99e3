#!/usr/bin/env bash
# Measures what is promised, beside its goals: a table, and target/bench/summary.json (with ONLY a file of its own). Loads only this machine.
# ONLY=webhooks or ONLY=click,scan measures these groups alone: server load status webhooks click scan sessions pages calls, and soak, which is measured only so.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh --bench
source scripts/env.sh
scripts/site.sh
# what the release has within it
WPP_PANEL_SITE=$(cat "$SITE.inputs")
export WPP_PANEL_SITE
step 'release of server and bench' cargo bench --locked --features ssr --bench figures --no-run
# a thousand open pages, each a connection at both ends
[ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -ge 8192 ] || ulimit -n 8192 || give_up 'a bench needs 8192 open files: raise the limit (ulimit -n)'
# a line for every request would be measured with it, and read by the bench
export PANEL_LOG=warn,wpp_panel::cli=info
CHROMIUM=$(cat "$CACHE/chromium")
export CHROMIUM
exec cargo bench --locked --features ssr --bench figures
