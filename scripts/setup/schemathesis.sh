#!/usr/bin/env bash
# Installs what scripts/schemathesis/requirements.txt says into an environment of its own in the cache, every file by its
# hash, and links it under $CACHE/tools.

source "$(dirname "$0")/../env.sh"
source "$ROOT/scripts/setup/debian.sh"

# works_with PYTHON: whether it can make an environment and is new enough
works_with() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

works_with python3 || install_packages python3 python3-venv
works_with python3 || give_up "$(python3 --version 2>&1) is too old: 3.11 or newer is needed"

requirements=scripts/schemathesis/requirements.txt
home=$CACHE/python/$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')-$(digest "$requirements")
[ -f "$home/complete" ] || {
    rm -rf "$home"
    python3 -m venv "$home"
    # wheels alone: nothing of it is compiled or run while it is being installed
    "$home/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
        --only-binary :all: --requirement "$requirements" </dev/null
    touch "$home/complete"
}
mkdir -p "$CACHE/tools"
ln -sfn "$home" "$CACHE/tools/schemathesis"
