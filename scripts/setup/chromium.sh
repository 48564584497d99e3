#!/usr/bin/env bash
# Makes sure that there is a Chromium for the tests; its path is in $CACHE/chromium. The one that can only be headless is
# taken first: it does the same with a quarter less of the processor.

source "$(dirname "$0")/../env.sh"
source "$ROOT/scripts/setup/debian.sh"

find_browser() {
    command -v "${CHROMIUM:-chromium-headless-shell}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable 2>/dev/null | head -n 1
}

if [ -n "${CHROMIUM-}" ] && [ ! -x "$CHROMIUM" ]; then
    give_up "CHROMIUM is set to $CHROMIUM, and no program is there"
fi
browser=$(find_browser) || true
if [ -z "$browser" ] && command -v apt-get >/dev/null; then
    # not every system of this kind has it by itself
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
        install_packages chromium-headless-shell
    else
        install_packages chromium
    fi
    browser=$(find_browser) || true
fi
if [ -z "$browser" ]; then
    (cd end2end && npx playwright install chromium </dev/null)
    browser=$(cd end2end && node -p 'require("@playwright/test").chromium.executablePath()')
fi
printf '%s\n' "$browser" >"$CACHE/chromium"
