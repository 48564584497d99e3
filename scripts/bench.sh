#!/usr/bin/env bash
# Measures what is promised, beside its goals: a table, and target/bench/summary.json. Loads only this machine.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh --bench
source scripts/env.sh
step 'release of server and bench' cargo bench --locked --features ssr --bench figures --no-run
# a line for every request would be measured with it, and read by the bench
export PANEL_LOG=warn,wpp_panel::cli=info
exec cargo bench --locked --features ssr --bench figures
