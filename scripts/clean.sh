#!/usr/bin/env bash
# Removes what was built. What was set up (tools, packages) stays in the cache.

set -euo pipefail
source "$(dirname "$0")/env.sh"

rm -rf "$ROOT/target" "$CACHE/target" end2end/test-results end2end/playwright-report
rm -rf scripts/node_modules end2end/node_modules
say "removed what was built; the tools are still in $CACHE"
