"""Rehearsals for the bureau: a version decides the lines that were decided here, or those of a file. Nothing is kept.

Reviewing and inspecting officers, for their region. Frozen facts carry no ID number, and of a file only sums come out.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear

from yunpei.casework.engine import engine_line, thawed_facts
from yunpei.casework.models import CaseLine
from yunpei.casework.models.claims import LIVE
from yunpei.casework.programmes import current_pack, plan_of
from yunpei.casework.states import RESERVING
from yunpei.casework.types import CaseKind, CaseState, LineState
from yunpei.casework.types.rehearsal import DecidedYear, FileRehearsed, RehearsalAsked, VersionCard
from yunpei.common.actor import Actor
from yunpei.common.clock import SHANGHAI
from yunpei.common.errors import Forbidden, Invalid, Problem
from yunpei.common.language import Text
from yunpei.people.access import need, significant
from yunpei.people.types import Role
from yunpei.policy import packs
from yunpei.policy.deciding import Plan
from yunpei.policy.faults import PackFaults
from yunpei.policy.rehearsal_types import Rehearsal

MOST_LINES = 20_000  # what a page may be kept waiting for; the command takes millions
APPROVED = (CaseState.APPROVED, CaseState.IN_PAYMENT, CaseState.PAID, CaseState.CLOSED)
_DECIDED = Text("这些行当时核定的金额", "what was decided for these lines then")


def rehearsal_versions(*, by: Actor) -> list[VersionCard]:
    """Every sound version on hand, of folders outside the program too; the latest of a programme first. Raises Forbidden."""
    _need(by)
    found = []
    for programme, versions in packs.find().items():
        for version, folder in sorted(versions.items(), reverse=True):
            try:
                pack = packs.load(folder)
            except PackFaults:
                continue  # `yunpei policy check` tells them
            found.append(VersionCard(f"{programme}@{version}", pack.circular.number, pack.name))
    return found


def decided_years(*, by: Actor) -> list[DecidedYear]:
    """What was decided in the officer's region, by year and programme, the latest first. Raises Forbidden. 1 query."""
    rows = (
        _decided(by)
        .annotate(year=ExtractYear("decided_at", tzinfo=SHANGHAI))
        .values("year", "case__programme", "case__organisation__region")
        .annotate(count=Count("id"))
        .order_by("-year", "case__programme", "case__organisation__region")
    )
    found: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for row in rows:
        place = row["case__organisation__region"], row["count"]
        found.setdefault((row["year"], row["case__programme"]), []).append(place)
    return [
        DecidedYear(year, programme, sum(count for _, count in places), tuple(place for place, _ in places if place))
        for (year, programme), places in found.items()
    ]


def rehearse_decided(*, year: int, programme: str, district: str = "", asked: RehearsalAsked, by: Actor) -> Rehearsal:
    """What a version comes to for the lines decided in a year under a programme. `district`: of their firms, "" = all.

    The baseline is what was decided then, unless another is asked for. Money of the same persons that was decided before that
    year counts as earlier awards. Raises Forbidden; Invalid for an unknown version, or more than MOST_LINES lines. 5 queries.
    """
    first = datetime(year, 1, 1, tzinfo=SHANGHAI)
    rows = _decided(by).filter(
        case__programme=programme, decided_at__gte=first, decided_at__lt=first.replace(year=year + 1)
    )
    if district:
        rows = rows.filter(case__organisation__region=district)
    plan, against = _plans(asked, by)
    count = rows.count()
    if count > MOST_LINES:
        raise Invalid([Problem("decided", _too_many(count))])
    from yunpei.policy.rehearsal import rehearse
    from yunpei.policy.rehearsal_lines import frames_of

    group = plan.pack.group | (against.pack.group if against is not None else frozenset())
    lines, awards = frames_of(_lines(rows), _earlier(rows, group, first))
    return rehearse(
        plan,
        lines,
        awards=awards,
        against=against,
        paid=_DECIDED,
        years=asked.years,
        against_years=asked.against_years,
    )


def rehearse_file(*, path: Path, asked: RehearsalAsked, by: Actor) -> FileRehearsed:
    """What a version comes to for the lines of a file, or every bad cell of it.

    The baseline is the one asked for; else what was paid, if the file says so; else the version then in force. Raises Forbidden,
    UnreadableFile; Invalid for an unknown version, or more than MOST_LINES lines. 2 queries.
    """
    _need(by)
    plan, against = _plans(asked, by)
    from yunpei.policy.rehearsal import rehearse
    from yunpei.policy.rehearsal_columns import PAID
    from yunpei.policy.rehearsal_packs import version_then
    from yunpei.policy.rehearsal_reading import TooLong, Wanted, read_lines

    try:
        read = read_lines(path, Wanted([one.pack for one in (plan, against) if one is not None], most=MOST_LINES))
    except TooLong as error:
        raise Invalid([Problem("file", _too_long(asked.programme))]) from error
    if read.bad:
        return FileRehearsed(None, tuple(read.bad), tuple(read.warnings))
    assert read.columns is not None
    if against is None and PAID not in read.columns.columns:
        then = version_then(plan.pack, read.columns)
        against = None if then is None else plan_of(then, by.region or "")
    found = rehearse(plan, read.columns, against=against, years=asked.years, against_years=asked.against_years)
    return FileRehearsed(found, (), tuple(read.warnings))


def _need(by: Actor) -> None:
    need(by, Role.OFFICER_REVIEW, Role.OFFICER_INSPECT)
    if not by.region:
        raise Forbidden


def _plans(asked: RehearsalAsked, by: Actor) -> tuple[Plan, Plan | None]:
    """Both versions with the figures that the officer's bureau has set."""
    plan = plan_of(current_pack(asked.programme), by.region or "")
    return plan, plan_of(current_pack(asked.against), by.region or "") if asked.against else None


def _decided(by: Actor) -> QuerySet[CaseLine]:
    """Lines of approved claims of the officer's region, but for those taken out for good."""
    _need(by)
    return CaseLine.objects.filter(
        case__kind=CaseKind.CLAIM,
        case__state__in=APPROVED,
        case__region__startswith=significant(by.region or ""),
        decided_at__isnull=False,
    ).exclude(state=LineState.REMOVED)


def _lines(rows: QuerySet[CaseLine]) -> list[dict[str, Any]]:
    values = rows.order_by("id").values_list(
        "id", "person_id", "state", "amount_fen", "case__region", "case__organisation__region", "facts"
    )
    return [
        engine_line(thawed_facts(facts), _key(person, id_), place)
        | {"region": firms or office, "paid": amount if state in LIVE else 0}
        for place, (id_, person, state, amount, office, firms, facts) in enumerate(values.iterator(), start=1)
    ]


def _earlier(rows: QuerySet[CaseLine], group: frozenset[str], first: datetime) -> list[dict[str, Any]]:
    earlier = CaseLine.objects.filter(
        person_id__in=rows.filter(person__isnull=False).values("person_id"),
        decided_at__lt=first,
        reserved_fen__gt=0,
        case__programme__in=group,
        case__state__in=RESERVING,
    )
    values = earlier.order_by("id").values_list("id", "person_id", "case__programme", "reserved_fen", "facts")
    return [
        engine_line(thawed_facts(facts), _key(person, id_), 0) | {"programme": programme, "amount_fen": fen}
        for id_, person, programme, fen, facts in values.iterator()
    ]


def _key(person: int | None, line: int) -> str:
    return f"line-{line}" if person is None else str(person)


def _too_many(count: int) -> Text:
    return Text(
        f"共 {count:,} 行，这里最多算 {MOST_LINES:,} 行；请按区县分别试算",
        f"{count:,} lines, and here at most {MOST_LINES:,} are worked out; rehearse district by district",
    )


def _too_long(programme: str) -> Text:
    command = f"yunpei policy rehearse {programme} --on"
    return Text(
        f"文件超过 {MOST_LINES:,} 行，页面上不算；请在命令行运行 {command} 文件名，百万行几秒算完",
        f"the file has more than {MOST_LINES:,} lines, too many for a page; run {command} FILE, which takes a million in seconds",
    )
