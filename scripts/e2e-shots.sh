#!/usr/bin/env bash
# Pictures of every screen and state, at 360 and 1280 px, light and dark: into target/shots, or into the folder SHOTS_DIR.

set -euo pipefail
# before the cd: a relative folder is meant from where the caller stands
SHOTS_DIR=$(realpath -m "${SHOTS_DIR:-$(dirname "$0")/../target/shots}")
export SHOTS_DIR
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh --tests
source scripts/env.sh
scripts/site.sh
step 'server' cargo build --locked --features ssr
place debug

cd end2end
CHROMIUM=$(cat "$CACHE/chromium") exec node_modules/.bin/playwright test --config shots.config.ts
