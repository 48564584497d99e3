#!/usr/bin/env bash
# Prints where the time went, from the lines that `step` left in $WPP_PANEL_TIMES.

set -euo pipefail

[ -s "${WPP_PANEL_TIMES-}" ] || exit 0
printf '\n%10s %10s  %s\n' 'wall s' 'CPU s' 'step'
awk -F '\t' '
    { printf "%10.1f %10.1f  %s\n", $1, $2, $3; wall += $1; cpu += $2 }
    END { printf "%10.1f %10.1f  %s\n\n", wall, cpu, "all of these" }
' "$WPP_PANEL_TIMES"
