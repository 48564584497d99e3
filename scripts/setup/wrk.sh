#!/usr/bin/env bash
# wrk, which makes the load that `make bench` measures under.

source "$(dirname "$0")/../env.sh"
source "$ROOT/scripts/setup/debian.sh"

command -v wrk >/dev/null || install_packages wrk
