# shellcheck shell=bash
# Where things are and what builds them. Every script sources this file, so that all of them agree.

set -euo pipefail

: "${HOME:=$(echo ~)}"
export HOME

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
SITE=$ROOT/target/site
# outside the clone, so that the next fresh clone starts warm
CACHE=${WPP_PANEL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wpp-panel}
mkdir -p "$CACHE"
cd "$ROOT"

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}
# three hundred names of crates help nobody in a log
[ -t 2 ] || export CARGO_TERM_QUIET=${CARGO_TERM_QUIET-true}

# setup/toolchain.sh writes its choice here, with what was asked for when it chose
ASKED_TOOLCHAIN=${RUSTUP_TOOLCHAIN-}
TOOLCHAIN=$CACHE/toolchain.sh
if [ -f "$TOOLCHAIN" ]; then
    # shellcheck source=/dev/null
    source "$TOOLCHAIN"
fi

# The version of a package in a Cargo.lock: locked NAME [FILE]
locked() {
    sed -n "/^name = \"$1\"\$/{n;s/^version = \"\(.*\)\"/\1/p;q;}" "${2:-$ROOT/Cargo.lock}"
}

# A hash of what comes in
sha() {
    if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-16
}

# A hash of what the given files hold, and of the names in the given folders: digest PATH…
digest() {
    find -L "$@" -type f -print0 | sort -z | while IFS= read -r -d '' file; do
        printf '%s\n' "$file"
        cat "$file"
    done | sha
}

# Puts a binary from the shared cache into the clone: place PROFILE
place() {
    local built=$CARGO_TARGET_DIR/$1/wpp-panel here=$ROOT/target/$1/wpp-panel
    [ ! "$built" -ef "$here" ] || return 0
    mkdir -p "$ROOT/target/$1"
    # another clone's build replaces the one in the cache, and must not reach into this clone
    rm -f "$here"
    cp "$built" "$here"
}

say() {
    printf '%s\n' "$*" >&2
}

give_up() {
    say "error: $1"
    shift
    [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
    exit 1
}
