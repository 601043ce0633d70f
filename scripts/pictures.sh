#!/usr/bin/env bash
# Redraw the pictures of docs/tour.md: walk the main job in a browser and photograph it. Needs the real registers
# (GYORYU_DATA) and Debian's chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

GYORYU_PICTURES=$new .venv/bin/pytest -q -n0 tests/journeys/test_main_job.py
[ -n "$(ls -A "$new")" ] || { echo "Nothing was photographed: the real registers are not there. Set GYORYU_DATA." >&2; exit 1; }
mkdir -p docs/pictures
rm -f docs/pictures/*.png
cp "$new"/*.png docs/pictures/
du -ch docs/pictures/*.png | tail -n 1
