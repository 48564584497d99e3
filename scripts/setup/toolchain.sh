#!/usr/bin/env bash
# Finds a Rust that builds for the server and for the browser, and writes what selects it to $TOOLCHAIN.
# In this order: Rust as it is, rustup's target, Debian's packages with a standard library built here.

source "$(dirname "$0")/../env.sh"
source "$ROOT/scripts/setup/debian.sh"

readonly TARGET=wasm32-unknown-unknown
readonly LEAST=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

main() {
    if [ "$(identity)" = "${TOOLCHAIN_IDENTITY-}" ]; then
        exit 0
    fi
    restore_asked
    command -v cc >/dev/null || install_packages gcc libc6-dev
    if ordinary; then
        choose
    elif with_rustup_target; then
        choose
    else
        say "no $TARGET in this Rust and none to download: taking Debian's packages"
        from_debian
    fi
}

# What the choice was made for; another compiler or another wish makes it anew.
identity() {
    echo "$ASKED_TOOLCHAIN $(rustc -vV 2>/dev/null | sha) $(digest scripts/setup/toolchain.sh)"
}

restore_asked() {
    rm -f "$TOOLCHAIN"
    unset RUSTUP_TOOLCHAIN CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS
    if [ -n "$ASKED_TOOLCHAIN" ]; then
        export RUSTUP_TOOLCHAIN=$ASKED_TOOLCHAIN
    fi
}

ordinary() {
    new_enough && find_linker && links
}

new_enough() {
    local version
    version=$(rustc --version 2>/dev/null | cut -d ' ' -f 2) || return 1
    [ "$(printf '%s\n' "$LEAST" "${version:-0}" | sort -V | head -n 1)" = "$LEAST" ] && cargo --version >/dev/null 2>&1
}

# rustup's Rust brings a linker for WASM, a distribution's does not.
find_linker() {
    local linker
    [ ! -x "$(rustc --print sysroot)/lib/rustlib/$(host)/bin/rust-lld" ] || return 0
    linker=$(command -v wasm-ld rust-lld /usr/lib/llvm-*/bin/wasm-ld 2>/dev/null | sort -V | tail -n 1)
    [ -n "$linker" ] || return 1
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker
}

host() {
    rustc -vV | sed -n 's/^host: //p'
}

# A small module with LTO shows a missing or outdated standard library, one without bitcode, and a missing linker.
links() {
    local folder rc=0 linker=${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER-}
    folder=$(mktemp -d)
    echo '#[unsafe(no_mangle)] pub extern "C" fn text(n: u8) -> usize { n.to_string().len() }' >"$folder/probe.rs"
    # shellcheck disable=SC2086 # the flags are several words
    rustc --edition 2024 --crate-type cdylib --target "$TARGET" -C lto=fat -C panic=abort ${linker:+-C linker="$linker"} \
        ${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS-} -o "$folder/probe.wasm" "$folder/probe.rs" >"$folder/log" 2>&1 || rc=$?
    [ "$rc" = 0 ] || [ -z "${WPP_PANEL_VERBOSE-}" ] || cat "$folder/log" >&2
    rm -rf "$folder"
    return "$rc"
}

with_rustup_target() {
    command -v rustup >/dev/null && new_enough || return 1
    timeout 120 rustup target add "$TARGET" </dev/null || return 1
    # a minimal profile of rustup has neither; only `make lint` misses them
    cargo clippy --version >/dev/null 2>&1 || timeout 120 rustup component add clippy rustfmt </dev/null || true
    find_linker && links
}

from_debian() {
    install_packages rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-22 ca-certificates
    if command -v rustup >/dev/null; then
        rustup toolchain link debian /usr
        export RUSTUP_TOOLCHAIN=debian
    fi
    new_enough || give_up "$(rustc --version 2>&1) is older than $LEAST" 'Install a newer Rust, for example from https://rustup.rs.'
    find_linker || give_up 'no linker for WASM' 'Install LLVM'\''s lld.'
    local sysroot
    sysroot=$CACHE/wasm-std/$(rustc -vV | sha)
    [ -f "$sysroot/complete" ] || build_std "$sysroot"
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot=$sysroot"
    links || give_up "the standard library in $sysroot does not link" 'WPP_PANEL_VERBOSE=1 make setup shows why.'
    choose
}

# Debian has no standard library for this target: built from its sources, with bitcode, without which LTO fails.
build_std() {
    local sysroot=$1 crate
    crate=$(mktemp -d)
    say 'building the standard library for WASM, once for this compiler (about a minute)'
    mkdir -p "$crate/src" "$sysroot/lib/rustlib/$TARGET/lib"
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n' >"$crate/Cargo.toml"
    # a library, since a cdylib would be linked, and there is no linker under the name that rustc looks for
    touch "$crate/src/lib.rs"
    (
        cd "$crate"
        export RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$crate/target
        cargo build --quiet --release --target "$TARGET" -Zbuild-std=std,panic_abort
    )
    rm -f "$crate/target/$TARGET/release/deps/"libempty-*.rlib
    cp "$crate/target/$TARGET/release/deps/"lib*.rlib "$sysroot/lib/rustlib/$TARGET/lib/"
    touch "$sysroot/complete"
    rm -rf "$crate"
}

choose() {
    {
        echo "# written by scripts/setup/toolchain.sh"
        local name
        for name in RUSTUP_TOOLCHAIN CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS; do
            [ -z "${!name-}" ] || printf 'export %s=%q\n' "$name" "${!name}"
        done
        printf 'TOOLCHAIN_IDENTITY=%q\n' "$(identity)"
    } >"$TOOLCHAIN.new"
    mv "$TOOLCHAIN.new" "$TOOLCHAIN"
    say "$(rustc --version) builds for $(host) and $TARGET"
}

main
