"""Cases found again long afterwards: by class, person or organisation, and those whose time of keeping is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from yunpei.casework.models import Case, CaseDocument
from yunpei.casework.programmes import loaded
from yunpei.casework.types import CaseKind, CaseState
from yunpei.casework.types.archives import KeptCase
from yunpei.common.clock import SHANGHAI, day_of
from yunpei.people.access import significant
from yunpei.policy.faults import PackFaults
from yunpei.policy.packs import UnknownProgramme

LEAST_YEARS = 2  # 无锡四.2.保存; no programme keeps less
ENDED = (CaseState.CLOSED, CaseState.REFUSED, CaseState.WITHDRAWN)
MOST = 200


def kept_cases(
    *, region: str, class_number: str = "", person: int | None = None, organisation: int | None = None
) -> list[KeptCase]:
    """Cases of a region by what they are known by, the latest first, at most MOST; nothing asked finds nothing.

    Who may is the caller's to say. person: of their lines, or who applied. 1 query.
    """
    if not (class_number or person or organisation):
        return []
    rows = Case.objects.filter(region__startswith=significant(region))
    if class_number:
        rows = rows.filter(training_class__number=class_number)
    if person is not None:
        rows = rows.filter(Q(person_id=person) | Q(lines__person_id=person))
    if organisation is not None:
        rows = rows.filter(organisation_id=organisation)
    return [_kept(row) for row in _whole(rows).distinct().order_by("-id")[:MOST]]


def cases_of_person(person: str) -> list[KeptCase]:
    """Every case that a person (public id) is in: who applied, of whose lines they are, and filings of classes they are on.

    Who may is the caller's to say. 1 query.
    """
    on_roster = Q(training_class__roster__lines__person__public_id=person)
    rows = Case.objects.filter(Q(person__public_id=person) | Q(lines__person__public_id=person) | on_roster)
    return [_kept(row) for row in _whole(rows).distinct().order_by("id")]


def kept_case(number: str) -> KeptCase | None:
    """One case; None where there is none. Who may is the caller's to say. 1 query."""
    row = _whole(Case.objects.filter(number=number)).first()
    return _kept(row) if row else None


def cases_over(*, today: date, limit: int, leave_out: Collection[str] = ()) -> list[KeptCase]:
    """Ended cases with papers whose time of keeping ended before today, the oldest first; leave_out: numbers. 1 query."""
    latest = datetime(today.year - LEAST_YEARS, today.month, min(today.day, 28), tzinfo=SHANGHAI)
    ended = Case.objects.filter(state__in=ENDED, changed_at__lt=latest, documents__isnull=False)
    rows = ended.exclude(number__in=list(leave_out))
    found = (_kept(row) for row in _whole(rows).distinct().order_by("id")[: 10 * limit])
    return [one for one in found if one.keep_until is not None and one.keep_until < today][:limit]


def papers_of(numbers: Iterable[str]) -> dict[str, list[str]]:
    """Case → public ids of the files handed in with it, removed ones too. 1 query."""
    found: dict[str, list[str]] = {}
    rows = CaseDocument.objects.filter(case__number__in=list(numbers)).order_by("id")
    for number, file in rows.values_list("case__number", "file"):
        found.setdefault(number, []).append(str(file))
    return found


def _whole(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.select_related("organisation", "person", "training_class")


def _kept(row: Case) -> KeptCase:
    who, held, years = row.organisation or row.person, row.training_class, _years(row)
    ended = day_of(row.changed_at) if row.state in ENDED else None
    assert who is not None
    return KeptCase(
        number=row.number,
        kind=CaseKind(row.kind),
        state=CaseState(row.state),
        programme=row.programme,
        region=row.region,
        applicant=who.name,
        class_id=held.pk if held else None,
        class_number=held.number if held else "",
        held=str(held.public_id) if held else "",
        years=years,
        ended_on=ended,
        keep_until=_later(ended, years) if ended else None,
    )


def _years(row: Case) -> int:
    """What the circular says, where it says more than the least; of a pack that is gone, the least is all that is known."""
    try:
        pack = loaded(f"{row.programme}@{row.pack_version}")
    except (UnknownProgramme, PackFaults):
        return LEAST_YEARS
    return max(LEAST_YEARS, pack.retention_years or 0)


def _later(day: date, years: int) -> date:
    """The same day years on; of 29 February the day after it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
