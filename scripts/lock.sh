#!/usr/bin/env bash
# Writes requirements.lock: every package, with hashes, and no registry's name. `scripts/lock.sh --keep` keeps what is pinned.
set -euo pipefail
cd "$(dirname "$0")/.."
upgrade=(--upgrade)
[ "${1:-}" = --keep ] && upgrade=()
.venv/bin/uv pip compile --quiet --group dev pyproject.toml --generate-hashes --no-header --no-annotate \
    --no-emit-index-url --python-version 3.11 ${upgrade[@]+"${upgrade[@]}"} -o requirements.lock
