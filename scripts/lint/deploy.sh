#!/usr/bin/env bash
# Holds deploy/ to what can be known without an engine: the Containerfile parses, compose.yaml is by the schema of the Compose
# specification and shut as it should be, what one file says of another and of the panel is true, and the unit is sandboxed.
# Caddy and systemd look at their own files where they are installed; where not, a line says so.
# Packages come from scripts/package.json, or from the folder NODE_MODULES.

set -euo pipefail
cd "$(dirname "$0")/../.."
export NODE_MODULES=${NODE_MODULES:-$PWD/scripts/node_modules}

failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$NODE_MODULES/.bin/dockerfile-utils" lint deploy/Containerfile || failed=1

node scripts/lint/deploy.mjs || failed=1

if command -v caddy >/dev/null; then
    # it writes where it keeps certificates, and says much on its way
    HOME=$scratch XDG_DATA_HOME=$scratch XDG_CONFIG_HOME=$scratch PANEL_DOMAIN=panel.example.org \
        caddy validate --adapter caddyfile --config deploy/Caddyfile >"$scratch/caddy" 2>&1 || {
        tail -n 1 "$scratch/caddy" >&2
        failed=1
    }
    caddy fmt deploy/Caddyfile 2>/dev/null | diff deploy/Caddyfile - >&2 || failed=1
else
    echo 'skipped: no caddy here to validate deploy/Caddyfile (Debian: apt-get install caddy)'
fi

if command -v systemd-analyze >/dev/null; then
    # the panel is not installed here, and something has to be
    sed 's|^ExecStart=/usr/local/bin/wpp-panel|ExecStart=/bin/true|' deploy/wpp-panel.service >"$scratch/wpp-panel.service"
    # words that it does not know are a warning, and the exit code says nothing of them
    { systemd-analyze verify --man=no "$scratch/wpp-panel.service" 2>&1 || echo 'wpp-panel.service: refused'; } |
        grep -F wpp-panel.service | sort -u >&2 && failed=1
    systemd-analyze security --no-pager --offline=true --threshold=20 "$scratch/wpp-panel.service" >"$scratch/exposure" || failed=1
    tail -n 1 "$scratch/exposure"
else
    echo 'skipped: no systemd-analyze here to verify deploy/wpp-panel.service (Debian: apt-get install systemd)'
fi
exit "$failed"
