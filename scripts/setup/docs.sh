#!/usr/bin/env bash
# What the commands of docs/ are run with, beside what every system has.

source "$(dirname "$0")/../env.sh"
source "$ROOT/scripts/setup/debian.sh"

missing=()
for program in curl openssl; do
    command -v "$program" >/dev/null || missing+=("$program")
done
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
