#!/usr/bin/env bash
# Makes sure that the tests can start a PostgreSQL of their own (scripts/postgres.sh) and look at one with pg_dump.

source "$(dirname "$0")/../env.sh"
source "$ROOT/scripts/setup/debian.sh"

has() {
    command -v "$1" >/dev/null || [ -n "$(find /usr/lib/postgresql -path "*/bin/$1" 2>/dev/null)" ]
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@" 2>/dev/null; fi
}

missing=()
# with TEST_DATABASE_URL set there is a server already
[ -n "${TEST_DATABASE_URL-}" ] || { has initdb && has pg_ctl; } || missing+=(postgresql)
has pg_dump || missing+=(postgresql-client)
[ ${#missing[@]} -gt 0 ] || exit 0

# Debian's package starts a server for the whole machine, which nobody has asked for: this file says no, and goes again
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ] && printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null; then
    trap 'as_root rm -f "$policy"' EXIT
    as_root chmod 755 "$policy"
fi
install_packages "${missing[@]}"
