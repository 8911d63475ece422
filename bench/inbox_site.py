"""A site whose inbox holds so many cases, put straight into its tables, with a reviewing officer's session.

usage: python -m bench.inbox_site DIR CASES        YUNPEI_ENV=demo; DATABASE_URL as the site has it. Prints JSON.

The first thousand are made in Python; the database itself copies them. A few cases are alike in a way of their own, the same
number of them however many there are, so that filters which few cases fit show the same page.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from typing import Any

CASES_PER_FIRM = 20
BASE = 1_000
RARE = 40  # more than a page of each sort that is rare
NEVER = date(9999, 12, 31)
TURNS = "WITH RECURSIVE turn (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM turn WHERE n < {last})"


def main() -> None:
    """Build it, and say who may open it and what there is to look for."""
    data, many = sys.argv[1], int(sys.argv[2])
    os.environ |= {"YUNPEI_DATA": data, "DJANGO_SETTINGS_MODULE": "yunpei.config.settings"}
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:  # copies refer to what their models refer to: nothing is to be looked up
            cursor.execute("SET session_replication_role = replica")
        with transaction.atomic():
            found = _build(many)
        if postgres:  # as its own housekeeping would soon after
            cursor.execute("VACUUM ANALYZE")
    print(json.dumps(found))


def _build(many: int) -> dict[str, object]:
    from tests.casework.city import AFTER, BINHU, DRAFTED, city
    from tests.casework.waiting import filled
    from tests.journeys.town import session
    from yunpei.casework.desks import name_all
    from yunpei.common import clock
    from yunpei.people.models import Organisation
    from yunpei.people.types import OrganisationKind

    clock.move(AFTER)
    there = city()
    firms = Organisation.objects.bulk_create(
        Organisation(
            credit_code=f"91320211MA{n:08d}",
            name=f"虚构{chr(0x4E00 + n % 5000)}{chr(0x5000 + n // 70 % 5000)}机械有限公司",
            kind=OrganisationKind.ENTERPRISE,
            region=BINHU,
            legal_representative="虚构",
            registered_at=DRAFTED,
        )
        for n in range(max(1, many // CASES_PER_FIRM))
    )
    rows = filled(there, BASE, [(one.pk, one.name) for one in firms])
    if many > BASE:
        _copied(many // BASE - 1, firms[0].pk, len(firms))
        name_all({one.name for one in firms})
    account = there.reviewers[0].account_id
    assert account is not None
    _rare(account)
    middle = rows[len(rows) // 2]
    return {"session": session(account), "number": middle.case.number, "name": middle.who[2:4], "officer": account}


def _copied(turns: int, first_firm: int, firms: int) -> None:
    """The cases there are, so many times more, of the firms in turn."""
    from django.db import connection

    from yunpei.casework.models import Case, FilingPlan, InboxRow

    tables, indexes = connection.schema_editor(), InboxRow._meta.indexes
    _run(*(f"DROP INDEX {index.name}" for index in indexes))  # built once, at the end
    firm = f"{first_firm} + (base.organisation_id - {first_firm} + turn.n * {BASE}) % {firms}"
    again = f"base.case_id + turn.n * {BASE}"
    number = f"'ZZ-2020-' || CAST({BASE * 1000} + base.id + turn.n * {BASE} AS text)"
    _insert(Case, turns, "", {"id": f"base.id + turn.n * {BASE}", "number": number, "organisation_id": firm})
    _insert(FilingPlan, turns, "", {"case_id": again})
    owner = f"JOIN casework_case owned ON owned.id = {again} JOIN people_organisation firm ON firm.id = owned.organisation_id"
    _insert(InboxRow, turns, owner, {"case_id": again, "who": "firm.name"})
    _run(*(index.create_sql(InboxRow, tables) for index in indexes))


def _run(*statements: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(str(one))


def _insert(model: Any, turns: int, join: str, changed: dict[str, str]) -> None:
    own = [one.column for one in model._meta.concrete_fields if one.column != "id" or "id" in changed]
    values = ", ".join(changed.get(one, f"base.{one}") for one in own)
    table = model._meta.db_table
    _run(
        f"INSERT INTO {table} ({', '.join(own)}) {TURNS.format(last=turns)}"
        f" SELECT {values} FROM turn CROSS JOIN {table} base {join}"
    )


def _rare(account: int) -> None:
    """Of each sort a few, far down in the order: of another programme, applications, in an officer's hands, closed, overdue."""
    from yunpei.casework.models import Case, InboxRow

    latest = list(Case.objects.order_by("-id").values_list("pk", flat=True)[: RARE * 5])
    changes: list[dict[str, Any]] = [
        {"programme": "wuxi-2020-10/pre-job"},
        {"kind": "application", "state": "accepted", "desk": "review"},
        {"assigned_to": account},
        {"state": "closed", "desk": "", "clock": "none", "due_on": None, "due_key": NEVER},
        {"clock": "running", "due_on": date(2020, 4, 1), "due_key": date(2020, 4, 1)},
    ]
    for start, change in enumerate(changes):
        keys = latest[start::5]
        InboxRow.objects.filter(case__in=keys).update(**change)
        on_case = {name: value for name, value in change.items() if name in ("programme", "kind", "state")}
        if on_case:
            Case.objects.filter(pk__in=keys).update(held_from="", **on_case)


if __name__ == "__main__":
    main()
