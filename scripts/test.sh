#!/usr/bin/env bash
# All tests: Rust's, the calls for a CRM by their document, the commands of the documentation, then in Chromium. The first that fails ends it, so that the last lines are about what failed.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh --tests
source scripts/env.sh
trap join_all EXIT
# one processor can do no more for it than the other does for the server meanwhile, which reads the site as it runs
beside site scripts/site.sh
# the binaries by name: without them Cargo builds the server only if some test asks for it
step 'server and tests' cargo build --locked --features ssr --bins --tests
joined site
place debug
# one for all test programs; it goes when this script does, however that ends
if [ -z "${TEST_DATABASE_URL-}" ]; then
    coproc POSTGRES { scripts/postgres.sh; }
    read -r TEST_DATABASE_URL <&"${POSTGRES[0]}" || give_up 'PostgreSQL for the tests did not start'
    export TEST_DATABASE_URL
fi
# from here on the test runners themselves say how long they take, and have the last word
scripts/times.sh

# most of them wait for a database or a line
many=$((3 * $(getconf _NPROCESSORS_ONLN)))
# each may have a dozen connections, and PostgreSQL takes 200
RUST_TEST_THREADS=${RUST_TEST_THREADS:-$((many < 16 ? many : 16))}
export RUST_TEST_THREADS
# each of these two keeps one processor busy at most, and Rust's tests leave some of both idle
beside calls "$CACHE/tools/schemathesis/bin/python" scripts/schemathesis/run.py target/debug/wpp-panel
# every command that docs/ tells somebody to run
WPP_PANEL_BIN=$ROOT/target/debug/wpp-panel beside docs node --test scripts/docs/commands.test.mjs
CARGO_TERM_QUIET=false cargo test --locked --features ssr --no-fail-fast
joined calls
joined docs

cd end2end
CHROMIUM=$(cat "$CACHE/chromium") exec node_modules/.bin/playwright test
