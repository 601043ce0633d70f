#!/usr/bin/env bash
# Makes .venv with exactly what requirements.lock says. Needs Python 3.11 or newer; installs Debian's python3-venv where it may.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/apt.sh

python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Gyoryu needs Python 3.11 or newer; '$python' is not. Set PYTHON to one that is, as in: make setup PYTHON=python3.11" >&2
    exit 1
fi
# Debian splits ensurepip off into python3-venv.
"$python" -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv

if ! .venv/bin/python -c '' 2>/dev/null; then
    "$python" -m venv --clear .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/uv.txt
export VIRTUAL_ENV="$PWD/.venv"
.venv/bin/uv pip install --quiet --require-hashes -r requirements.lock
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation -e .
