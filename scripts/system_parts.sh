#!/usr/bin/env bash
# What the tests need beside Python: a browser, PostgreSQL's server, a Java runtime, fonts for Hangul and Thai.
# Installs what is missing where it may; fails with one line where it may not. Takes no time when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/apt.sh

missing=()
command -v chromium >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v java >/dev/null || missing+=(default-jre-headless)
has_font() { command -v fc-list >/dev/null && [ -n "$(fc-list ":lang=$1" family 2>/dev/null)" ]; }
has_font ko || missing+=(fontconfig fonts-nanum)
has_font th || missing+=(fonts-thai-tlwg)

[ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
