#!/usr/bin/env bash
# What is passed on: target/dist/wpp-panel, an archive with it, and the archive's SHA-256. Starts the result once, as whoever
# unpacks it would.

set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/step.sh

scripts/build.sh
source scripts/env.sh
version=$(locked wpp-panel)
name=wpp-panel-$version-$(uname -m)-linux
DIST=$ROOT/target/dist
rm -rf "$DIST"
mkdir -p "$DIST/$name"
cp target/release/wpp-panel Leptos.toml ./*.md LICENSE LICENSE-APACHE LICENSE-MIT deploy/wpp-panel.service "$DIST/$name/"
cp -r docs "$DIST/$name/docs"
step 'licences of what is within' node scripts/licences.mjs "$DIST/$name/LICENSES.html"
# the same sources give the same archive
step 'archive' tar --directory "$DIST" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" \
    --use-compress-program='gzip -9n' --create --file "$DIST/$name.tar.gz" "$name"
(cd "$DIST" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
# the context of deploy/Containerfile
cp "$DIST/$name/wpp-panel" "$DIST/wpp-panel"
step 'the first start of what is in it' node scripts/dist/smoke.mjs "$DIST/$name.tar.gz"
rm -rf "${DIST:?}/$name"
printf '\n'
ls -l "$DIST"
