#!/usr/bin/env bash
# Every measurement, short; the long forms and last figures are in bench/README.md. Exit code 1 when one is not as it must be.
set -uo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
failed=0

measure() {
    printf '\n%s\n' "$*"
    "$python" "$@"
    local code=$?
    # 2: cannot be tried on this machine, and it has said why.
    [ $code -eq 0 ] || [ $code -eq 2 ] || failed=1
}

measure bench/durability.py --fault kill --rounds 5
measure bench/durability.py --fault power --rounds 5
measure bench/durability.py --fault power --mode normal --rounds 3
measure bench/intake.py
# Needs the registers too, and prints what it found; it has no bound of its own.
[ ! -d "${GYORYU_DATA:-../shared/data}" ] || measure -m bench.search_first
measure -m bench.search --names 100000 --alone
exit $failed
