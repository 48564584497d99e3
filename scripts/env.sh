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
export CARGO_TERM_PROGRESS_WHEN=${CARGO_TERM_PROGRESS_WHEN:-auto}

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

# A hash of what the given files hold: digest FILE…
digest() {
    cat "$@" | git hash-object --stdin
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
