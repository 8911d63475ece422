"""Addresses of operations."""

from tests.matrix.addresses.rows import OPS, Table

TABLE: Table = {
    "ops:home": ("/ops/", OPS, "GET"),
    "ops:archives": ("/ops/archives/", "302 403 403 403 403 403 403 403 200 403 200 200", "GET"),
    # no reason is given: said on its page
    "ops:purge_propose": ("/ops/archives/purge/", "302 403 403 403 403 403 403 403 302 403 403 403", "POST"),
    # the security and the audit administrator's alone; see tests/portals/ops/test_views_archives.py
    "ops:purge_event": (
        "/ops/archives/purges/{any}/carry_out/",
        "302 403 403 403 403 403 403 403 403 403 404 403",
        "POST",
    ),
    # there is no such case
    "ops:keep_place": ("/ops/archives/keeps/", "302 403 403 403 403 403 403 403 403 403 404 403", "POST"),
    "ops:keep_lift": ("/ops/archives/keeps/0/lift/", "302 403 403 403 403 403 403 403 403 403 404 403", "POST"),
    # the audit administrator's alone
    "ops:dossier_find": ("/ops/dossiers/", "302 403 403 403 403 403 403 403 403 403 403 302", "GET"),
    "ops:dossier": ("/ops/dossiers/{claim}/", "302 403 403 403 403 403 403 403 403 403 403 200", "GET"),
    "ops:dossier_file": ("/ops/dossiers/{claim}/{any}.zip", "302 403 403 403 403 403 403 403 403 403 403 404", "GET"),
    "ops:erasures": ("/ops/erasures/", "302 403 403 403 403 403 403 403 200 403 200 200", "GET"),
    # there is no such request
    "ops:erasure_event": (
        "/ops/erasures/{any}/carry_out/",
        "302 403 403 403 403 403 403 403 404 403 404 403",
        "POST",
    ),
    "ops:looks": ("/ops/looks/", "302 403 403 403 403 403 403 403 403 403 403 200", "GET"),
    "ops:calendar": ("/ops/calendar/", OPS, "GET"),
    "ops:calendar_year": ("/ops/calendar/2020/", OPS, "GET"),
    "ops:calendar_remove": ("/ops/calendar/2020/remove/", "302 403 403 403 403 403 403 403 404 403 403 403", "POST"),
    "ops:calendar_close": ("/ops/calendar/2020/close/", "302 403 403 403 403 403 403 403 302 403 403 403", "POST"),
    "ops:calendar_reopen": ("/ops/calendar/2020/reopen/", "302 403 403 403 403 403 403 403 404 403 403 403", "POST"),
    "ops:experts": ("/ops/experts/", OPS, "GET"),
    "ops:expert_leave": ("/ops/experts/0/leave/", "302 403 403 403 403 403 403 403 404 403 403 403", "POST"),
    "ops:offices": ("/ops/offices/", OPS, "GET"),
    "ops:office_new": ("/ops/offices/new/", OPS, "GET"),
    "ops:office": ("/ops/offices/{office}/", OPS, "GET"),
    "ops:accounts": ("/ops/accounts/", OPS, "GET"),
    "ops:account_new": ("/ops/accounts/new/", OPS, "GET"),
    "ops:account": ("/ops/accounts/{account}/", OPS, "GET"),
    "ops:account_event": ("/ops/accounts/{account}/x/", "302 403 403 403 403 403 403 403 404 403 403 403", "POST"),
    "ops:role_end": ("/ops/roles/0/end/", "302 403 403 403 403 403 403 403 404 403 403 403", "POST"),
    "ops:nominations": ("/ops/nominations/", "302 403 403 403 403 403 403 403 200 403 200 200", "GET"),
    # no such role to appoint to
    "ops:nomination_make": (
        "/ops/accounts/{account}/propose/x/",
        "302 403 403 403 403 403 403 403 404 403 403 403",
        "POST",
    ),
    # nobody was proposed
    "ops:nomination_event": (
        "/ops/nominations/{any}/confirm/",
        "302 403 403 403 403 403 403 403 403 403 404 404",
        "POST",
    ),
    "ops:clock": (
        "/ops/clock/",
        "302 403 403 403 403 403 403 403 404 403 403 403",
        "POST",
    ),  # no demo: there is no such clock
}
