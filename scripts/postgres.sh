#!/usr/bin/env bash
# A PostgreSQL for tests, in a temporary folder and reached by a socket in it alone. Its first line is the address; then it
# does what it is told, a line each, and answers `done`: `stop`, `start`. When its input ends it stops the server and
# removes the folder: also after a test program that was killed, since no process can keep its pipes.

set -euo pipefail

# the terminal's Ctrl-C is for the tests; the end of the input follows
trap '' INT TERM

# beside no TMPDIR, since the path of a socket has at most 107 characters. In memory where there is enough: each test has a
# database of its own, of 300 files, and making them took most of the time of all tests of the store.
place=/tmp
free=$(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1) || free=0
[ ! -w /dev/shm ] || [ "${free:-0}" -lt 2048 ] || place=/dev/shm
folder=$(mktemp -d "$place/wpp-panel-postgres.XXXXXX")

programs() {
    if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        dirname "$(command -v pg_ctl)"
    else
        find /usr/lib/postgresql -path '*/bin/pg_ctl' -printf '%h\n' 2>/dev/null | sort -V | tail -n 1
    fi
}

# PostgreSQL refuses to run as root.
as_nobody() {
    local user
    if [ "$(id -u)" != 0 ]; then
        "$@"
        return
    fi
    user=$(id -u postgres >/dev/null 2>&1 && echo postgres || echo nobody)
    (cd / && setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups --reset-env "$@")
}

# Nothing here has to outlive a power cut. Databases are small and many: each end of a process and of a database looks through
# all shared buffers.
start() {
    as_nobody "$bin/pg_ctl" start --silent --wait --pgdata "$folder/data" --log "$folder/log" --options "-c listen_addresses='' \
        -c unix_socket_directories=$folder -c max_connections=200 -c fsync=off -c synchronous_commit=off \
        -c full_page_writes=off -c max_wal_size=256MB -c shared_buffers=16MB" >&2 || { tail -n 20 "$folder/log" >&2; return 1; }
}

stop() {
    as_nobody "$bin/pg_ctl" stop --silent --wait --mode fast --pgdata "$folder/data" >&2
}

clean_up() {
    [ ! -f "$folder/data/postmaster.pid" ] || stop || true
    rm -rf "$folder"
}
trap clean_up EXIT

bin=$(programs)
[ -n "$bin" ] || {
    echo 'error: no PostgreSQL server: run scripts/setup.sh --tests, or set TEST_DATABASE_URL' >&2
    exit 1
}
[ "$(id -u)" != 0 ] || chown "$(id -u postgres 2>/dev/null || id -u nobody)" "$folder"
as_nobody "$bin/initdb" --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --locale C --no-sync \
    >"$folder/initdb" 2>&1 || { cat "$folder/initdb" >&2; exit 1; }
start
echo "postgres://postgres@localhost/postgres?host=$folder"

while read -r order; do
    case $order in
    stop) stop ;;
    start) start ;;
    *) echo "error: $order is neither stop nor start" >&2 && exit 1 ;;
    esac
    echo done
done
