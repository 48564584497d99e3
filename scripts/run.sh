#!/usr/bin/env bash
# Builds what is not built and runs the panel: in demo mode, unless there are credentials for the WPP Platform.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh
source scripts/env.sh
scripts/site.sh
step 'server' cargo build --locked --features ssr --bin wpp-panel
place debug
printf '\n'
if [ -n "${WPP_API_KEY-}${WPP_SECRET-}" ]; then
    exec target/debug/wpp-panel serve
fi
say 'WPP_API_KEY and WPP_SECRET are not set: demo mode, with a simulated WhatsApp'
exec target/debug/wpp-panel serve --demo
