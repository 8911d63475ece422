"""Cases as rooms above screen them: who is on which line of which class, without an actor. The caller judges who may see what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from yunpei.casework.models import Case, CaseLine, FilingPlan
from yunpei.casework.models.claims import LIVE
from yunpei.casework.states import RESERVING
from yunpei.casework.types import DECIDED, CaseState, CaseSubject, Facts, SubjectLine
from yunpei.common.errors import NotFound
from yunpei.people.access import significant

MONEY_AHEAD = (
    CaseState.SUBMITTED, CaseState.ACCEPTED, CaseState.FIRST_REVIEW, CaseState.SECOND_REVIEW, CaseState.PUBLIC_NOTICE,
    CaseState.APPROVED, CaseState.IN_PAYMENT,
)  # fmt: skip


def subject(number: str, *, lock: bool = False) -> CaseSubject:
    """A case with its live lines. lock: hold it until the transaction ends, as every action on it does. Raises NotFound. 2 queries."""
    found = Case.objects.select_for_update() if lock else Case.objects
    case = found.filter(number=number).first()
    if case is None:
        raise NotFound
    lines = case.lines.filter(state__in=LIVE).order_by("place")
    return CaseSubject(
        number=case.number,
        kind=case.kind,
        programme=case.programme,
        region=case.region,
        organisation_id=case.organisation_id,
        person_id=case.person_id,
        class_id=case.training_class_id,
        lines=tuple(
            SubjectLine(str(one.public_id), one.person_id, one.name, one.id_masked, one.state) for one in lines
        ),
    )


def under_way(*, after: str = "", limit: int = 200) -> Sequence[str]:
    """Numbers of cases whose money is still ahead, in order, from behind one on. 1 query."""
    found = Case.objects.filter(kind__in=DECIDED, state__in=MONEY_AHEAD, number__gt=after).order_by("number")
    return list(found.values_list("number", flat=True)[:limit])


def under_way_of(organisation_id: int) -> Sequence[str]:
    """Numbers of an organisation's cases whose money is still ahead. 1 query."""
    found = Case.objects.filter(organisation_id=organisation_id, kind__in=DECIDED, state__in=MONEY_AHEAD)
    return list(found.order_by("number").values_list("number", flat=True))


def awards_of(person_ids: Iterable[int], *, but: str) -> list[tuple[int, Facts, str, datetime | None]]:
    """(person, frozen facts, programme, when decided) of these people's money in all other cases. 1 query."""
    rows = CaseLine.objects.filter(person_id__in=list(person_ids), state__in=LIVE, case__state__in=RESERVING)
    found = rows.exclude(case__number=but).exclude(facts={}).order_by("id")
    return list(found.values_list("person_id", "facts", "case__programme", "decided_at"))


def people_of_lines(lines: Iterable[str]) -> list[tuple[str, str, int, int | None]]:
    """(line, case, person, organisation) of these live lines. 1 query."""
    rows = CaseLine.objects.filter(public_id__in=list(lines), state__in=LIVE, person__isnull=False).order_by("id")
    found = rows.values_list("public_id", "case__number", "person_id", "case__organisation_id")
    return [(str(line), case, person, firm) for line, case, person, firm in found]


def delegates(filings: Iterable[str]) -> dict[str, str]:
    """Class filing → the training body that holds its class, of those that name one. 1 query."""
    rows = FilingPlan.objects.filter(case__number__in=list(filings)).exclude(delegate="")
    return dict(rows.values_list("case__number", "delegate"))


def case_owners(region: str) -> dict[str, int]:
    """Number → organisation, of a region's submitted cases with money in them. 1 query."""
    found = Case.objects.filter(kind__in=DECIDED, organisation__isnull=False, region__startswith=significant(region))
    return dict(found.exclude(state=CaseState.DRAFT).values_list("number", "organisation_id"))


def case_regions(numbers: Iterable[str]) -> dict[str, str]:
    """Number → region of these cases. 1 query."""
    return dict(Case.objects.filter(number__in=list(numbers)).values_list("number", "region"))
