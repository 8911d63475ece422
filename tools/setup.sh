#!/usr/bin/env bash
# Build .venv from the locks. Called by `make setup`, which knows when there is nothing to do.
#   tools/setup.sh STAMP [PYTHON]
# STAMP is the file that says "complete"; PYTHON is asked for by name, or else any python3 from 3.11 on will do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
stamp=$1
python=${2:-python3}

fail() { echo "setup: $*" >&2; exit 1; }
describe() { "$1" -c 'import sys; print(sys.version_info[:3], sys.base_prefix)' 2>/dev/null || true; }

fit_to_stay() { # the environment that is there: ours, alive, and of the Python asked for
    [ -n "$(describe .venv/bin/python)" ] || return 1
    # Another folder's stamp: it was copied along, and its programs still point to that folder.
    if [ ! -e "$stamp" ] && compgen -G '.venv/.complete-*' >/dev/null; then return 1; fi
    [ -z "${2:-}" ] || [ "$(describe .venv/bin/python)" = "$(describe "$2")" ]
}

bring_venv() { # Debian keeps the module that makes environments in a package of its own
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    local package as_root=()
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    if { "${as_root[@]}" true && command -v apt-get; } >/dev/null 2>&1; then
        echo "setup: installing $package"
        "${as_root[@]}" apt-get update -qq >/dev/null || true # an old list may still do
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null || true
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null \
        || fail "this Python cannot make environments; run as root: apt-get install $package"
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    || fail "$python is not Python 3.11 or newer; name one: make setup PYTHON=/path/to/python3"

uv=$(command -v uv || true)
if ! fit_to_stay "$@"; then
    if [ -n "$uv" ]; then
        "$uv" venv --quiet --clear --python "$python" .venv
    else
        bring_venv
        "$python" -m venv --clear .venv
    fi
fi

if [ -n "$uv" ]; then
    install() { VIRTUAL_ENV="$PWD/.venv" "$uv" pip install --quiet "$@"; }
else
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    install() { .venv/bin/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore "$@"; }
fi
bash tools/packages.sh
install --require-hashes -r requirements-dev.txt
install --no-deps --no-build-isolation --editable .
# Where bytecode is not written (PYTHONDONTWRITEBYTECODE), every start would compile the program again.
env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -m compileall -q src
rm -f .venv/.complete-*
touch "$stamp"
