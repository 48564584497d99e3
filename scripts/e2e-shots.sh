#!/usr/bin/env bash
# Pictures of every screen and state, at 360 and 1280 px, light and dark: into target/shots, or into the folder SHOTS_DIR.
# Then two contact sheets of all of them, into docs/.

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
CHROMIUM=$(cat "$CACHE/chromium")
export CHROMIUM
node_modules/.bin/playwright test --config shots.config.ts
# Node reads no types before version 22; the bundler that is here already takes them out
"$ROOT/scripts/node_modules/.bin/esbuild" shots/sheet.ts --bundle --packages=external --platform=node --format=esm \
    --outfile="shots/.sheet.mjs" --log-level=warning
trap 'rm -f shots/.sheet.mjs' EXIT
node shots/.sheet.mjs "$SHOTS_DIR" "$ROOT/docs"
