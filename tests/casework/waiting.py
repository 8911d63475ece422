"""Many cases in the inbox of the casework city, put straight into the tables: lists are tested with them, never actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tests.casework.city import BINHU, DRAFTED, PROGRAMME, PROJECT, WUXI, City
from yunpei.casework import desks
from yunpei.casework.models import Case, FilingPlan, InboxRow
from yunpei.casework.types import CaseKind, CaseState, Clock

STATES = (CaseState.SUBMITTED, CaseState.RETURNED, CaseState.APPROVED, CaseState.HELD, CaseState.SUBMITTED)
FIRST_DUE = date(2020, 6, 15)
CHUNK = 2000


def filled(there: City, many: int, firms: Sequence[tuple[int, str]] = ()) -> list[InboxRow]:
    """So many class filings of the firms (id, name) in turn, of all states and every kind of time limit; their inbox rows."""
    owners = firms or [(there.organisation_id, "虚构企业")]
    first = Case.objects.count()
    found: list[InboxRow] = []
    for start in range(0, many, CHUNK):
        cases = Case.objects.bulk_create(
            _case(there, first + n, owners) for n in range(start, min(many, start + CHUNK))
        )
        FilingPlan.objects.bulk_create(FilingPlan(case=one, project=PROJECT) for one in cases)
        rows = [_row(one, first + start + n, place, owners) for n, one in enumerate(cases) for place in PLACES]
        InboxRow.objects.bulk_create(rows)
        found += rows[:: len(PLACES)]
    desks.name_all({name for _, name in owners})
    return found


PLACES = desks.places_of(BINHU, WUXI)


def _case(there: City, n: int, owners: Sequence[tuple[int, str]]) -> Case:
    state = STATES[n % len(STATES)]
    return Case(
        number=f"ZZ-2020-{n:06d}",
        kind=CaseKind.CLASS_FILING,
        programme=PROGRAMME,
        pack_version=date(2020, 1, 26),
        pack_digest="",
        fund="",
        organisation_id=owners[n % len(owners)][0],
        region=BINHU,
        pay_region=WUXI,
        review_office_id=there.places["review"],
        pay_office_id=there.places["pay"],
        state=state,
        held_from="submitted" if state is CaseState.HELD else "",
        opened_at=DRAFTED,
        changed_at=DRAFTED,
        submitted_at=DRAFTED,
    )


def _row(case: Case, n: int, place: str, owners: Sequence[tuple[int, str]]) -> InboxRow:
    clock = (Clock.RUNNING, *Clock)[n % 6] if case.state != CaseState.APPROVED else Clock.NONE
    due = FIRST_DUE + timedelta(days=n * 7 % 60) if clock is Clock.RUNNING else None
    return InboxRow(
        case=case,
        place=place,
        kind=case.kind,
        programme=case.programme,
        state=case.state,
        desk=desks.desk_of(case),
        who=owners[n % len(owners)][1],
        clock=clock,
        due_on=due,
        due_key=due or desks.WITHOUT,
        stopped_at=FIRST_DUE if clock is Clock.STOPPED else None,
        days_left=3 if clock is Clock.STOPPED else None,
    )
