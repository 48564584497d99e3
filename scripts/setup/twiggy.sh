#!/usr/bin/env bash
# twiggy, which says what of a WASM is how big, for `make size`.

source "$(dirname "$0")/../env.sh"

VERSION=0.8.0
[ -x "$CACHE/tools/twiggy-$VERSION/bin/twiggy" ] || CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    CARGO_TARGET_DIR=$CACHE/target/twiggy cargo install --quiet --locked --version "$VERSION" --root "$CACHE/tools/twiggy-$VERSION" twiggy
rm -rf "$CACHE/target/twiggy"
ln -sfn "twiggy-$VERSION" "$CACHE/tools/twiggy"
