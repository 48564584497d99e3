#!/usr/bin/env bash
# Installs what a folder's package-lock.json says into the cache and links it there: node.sh FOLDER

source "$(dirname "$0")/../env.sh"
source "$ROOT/scripts/setup/debian.sh"

folder=$1
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    install_packages nodejs npm
fi
least=$(node -p 'JSON.parse(fs.readFileSync(process.argv[1])).engines.node.slice(2)' "$folder/package.json")
[ "$(printf '%s\n' "$least" "$(node -p process.versions.node)" | sort -V | head -n 1)" = "$least" ] ||
    give_up "Node.js $(node --version) is too old for $folder: $least or newer is needed"

modules=$CACHE/node/$(basename "$folder")-$(digest "$folder/package-lock.json")
[ -f "$modules/complete" ] || {
    rm -rf "$modules"
    mkdir -p "$modules"
    cp "$folder/package.json" "$folder/package-lock.json" "$modules/"
    # no package here needs its install script, and browsers come from elsewhere
    (cd "$modules" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
    touch "$modules/complete"
}
# a folder put there by hand stays where it is, and is used
[ -d "$folder/node_modules" ] && [ ! -L "$folder/node_modules" ] || ln -sfn "$modules/node_modules" "$folder/node_modules"
