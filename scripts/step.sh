# shellcheck shell=bash
# Steps that say what they do and how long they took.

# step WHAT COMMAND…: runs it, says how long it took, appends a line to $WPP_PANEL_TIMES for scripts/times.sh.
# COMMAND is a program, not a function of several commands: `errexit` does not reach into one.
step() {
    local what=$1 clock rc=0 TIMEFORMAT='%R %U %S'
    shift
    printf '\n▸ %s\n' "$what"
    clock=$(mktemp)
    { time "$@" 2>&3 3>&-; } 3>&2 2>"$clock" || rc=$?
    report "$what" "$(tail -n 1 "$clock")" "$rc"
    rm -f "$clock"
    return "$rc"
}

# report WHAT "WALL USER SYSTEM" STATUS
report() {
    local what=$1 wall user sys line
    read -r wall user sys <<<"$2"
    line=$(awk -v w="$wall" -v c="$user" -v s="$sys" 'BEGIN { printf "%.1f\t%.1f", w, c + s }')
    printf '  %s in %s s (%s s of CPU)\n' "$([ "$3" = 0 ] && echo done || echo failed)" "${line%%$'\t'*}" "${line##*$'\t'}"
    if [ -n "${WPP_PANEL_TIMES-}" ]; then
        printf '%s\t%s\n' "$line" "$what" >>"$WPP_PANEL_TIMES"
    fi
}

# names, each with "PID FILE" in a variable of its own: the bash of macOS has no associative arrays
BESIDE=''

# beside NAME COMMAND…: starts it in the background; what it says is kept until `joined`. Its time also counts as that of the
# step that runs meanwhile.
beside() {
    local name=$1 said
    shift
    said=$(mktemp)
    "$@" >"$said" 2>&1 &
    printf -v "BESIDE_$name" '%s' "$! $said"
    BESIDE+=" $name"
}

# joined NAME: waits until it has ended, prints what it said, and fails if it failed.
joined() {
    local place=BESIDE_$1 pid said rc=0
    read -r pid said <<<"${!place}"
    unset "$place"
    wait "$pid" || rc=$?
    cat "$said"
    rm -f "$said"
    return "$rc"
}

# For the end of a script that starts something beside it: nothing goes on after it.
join_all() {
    local one place
    for one in $BESIDE; do
        place=BESIDE_$one
        [ -z "${!place-}" ] || joined "$one" >/dev/null || true
    done
}
