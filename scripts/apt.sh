# shellcheck shell=bash
# Sourced by other scripts: `apt_install NAME...` where it may, else one line that says what to run.

apt_install() {
    local -a as_root=()
    if ! command -v apt-get >/dev/null; then
        echo "These parts are missing, and this is no Debian: please install what Debian calls: $*" >&2
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "These parts are missing. Please run:  sudo apt-get install --no-install-recommends $*" >&2
            return 1
        fi
        as_root=(sudo -n)
    fi
    echo "Installing $*" >&2
    local -a install=(env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@")
    # A fresh machine has no package lists, or old ones: then fetch them and try once more.
    "${as_root[@]}" "${install[@]}" >/dev/null 2>&1 && return 0
    "${as_root[@]}" apt-get update -qq >&2
    if ! "${as_root[@]}" "${install[@]}" >/dev/null; then
        echo "Debian's packages could not be installed: $*" >&2
        return 1
    fi
}
