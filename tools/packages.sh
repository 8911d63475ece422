#!/usr/bin/env bash
# Programs and fonts that Python's packages do not bring: found, or installed with apt where that is possible, or named.
# Called by `make test` and `make setup`; takes no time when nothing is missing. Never fails: the tests that need a part do.
set -uo pipefail

has_chromium() { command -v chromium || command -v google-chrome; }
has_fonts() { compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*' || fc-list 'Noto Sans CJK SC' | grep .; }
has_poppler() { command -v pdftotext && command -v pdfsig; }
has_postgres() { command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'; }
has_pango() { compgen -G '/usr/lib/*/libpango-1.0.so.0' && compgen -G '/usr/lib/*/libpangoft2-1.0.so.0'; }

missing() { # the packages of the parts that are not there
    has_chromium >/dev/null 2>&1 || echo chromium
    has_fonts >/dev/null 2>&1 || echo fonts-noto-cjk
    has_poppler >/dev/null 2>&1 || echo poppler-utils
    has_postgres >/dev/null 2>&1 || echo postgresql
    has_pango >/dev/null 2>&1 || echo libpango-1.0-0 libpangoft2-1.0-0
}

wanted=$(missing | xargs)
[ -n "$wanted" ] || exit 0
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo -n)
if command -v apt-get >/dev/null 2>&1 && "${as_root[@]}" true 2>/dev/null; then
    echo "packages: installing $wanted"
    apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >/dev/null 2>&1; }
    apt update || true # an old list may still do
    # One at a time, if together they do not go in: four parts of five are better than none.
    # shellcheck disable=SC2086
    apt install -y --no-install-recommends $wanted || for one in $wanted; do apt install -y --no-install-recommends "$one"; done
    wanted=$(missing | xargs)
fi
[ -z "$wanted" ] || echo "packages: still missing: $wanted. Tests of browser, PDF or PostgreSQL will fail. As root: apt-get install $wanted" >&2
exit 0
