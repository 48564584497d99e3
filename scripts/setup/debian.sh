# shellcheck shell=bash
# Packages of Debian, where there are any.

# install_packages NAME…: those that are missing, as root or through sudo without a password.
install_packages() {
    local missing=() name sudo=()
    command -v apt-get >/dev/null || give_up "needed, and no apt-get to install it: $*"
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || give_up 'packages are missing, and this user may not install them' \
            "Run: sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}"
        sudo=(sudo -n)
    fi
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    "${sudo[@]}" apt-get update -qq </dev/null >/dev/null || say 'apt-get update failed: trying with the lists there are'
    "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >"$CACHE/apt.log" 2>&1 ||
        give_up "apt-get could not install ${missing[*]}" "$(tail -n 5 "$CACHE/apt.log")"
}
