#!/usr/bin/env bash
# Parses every script without running it.

set -euo pipefail
cd "$(dirname "$0")/../.."

bash -n .ci/run
find scripts -name node_modules -prune -o -name '*.sh' -print | while read -r script; do
    bash -n "$script"
done
