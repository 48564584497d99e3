#!/usr/bin/env bash
# How alive what the panel is built on is; changes nothing.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh --lint
source scripts/env.sh
exec node scripts/deps.mjs
