"""A site whose inbox holds so many cases, put straight into its tables, with a reviewing officer's session.

usage: python -m bench.inbox_site DIR CASES        YUNPEI_ENV=demo; DATABASE_URL as the site has it. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys

CASES_PER_FIRM = 20


def main() -> None:
    """Build it, and say who may open it and what there is to look for."""
    data, many = sys.argv[1], int(sys.argv[2])
    os.environ |= {"YUNPEI_DATA": data, "DJANGO_SETTINGS_MODULE": "yunpei.config.settings"}
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        found = _build(many)
    if connection.vendor == "postgresql":  # as its own housekeeping would soon after
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(json.dumps(found))


def _build(many: int) -> dict[str, object]:
    from bench.pages_site import _session
    from tests.casework.city import AFTER, BINHU, DRAFTED, city
    from tests.casework.waiting import filled
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
    rows = filled(there, many, [(one.pk, one.name) for one in firms])
    middle = rows[len(rows) // 2]
    account = there.reviewers[0].account_id
    assert account is not None
    return {"session": _session(account), "number": middle.case.number, "name": middle.who[2:4]}


if __name__ == "__main__":
    main()
