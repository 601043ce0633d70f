#!/usr/bin/env bash
# A PostgreSQL of its own for the tests, reached by a socket that nobody else can open.
#
#   postgres.sh start            start it (or find it running) and print its DATABASE_URL
#   postgres.sh url              print the DATABASE_URL of the running one
#   postgres.sh stop             stop it and remove all its data
#   postgres.sh with COMMAND...  run COMMAND with the DATABASE_URL of one that lives no longer than it
#
# Durable as in earnest (fsync stays on); it lives in shared memory where there is room, so that costs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

base=${TMPDIR:-/tmp}
if [ -w /dev/shm ] && [ "$(df --output=avail -k /dev/shm | tail -n 1)" -gt 2000000 ]; then base=/dev/shm; fi
# One for each working copy and user. Lower case, because host names in URLs are.
home=$base/gyoryu-postgres-$(id -u)-$(pwd -P | cksum | cut -d' ' -f1)
if [ "${1:-}" = with ]; then home+=-$$; fi
data=$home/data
url="postgresql://gyoryu@$(printf %s "$home" | sed 's#/#%2F#g')/gyoryu"

bin=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || command -v initdb || true)
bin=${bin%/initdb}
[ -n "$bin" ] || { echo "PostgreSQL's server is not installed. Please run: scripts/system_parts.sh" >&2; exit 1; }

# The server refuses to run as root: then it runs as Debian's postgres, or as nobody.
as_server=()
if [ "$(id -u)" -eq 0 ]; then
    owner=$(id -un postgres 2>/dev/null || echo nobody)
    as_server=(setpriv "--reuid=$owner" "--regid=$(id -g "$owner")" --clear-groups)
fi
# From /, because that user may not be able to read this folder.
server() { (cd / && "${as_server[@]+"${as_server[@]}"}" "$bin/$@"); }

running() { [ -f "$data/postmaster.pid" ] && server pg_ctl -D "$data" status >/dev/null 2>&1; }

start() {
    running && return
    rm -rf "$home"
    mkdir -m 0700 "$home"
    [ ${#as_server[@]} -eq 0 ] || chown "$owner" "$home"
    server initdb -D "$data" --username=gyoryu --auth=trust --locale=C.UTF-8 --encoding=UTF8 >"$home.log" 2>&1 \
        || { cat "$home.log" >&2; exit 1; }
    server pg_ctl -D "$data" --wait --silent -l "$data/server.log" -o \
        "-c listen_addresses='' -c unix_socket_directories='$home' -c max_connections=60 -c shared_buffers=64MB" start \
        >/dev/null || { cat "$data/server.log" >&2; exit 1; }
    rm -f "$home.log"
    server createdb -h "$home" -U gyoryu gyoryu
}

stop() {
    running && server pg_ctl -D "$data" --mode=immediate --silent stop >/dev/null
    rm -rf "$home"
}

case ${1:-} in
    start) start; echo "$url" ;;
    url) running || { echo "It is not running. Please run: scripts/postgres.sh start" >&2; exit 1; }; echo "$url" ;;
    stop) stop ;;
    with)
        shift
        trap stop EXIT
        start
        DATABASE_URL=$url "$@"
        ;;
    *) sed -nE '2,/^set /s/^# ?//p' "$0" >&2; exit 2 ;;
esac
