#!/usr/bin/env bash
# Everything that can be said about the sources without running them. Quick checks first.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/setup.sh --lint
source scripts/env.sh

step 'format' cargo fmt --check
step 'format of scripts/bindgen' cargo fmt --check --manifest-path scripts/bindgen/Cargo.toml
step 'syntax of the scripts' scripts/lint/shell.sh
step 'files for deployment' scripts/lint/deploy.sh
step 'dependencies that nothing uses' node scripts/lint/unused-dependencies.mjs
step 'reasons and licences of dependencies' node scripts/lint/dependencies.mjs
step 'judgement of dependencies' node --test scripts/deps/judge.test.mjs
step 'ports of test servers' node --test scripts/port.test.mjs
step 'links of the documentation' node scripts/lint/links.mjs
step 'types of the browser tests' end2end/node_modules/.bin/tsc --noEmit --project end2end
step 'Clippy, server and tests' cargo clippy --locked --features ssr --all-targets -- -D warnings
trap join_all EXIT
RUSTDOCFLAGS='-D warnings' beside documentation step 'documentation' cargo doc --locked --features ssr --lib --no-deps
# the profile that the site is built with, so that the macros are compiled once for both
step 'Clippy, browser' cargo clippy --locked --features hydrate --lib --profile wasm \
    --target wasm32-unknown-unknown -- -D warnings
joined documentation
