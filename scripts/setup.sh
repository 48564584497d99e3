#!/usr/bin/env bash
# Gets what Cargo does not get itself, for builds; with --lint also for lints, with --tests also for tests,
# with --bench for those and for measuring, with --size for the report of sizes.
# Repeating it is quick.

# env.sh is for the steps: the first of them chooses the toolchain that the next ones find there
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

step 'Rust for the server and the browser' scripts/setup/toolchain.sh
step 'maker of the glue between JavaScript and WASM' scripts/setup/bindgen.sh
step 'build cache' scripts/setup/claim.sh
step 'wasm-opt and esbuild' scripts/setup/node.sh scripts
case ${1-} in
--lint | --tests | --bench)
    step 'Playwright' scripts/setup/node.sh end2end
    ;;
esac
case ${1-} in
--tests | --bench)
    step 'Chromium' scripts/setup/chromium.sh
    step 'PostgreSQL' scripts/setup/postgres.sh
    ;;
esac
if [ "${1-}" = --tests ]; then
    step 'schemathesis' scripts/setup/schemathesis.sh
    step 'curl and openssl' scripts/setup/docs.sh
fi
if [ "${1-}" = --bench ]; then
    step 'wrk' scripts/setup/wrk.sh
fi
if [ "${1-}" = --size ]; then
    step 'twiggy' scripts/setup/twiggy.sh
fi
