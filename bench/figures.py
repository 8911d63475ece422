"""The site's figures over 100,000 claim lines: counting them, and the page behind one of them, beside a plain GROUP BY.

usage: python -m bench.figures [sqlite] [postgresql]        both, where nothing is named; under a minute
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.claims import tell
from bench.pages_load import ROOT, environment

CASES, LINES_EACH = 1_000, 100
ROUNDS = 5
YEAR = 2020
DISTRICTS = ("320205", "320206", "320211", "320213", "320214", "320281", "320282")
JOINED = """
    FROM casework_caseline line JOIN casework_case owner ON owner.id = line.case_id
    JOIN people_organisation firm ON firm.id = owner.organisation_id
    LEFT JOIN people_person person ON person.id = line.person_id
    WHERE owner.kind IN ('claim', 'application') AND line.state = 'counted' AND line.amount_fen > 0
    AND owner.state IN ('approved', 'in_payment', 'paid', 'closed')
"""
MONTH = {
    "sqlite": "strftime('%Y-%m', line.decided_at, '+8 hours')",
    "postgresql": "to_char(line.decided_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')",
}


def main(what: tuple[str, ...] = ()) -> None:
    """Print what was asked for, each database in a process of its own."""
    from tests.postgres import cluster

    what = what or ("sqlite", "postgresql")
    print(f"the figures, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} before the first round:")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="bench-figures-") as folder:
        if "sqlite" in what:
            _apart(Path(folder), "")
        if "postgresql" in what:
            with cluster() as url:
                _apart(Path(folder) / "pg", url)


def _apart(data: Path, url: str) -> None:
    command = [sys.executable, "-c", "from bench.figures import measured; measured()"]
    subprocess.run(command, cwd=ROOT, env=environment(data, url), check=True)


def measured() -> None:
    """Build the lines in the site of the environment, and time what is asked of them in turns with the plain statements."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yunpei.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    officer = _filled()
    if connection.vendor == "postgresql":  # as its own housekeeping would soon after
        _run("ANALYZE")
    from yunpei.casework.queries.counting import granted

    month = MONTH[connection.vendor]
    lines, people, fen = (
        f"{CASES * LINES_EACH:,} lines on {connection.display_name}",
        "count(*)",
        "sum(line.amount_fen)",
    )
    place = f"{month}, firm.region, owner.programme, firm.kind"
    _compared(
        f"counting {lines}, people by group and money by fund, beside two plain GROUP BYs",
        granted,
        lambda: (
            _run(f"SELECT {place}, person.groups, {people} {JOINED} GROUP BY {place}, person.groups"),
            _run(f"SELECT {place}, owner.fund, {fen} {JOINED} GROUP BY {place}, owner.fund"),
        ),
        1.5,
    )
    within = f"AND {month} = '{YEAR}-03' GROUP BY owner.number, firm.name ORDER BY owner.number LIMIT 500"
    _compared(
        f"the page of the cases behind a month of {lines}, beside a plain GROUP BY",
        _page(officer, f"/bureau/statistics/cases/?year={YEAR}&by=month&key={YEAR}-03"),
        lambda: _run(f"SELECT owner.number, firm.name, {people}, {fen} {JOINED} {within}"),
        3,
    )


def _compared(claim: str, ours: Callable[[], object], plain: Callable[[], object], limit: float) -> None:
    times: list[list[float]] = [[], []]
    for turn in range(ROUNDS + 1):
        for one, kept in zip((ours, plain), times, strict=True):
            begun = time.perf_counter()
            one()
            if turn:
                kept.append((time.perf_counter() - begun) * 1000)
    mine, other = map(statistics.median, times)
    tell(claim, mine / other, limit, f"medians {mine:.0f} ms and {other:.0f} ms of {ROUNDS} rounds in turns")


def _run(statement: str) -> list[tuple[object, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _page(officer: int, path: str) -> Callable[[], object]:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(get_user_model().objects.get(pk=officer))

    def asked() -> object:
        answer = client.get(path)
        if answer.status_code != 200 or b"ZZ-" not in answer.content:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return answer

    return asked


def _filled() -> int:
    """Paid applications of firms of seven districts through a year, each with its lines; the account of an officer."""
    from datetime import UTC, date, datetime, timedelta

    from tests.casework.city import DRAFTED, FUND, PROGRAMME, city
    from yunpei.casework.models import Case, CaseLine
    from yunpei.common import clock
    from yunpei.people.models import Organisation, Person

    clock.move(datetime(YEAR, 12, 31, 2, tzinfo=UTC))
    there = city()
    firms = Organisation.objects.bulk_create(
        Organisation(
            credit_code=f"91320211MA{n:08d}", name=f"虚构{n}机械有限公司", kind="enterprise", region=region,
            legal_representative="虚构", registered_at=DRAFTED,
        )
        for n, region in enumerate(DISTRICTS)
    )  # fmt: skip
    cases = Case.objects.bulk_create(
        Case(
            number=f"ZZ-{YEAR}-{n:06d}", kind="application", programme=PROGRAMME, pack_version=date(YEAR, 1, 26),
            pack_digest="", fund=FUND, organisation=firms[n % len(firms)], region=firms[n % len(firms)].region,
            state="paid", opened_at=DRAFTED, changed_at=DRAFTED, submitted_at=DRAFTED,
        )
        for n in range(CASES)
    )  # fmt: skip
    people = list(Person.objects.values_list("pk", flat=True))
    first = datetime(YEAR, 1, 1, tzinfo=UTC)
    CaseLine.objects.bulk_create(
        CaseLine(
            case=cases[0], place=n, person_id=people[n % len(people)], name="虚构", id_masked="9999**********99",
            state="counted", outcome="due", amount_fen=44_400, reserved_fen=44_400,
            decided_at=first + timedelta(hours=n * 87),
        )
        for n in range(LINES_EACH)
    )  # fmt: skip
    _copied(cases[0].pk)
    assert there.reviewers[0].account_id is not None
    return there.reviewers[0].account_id


def _copied(first: int) -> None:
    """The lines of the first case once more for each other one: the database itself copies them."""
    from django.db import connection

    from yunpei.casework.models import CaseLine

    made = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}[connection.vendor]
    changed = {"case_id": "owner.id", "public_id": made}
    own = [one.column for one in CaseLine._meta.concrete_fields if one.column and one.column != "id"]
    values = ", ".join(changed.get(one, f"line.{one}") for one in own)
    _run(
        f"INSERT INTO casework_caseline ({', '.join(own)}) SELECT {values} FROM casework_caseline line"
        f" CROSS JOIN casework_case owner WHERE line.case_id = {first} AND owner.id > {first}"
    )


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
