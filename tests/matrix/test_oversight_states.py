"""State × event × role of oversight: what a table allows happens, what it does not leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, claimed, officer
from tests.classroom import signed_up
from tests.oversight.archives.test_actions import administrator
from tests.oversight.office import reported
from yunpei.common.actor import Actor
from yunpei.common.errors import Refused
from yunpei.common.states import Table
from yunpei.oversight import actions
from yunpei.oversight.models import Complaint, Draw, Hold, Inspection, Penalty
from yunpei.oversight.states import COMPLAINT, DRAW, HOLD, INSPECTION, PENALTY
from yunpei.oversight.types import HoldSource, HoldState, InspectionResult, InspectionState, PenaltyKind
from yunpei.people import actions as people_actions
from yunpei.people import queries as people
from yunpei.people.types import OfficeKind, Role

pytestmark = pytest.mark.django_db
SEED_DAY = date(2020, 4, 6)
OUTSIDE = ("elsewhere", "organiser", "undrawn")  # inspectors all the same
Do = dict[str, Callable[[Any, Actor], Any]]


def everyone(there: City) -> dict[str, Actor]:
    """One of each role. The deciding inspector is none of those who proposed or organised."""
    place = people_actions.office_open(
        name="大连监督", region="210200", kind=OfficeKind.INSPECTION, by=Actor.system("tests"), at=AFTER
    )
    return {
        "learner": signed_up(950),
        "admin": there.admin,
        "legal": there.legal,
        "review": there.reviewers[0],
        "pay": there.payer,
        "finance": there.finance,
        "inspect": officer(912, there.places["inspection"], OfficeKind.INSPECTION),
        "elsewhere": officer(951, place, OfficeKind.INSPECTION),
        **{role.value: administrator(960 + n, role) for n, role in enumerate((Role.OPS, Role.SECURITY, Role.AUDIT))},
    }


def checked(
    who_is_there: dict[str, Actor], table: Table, make: Callable[[str], Any], do: Do, state: Callable[[Any], str]
) -> None:
    """Try every event in every state as everyone; make(state) gives the thing, `do` tries, state(thing) is read again."""
    wrong = []
    for start in table.states:
        for event, attempt in do.items():
            for who, by in who_is_there.items():
                thing = make(start)
                try:
                    attempt(thing, by)
                    verdict = "done"
                except Refused as refused:
                    verdict = type(refused).__name__
                allowed = who not in OUTSIDE and table.may(start, event, by.roles)
                row = table.find(start, event)
                expected = str(row.target) if row and allowed else start
                if (verdict == "done") is not allowed or state(thing) != expected:
                    wrong.append(f"{start} × {event} × {who}: {verdict}, {state(thing)}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_holds(there: City, studied: Studied) -> None:
    number = claimed(there)
    complaint = reported("320200")

    def make(state: str) -> Hold:
        released = state == HoldState.RELEASED
        return Hold.objects.create(
            case=number,
            source=HoldSource.COMPLAINT,
            complaint=complaint,
            said_zh="核实",
            said_en="verified",
            state=state,
            placed_at=AFTER,
            placed_by_id=there.inspector.account_id,
            released_at=AFTER if released else None,
            released_by_id=there.inspector.account_id if released else None,
            release_reason="查清" if released else "",
        )

    do: Do = {"release": lambda one, by: actions.hold_release(hold=one.pk, reason="查清", by=by, at=AFTER)}
    checked(everyone(there), HOLD, make, do, lambda one: Hold.objects.get(pk=one.pk).state)


def test_complaints(there: City) -> None:
    def make(state: str) -> Complaint:
        made = reported("320200")
        over = state in ("answered", "declined")
        made.state, made.answer, made.answered_at = state, "已办" if over else "", AFTER if over else None
        made.save()
        return made

    def end(event: str) -> Callable[[Any, Actor], Any]:
        return lambda one, by: actions.complaint_end(
            complaint=str(one.public_id), event=event, answer="查了", by=by, at=AFTER
        )

    do: Do = {
        "accept": lambda one, by: actions.complaint_accept(complaint=str(one.public_id), by=by, at=AFTER),
        "answer": end("answer"),
        "decline": end("decline"),
    }
    checked(everyone(there), COMPLAINT, make, do, lambda one: Complaint.objects.get(pk=one.pk).state)


def test_penalties(there: City) -> None:
    second = officer(910, there.places["inspection"], OfficeKind.INSPECTION)
    code = people.organisation(there.organisation_id).credit_code

    def make(state: str) -> Penalty:
        number = actions.penalty_propose(
            organisation=code,
            kind=PenaltyKind.SUSPENSION,
            facts="虚报",
            basis="四.5",
            months=6,
            by=there.inspector,
            at=AFTER,
        )
        made = Penalty.objects.get(number=number)
        made.state = state
        if state not in ("proposed", "dropped"):
            made.imposed_at, made.imposed_by_id, made.from_day = AFTER, second.account_id, date(2020, 4, 2)
            made.until = made.from_day + timedelta(days=180)
        made.save()
        return made

    def decide(event: str) -> Callable[[Any, Actor], Any]:
        return lambda one, by: actions.penalty_decide(number=one.number, event=event, answer="因为", by=by, at=AFTER)

    def say(event: str) -> Callable[[Any, Actor], Any]:
        return lambda one, by: actions.penalty_answer(number=one.number, event=event, said="因为", by=by, at=AFTER)

    judged = ("impose", "drop", "uphold", "dismiss", "repair", "refuse_repair", "lift")
    do: Do = {event: decide(event) for event in judged} | {event: say(event) for event in ("appeal", "ask_repair")}
    checked(everyone(there), PENALTY, make, do, lambda one: Penalty.objects.get(pk=one.pk).state)


def test_draws(there: City, studied: Studied) -> None:
    claimed(there)
    people_of = everyone(there)
    for n in (913, 914):
        one = officer(n, there.places["inspection"], OfficeKind.INSPECTION)
        actions.inspector_state(barred=(), by=one, at=AFTER)

    def make(state: str) -> Draw:
        number = actions.draw_make(
            title="抽查",
            wanted={"enterprises": 1, "inspectors": 2},
            seed_rule="某日开奖号码",
            seed_not_before=SEED_DAY,
            by=there.inspector,
            at=AFTER,
        )
        if state in ("committed", "drawn"):
            actions.draw_commit(number=number, by=there.inspector, at=AFTER)
        if state == "drawn":
            actions.draw_draw(number=number, seed="7", by=there.inspector, at=AFTER + 5 * DAY)
        if state == "cancelled":
            actions.draw_cancel(number=number, reason="改期", by=there.inspector, at=AFTER)
        # A draft is its organiser's own; the table is about what comes then.
        mine = Draw.objects.get(number=number)
        mine.organised_by_id = people_of["inspect"].account_id or 0
        mine.save()
        return mine

    later = AFTER + 6 * DAY
    do: Do = {
        "commit": lambda one, by: actions.draw_commit(number=one.number, by=by, at=AFTER),
        "draw": lambda one, by: actions.draw_draw(number=one.number, seed="7", by=by, at=later),
        "cancel": lambda one, by: actions.draw_cancel(number=one.number, reason="改期", by=by, at=AFTER),
    }
    checked(people_of, DRAW, make, do, lambda one: Draw.objects.get(pk=one.pk).state)


def test_inspections(there: City, studied: Studied) -> None:
    claimed(there)
    who = everyone(there)
    for n in (913, 914):
        one = officer(n, there.places["inspection"], OfficeKind.INSPECTION)
        actions.inspector_state(barred=(), by=one, at=AFTER)
    number = actions.draw_make(
        title="抽查",
        wanted={"enterprises": 1, "inspectors": 2},
        seed_rule="某日开奖号码",
        seed_not_before=SEED_DAY,
        by=there.inspector,
        at=AFTER,
    )
    actions.draw_commit(number=number, by=there.inspector, at=AFTER)
    actions.draw_draw(number=number, seed="7", by=there.inspector, at=AFTER + 5 * DAY)
    row = Inspection.objects.get()
    row.inspectors.add(who["inspect"].account_id or 0, there.inspector.account_id or 0)
    who |= {"organiser": there.inspector, "undrawn": officer(915, there.places["inspection"], OfficeKind.INSPECTION)}
    later = AFTER + 6 * DAY

    def make(state: str) -> Inspection:
        fresh = state == InspectionState.ASSIGNED
        Inspection.objects.filter(pk=row.pk).update(
            state=state,
            visited_on=None if fresh else later.date(),
            found="" if fresh else "有人上课",
            result="" if fresh else InspectionResult.SOUND,
            reported_at=None if fresh else later,
            reported_by=None if fresh else who["inspect"].account_id,
        )
        return row

    visit: dict[str, Any] = {"visited_on": later.date(), "found": "有人上课", "result": InspectionResult.SOUND}
    do: Do = {
        "report": lambda one, by: actions.inspection_report(inspection=str(one.public_id), **visit, by=by, at=later),
        "publish": lambda one, by: actions.inspection_publish(
            inspection=str(one.public_id), looked=True, by=by, at=later
        ),
    }
    checked(who, INSPECTION, make, do, lambda one: Inspection.objects.get(pk=one.pk).state)
