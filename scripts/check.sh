#!/usr/bin/env bash
# Everything that can be said about the code without running it. Runs to the end and names what failed.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
failed=()

step() {
    local name=$1
    shift
    local out
    if out=$("$@" 2>&1); then
        printf '  ok    %s\n' "$name"
    else
        printf '  WRONG %s\n%s\n' "$name" "$(head -n 80 <<<"$out")"
        failed+=("$name")
    fi
}

# As on the day it is put in production: behind TLS, with keys of its own.
django() {
    env GYORYU_HOME="$home" GYORYU_BASE_URL=https://gyoryu.example \
        python -W error::RuntimeWarning manage.py "$@"
}

step "format" ruff format --check --quiet .
step "lint" ruff check --quiet .
step "types" mypy
step "imports" lint-imports
step "migrations" django makemigrations --check --dry-run
step "settings" django check --deploy --fail-level WARNING --database default
step "translations" python scripts/messages.py check
step "generated pages" python scripts/generated_docs.py check
step "packages" uv pip check --quiet

[ ${#failed[@]} -eq 0 ] || { echo "Not right yet: ${failed[*]}" >&2; exit 1; }
