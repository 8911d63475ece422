"""Puts cases where offices find them: the rows of the inbox, written anew in the transaction that moves a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from yunpei.casework.amendments import waiting_for_office
from yunpei.casework.due import due_of
from yunpei.casework.models import Assignment, Case, InboxRow, NameTail
from yunpei.casework.types import CaseKind, CaseState, Desk
from yunpei.common.regions import trunk
from yunpei.people import queries as people

S = CaseState
DESKS: dict[CaseState, Desk] = {
    **dict.fromkeys((S.SUBMITTED, S.ACCEPTED, S.FIRST_REVIEW, S.SECOND_REVIEW, S.PUBLIC_NOTICE), Desk.REVIEW),
    **dict.fromkeys((S.APPROVED, S.IN_PAYMENT), Desk.PAY),
    **dict.fromkeys((S.HELD, S.REFUSED, S.JUDICIAL), Desk.INSPECT),
}
CHUNK = 500
TAIL = 20
WITHOUT = date(9999, 12, 31)  # sorts after every day
FOUND_BY = ("place", "case")
KEPT = [one.attname for one in InboxRow._meta.concrete_fields if one.name not in ("id", *FOUND_BY)]


def place(cases: Sequence[Case]) -> None:
    """Write the inbox rows of cases as they stand now. Drafts have none: no office sees them. Part of the caller's transaction."""
    handed_in = [case for case in cases if case.state != S.DRAFT]
    for start in range(0, len(handed_in), CHUNK):
        _place(handed_in[start : start + CHUNK])


def _place(cases: Sequence[Case]) -> None:
    firms = people.organisations({one.organisation_id for one in cases if one.organisation_id is not None})
    persons = people.persons({one.person_id for one in cases if one.person_id is not None})
    hands = dict(Assignment.objects.filter(case__in=cases).values_list("case_id", "account_id"))
    asked, rows = waiting_for_office(cases), list[InboxRow]()
    for case in cases:
        who = (persons[case.person_id] if case.person_id else firms[case.organisation_id or 0]).name
        rows += _rows(case, who, hands.get(case.pk), asked=case.pk in asked)
    wanted = {(row.case_id, row.place) for row in rows}
    there = InboxRow.objects.filter(case__in=cases).values_list("id", "case_id", "place")
    if gone := [key for key, case_id, place in there if (case_id, place) not in wanted]:
        InboxRow.objects.filter(pk__in=gone).delete()  # handed in again to an office elsewhere
    InboxRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=FOUND_BY, update_fields=KEPT, batch_size=CHUNK
    )
    name_all({row.who for row in rows})


def _rows(case: Case, who: str, hand: int | None, *, asked: bool) -> list[InboxRow]:
    due = due_of(case)
    return [
        InboxRow(
            case=case,
            place=one,
            kind=case.kind,
            programme=case.programme,
            state=case.state,
            desk=desk_of(case, asked=asked),
            who=who,
            assigned_to_id=hand,
            clock=due.clock,
            due_on=due.due_on,
            due_key=due.due_on or WITHOUT,
            stopped_at=due.stopped_at,
            days_left=due.days_left,
        )
        for one in places_of(case.region, case.pay_region)
    ]


def desk_of(case: Case, *, asked: bool = False) -> str:
    """Whose next step the case waits for; "" for nobody's. A filing that is approved waits for its class, not for money.

    asked: an amendment of its plan waits for the office.
    """
    if case.kind == CaseKind.CLASS_FILING and case.state in (S.APPROVED, S.IN_PAYMENT):
        return Desk.REVIEW if asked else ""
    return DESKS.get(CaseState(case.state), "")


def places_of(*regions: str) -> list[str]:
    """The regions and everything above them, each as the digits that it shares with what lies below."""
    return sorted({trunk(one)[:length] for one in regions if one for length in (0, 2, 4, 6)})


def name_all(names: Iterable[str]) -> None:
    """Make names that are new findable by any part of them."""
    wanted = set(names)
    new = wanted - set(NameTail.objects.filter(who__in=wanted).values_list("who", flat=True))
    tails = {(who[start:].lower()[:TAIL], who) for who in new for start in range(len(who))}
    NameTail.objects.bulk_create(
        [NameTail(tail=tail, who=who) for tail, who in sorted(tails)], ignore_conflicts=True, batch_size=CHUNK
    )
