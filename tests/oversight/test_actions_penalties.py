"""The ladder: proposed by one, imposed by another, appealed, repaired, over; a suspended organisation can't file."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.city import AFTER, DAY, City, drafted, officer
from yunpei.casework import actions as casework
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.oversight import actions, jobs, queries
from yunpei.oversight.types import PenaltyKind, PenaltyState
from yunpei.people import queries as people
from yunpei.people.types import OfficeKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(there: City) -> Actor:
    """Another inspector."""
    return officer(910, there.places["inspection"], OfficeKind.INSPECTION)


def proposed(there: City, kind: PenaltyKind = PenaltyKind.SUSPENSION, months: int | None = 6) -> str:
    return actions.penalty_propose(
        organisation=people.organisation(there.organisation_id).credit_code,
        kind=kind,
        facts="虚报12人",
        basis="锡人社办〔2020〕10号 四.5",
        months=months,
        by=there.inspector,
        at=AFTER,
    )


def imposed(there: City, second: Actor, kind: PenaltyKind = PenaltyKind.SUSPENSION, months: int | None = 6) -> str:
    number = proposed(there, kind, months)
    actions.penalty_decide(number=number, event="impose", by=second, at=AFTER)
    return number


def state(there: City, number: str) -> PenaltyState:
    return queries.penalty(number=number, by=there.inspector).state


@pytest.mark.req("R36")
def test_a_suspended_organisation_cannot_file_until_the_term_is_over(there: City, second: Actor) -> None:
    number = proposed(there)
    with pytest.raises(Forbidden, match="以外的人"):
        actions.penalty_decide(number=number, event="impose", by=there.inspector, at=AFTER)
    filing = drafted(there)
    casework.undertaking_sign(number=filing, by=there.legal, at=AFTER)
    actions.penalty_decide(number=number, event="impose", by=second, at=AFTER)
    with pytest.raises(Conflict, match="资格暂停至 2020-10-02"):
        casework.filing_submit(number=filing, by=there.admin, at=AFTER)
    jobs.penalties_expire(at=AFTER + 100 * DAY)
    assert state(there, number) is PenaltyState.IN_FORCE
    over = AFTER + 184 * DAY
    jobs.penalties_expire(at=over)
    assert state(there, number) is PenaltyState.EXPIRED
    with pytest.raises(Invalid):  # the plan's days are past by then: no longer the bar
        casework.filing_submit(number=filing, by=there.admin, at=over)


def test_an_appeal_is_judged_by_a_third_person_and_lifts_the_bar(there: City, second: Actor) -> None:
    number = imposed(there, second)
    with pytest.raises(NotFound):
        actions.penalty_answer(number=number, event="appeal", said="x", by=there.inspector, at=AFTER)
    with pytest.raises(Conflict, match="申诉期"):
        actions.penalty_answer(number=number, event="appeal", said="x", by=there.legal, at=AFTER + 61 * DAY)
    actions.penalty_answer(number=number, event="appeal", said="人员在岗，有考勤", by=there.legal, at=AFTER)
    third = officer(911, there.places["inspection"], OfficeKind.INSPECTION)
    for by in (there.inspector, second):
        with pytest.raises(Forbidden):
            actions.penalty_decide(number=number, event="uphold", answer="属实", by=by, at=AFTER)
    with pytest.raises(Invalid):
        actions.penalty_decide(number=number, event="uphold", answer="", by=third, at=AFTER)
    actions.penalty_decide(number=number, event="uphold", answer="考勤属实", by=third, at=AFTER)
    assert state(there, number) is PenaltyState.LIFTED
    filing = drafted(there)
    casework.undertaking_sign(number=filing, by=there.legal, at=AFTER)
    with pytest.raises(Invalid):
        casework.filing_submit(number=filing, by=there.admin, at=AFTER)


def test_the_list_is_public_while_its_term_runs_and_a_repair_takes_off_it(there: City, second: Actor) -> None:
    number = imposed(there, second, PenaltyKind.LISTED, 12)
    assert [(one.number, one.until) for one in queries.dishonest(at=AFTER)] == [(number, date(2021, 4, 2))]
    assert [one.number for one in queries.own_penalties(by=there.admin)] == [number]
    actions.penalty_answer(number=number, event="ask_repair", said="已退回并整改", by=there.admin, at=AFTER)
    assert len(queries.dishonest(at=AFTER)) == 1
    actions.penalty_decide(number=number, event="refuse_repair", answer="尚未退回", by=second, at=AFTER)
    actions.penalty_answer(number=number, event="ask_repair", said="已退回", by=there.admin, at=AFTER)
    actions.penalty_decide(number=number, event="repair", answer="已退回", by=second, at=AFTER)
    assert queries.dishonest(at=AFTER) == []
    assert [one.state for one in queries.credit_records(by=there.inspector)] == [PenaltyState.REPAIRED]


def test_the_ladder_and_its_terms(there: City, second: Actor) -> None:
    assert queries.next_rung(there.organisation_id) is PenaltyKind.REMINDER
    imposed(there, second, PenaltyKind.REMINDER, None)
    assert queries.next_rung(there.organisation_id) is PenaltyKind.RECOVERY
    for kind, months in ((PenaltyKind.REMINDER, 3), (PenaltyKind.LISTED, None), (PenaltyKind.LISTED, 37)):
        with pytest.raises(Invalid):
            proposed(there, kind, months)
    with pytest.raises(Forbidden):
        actions.penalty_propose(
            organisation="x", kind=PenaltyKind.REMINDER, facts="x", basis="x", by=there.reviewers[0], at=AFTER
        )
    number = proposed(there, PenaltyKind.REMINDER, None)
    assert [one.number for one in queries.own_penalties(by=there.admin)] != [number]  # nothing to them yet
    actions.penalty_decide(number=number, event="drop", answer="证据不足", by=there.inspector, at=AFTER)
    assert state(there, number) is PenaltyState.DROPPED
