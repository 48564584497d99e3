#!/usr/bin/env bash
# Everything around the server fails, once each, and the server is killed at each step: a table of what was told and kept.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh --tests
source scripts/env.sh
step 'server and tests' cargo build --locked --features ssr --bins --test crm
found=$(mktemp)
trap 'rm -f "$found"' EXIT
if [ -z "${TEST_DATABASE_URL-}" ]; then
    coproc POSTGRES { scripts/postgres.sh; }
    read -r TEST_DATABASE_URL <&"${POSTGRES[0]}" || give_up 'PostgreSQL for the tests did not start'
    export TEST_DATABASE_URL
fi
CARGO_TERM_QUIET=false cargo test --locked --features ssr --test crm -- faults crashed --nocapture | tee "$found"
echo
echo '| fault | the page | the CRM | data | well again |'
echo '|---|---|---|---|---|'
grep -o '| .* |$' "$found" | sort
grep -E '^.*slowest was settled' "$found"
