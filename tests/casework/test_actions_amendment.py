"""An approved plan changes once both sides agreed, and not before; the claim is held against the plan in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.casework.city import AFTER, DAY, DRAFTED, FILED, START, City, Studied, claimed, fields, submitted
from tests.classroom import SYSTEM, row
from yunpei.casework import actions, queries
from yunpei.casework.models import Case, FilingPlan, InboxRow, PlanRevision
from yunpei.casework.types import AmendmentState, CaseState, Channel, PlanFields, Side
from yunpei.common import audit
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.messages import queries as messages
from yunpei.people import actions as people
from yunpei.training import actions as training
from yunpei.training import queries as classes
from yunpei.training.models import RosterLine

pytestmark = pytest.mark.req("R12")
OTHER = Channel("学习强国", "app", "https://xuexi.example")
LATER = date(2020, 4, 10)


@pytest.fixture
def filing(there: City) -> str:
    """An approved filing with two people; its number."""
    number = submitted(there, (1, 2))
    actions.filing_accept(number=number, by=there.reviewers[0], at=FILED, hour_seconds=60)
    return number


def propose(there: City, number: str, *, by: Any = None, reason: str = "疫情变化", **changes: Any) -> int:
    aside = {name: changes.pop(name) for name in ("roster_id", "account") if name in changes}
    plan = replace(queries.case(number=number, by=there.admin).plan, **changes)
    return actions.amendment_propose(
        number=number, plan=plan, reason=reason, by=by or there.admin, at=FILED + DAY, **aside
    )


def accept(there: City, number: str, amendment: int, *, by: Any = None, at: Any = FILED + 2 * DAY) -> None:
    actions.amendment_accept(number=number, amendment=amendment, reason="材料属实", by=by or there.reviewers[0], at=at)


def test_the_plan_stays_until_the_office_agrees_and_the_old_one_is_kept(there: City, filing: str) -> None:
    made = propose(there, filing, ends_on=LATER, headcount=60, channels=(OTHER,))
    assert queries.case(number=filing, by=there.admin).plan.headcount == 50
    [card] = queries.amendments(number=filing, by=there.reviewers[0])
    assert (card.by, card.state) == (Side.APPLICANT, AmendmentState.PROPOSED)
    assert {one.field: (one.before.zh, one.after.zh) for one in card.changes} == {
        "channels": ("云培 https://yunpei.example", "学习强国 https://xuexi.example"),
        "headcount": ("50", "60"),
        "ends_on": ("2020-03-31", "2020-04-10"),
    }
    assert card.may == ("accept", "refuse")
    accept(there, filing, made)
    now = queries.case(number=filing, by=there.admin)
    assert (now.plan.headcount, now.plan.ends_on, now.plan.channels) == (60, LATER, (OTHER,))
    [before] = queries.revisions(number=filing, by=there.admin)
    assert before.number == 1
    assert before.plan == fields(there)
    assert now.class_id is not None
    held = classes.class_of(now.class_id)
    assert (held.ends_on, held.planned_hours) == (LATER, 24)
    assert [step.event for step in now.steps][-2:] == ["amend_propose", "amend"]
    assert {one.verb for one in audit.history(subject_type="case", subject_id=filing)} >= {
        "amendment_propose",
        "filing_amend",
    }


def test_the_other_side_is_told_and_finds_it_at_its_desk(there: City, filing: str) -> None:
    reviewer = there.reviewers[0]
    made = propose(there, filing, headcount=60)
    [told] = [one for one in messages.inbox(by=reviewer) if "变更" in one.text.zh]
    assert told.link == f"/bureau/cases/{filing}/"
    assert set(InboxRow.objects.filter(case__number=filing).values_list("desk", flat=True)) == {"review"}
    actions.amendment_refuse(number=filing, amendment=made, reason="人数不符", by=reviewer, at=FILED + 2 * DAY)
    assert set(InboxRow.objects.filter(case__number=filing).values_list("desk", flat=True)) == {""}
    assert any("变更未获同意" in one.text.zh for one in messages.inbox(by=there.admin))
    assert queries.case(number=filing, by=there.admin).plan.headcount == 50


def test_an_officers_correction_waits_for_the_organisation(there: City, filing: str) -> None:
    propose(there, filing, headcount=60)
    made = propose(there, filing, by=there.reviewers[0], reason="按花名册", headcount=2)
    first, second = reversed(queries.amendments(number=filing, by=there.admin))
    assert (first.state, second.state, second.by) == (
        AmendmentState.SUPERSEDED,
        AmendmentState.PROPOSED,
        Side.OFFICE,
    )
    with pytest.raises(Forbidden):
        accept(there, filing, made)
    accept(there, filing, made, by=there.admin)
    assert queries.case(number=filing, by=there.admin).plan.headcount == 2


def test_who_may_what(there: City, filing: str) -> None:
    made = propose(there, filing, headcount=60)
    for stranger in (there.payer, there.finance, there.inspector):
        with pytest.raises(Forbidden):
            accept(there, filing, made, by=stranger)
        with pytest.raises(Forbidden):
            propose(there, filing, by=stranger, headcount=70)
    with pytest.raises(Forbidden):
        accept(there, filing, made, by=there.admin)
    with pytest.raises(Forbidden):
        actions.amendment_withdraw(number=filing, amendment=made, by=there.reviewers[0], at=FILED + DAY)
    actions.amendment_withdraw(number=filing, amendment=made, by=there.admin, at=FILED + DAY)
    with pytest.raises(Conflict):
        accept(there, filing, made)
    with pytest.raises(NotFound):
        accept(there, filing, 9)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2020, 3, 1)}, "ends_on"),
        ({"starts_on": date(2020, 2, 20)}, "starts_on"),
        ({"mode": "offline"}, "mode"),
        ({"project": "焊工"}, "project"),
        ({"headcount": 1}, "headcount"),
        ({"online_hours": 20}, "check:min_hours"),
        ({}, ""),
    ],
)
def test_what_cannot_be_is_said_before_anybody_answers(
    there: City, filing: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        propose(there, filing, **changes)
    assert field in {one.field for one in caught.value.problems}
    assert queries.amendments(number=filing, by=there.admin) == []


def test_without_a_reason_nothing_is_proposed_or_answered(there: City, filing: str) -> None:
    with pytest.raises(Invalid):
        propose(there, filing, reason=" ", headcount=60)
    made = propose(there, filing, headcount=60)
    for action in (actions.amendment_accept, actions.amendment_refuse):
        with pytest.raises(Invalid):
            action(number=filing, amendment=made, reason="", by=there.reviewers[0], at=FILED + DAY)


def test_a_class_that_has_begun_keeps_its_first_day_and_its_people(there: City, filing: str) -> None:
    class_id = queries.case(number=filing, by=there.admin).class_id
    assert class_id is not None
    training.class_begin(class_id=class_id, at=FILED + 10 * DAY)
    moved = propose(there, filing, starts_on=date(2020, 3, 3))
    with pytest.raises(Invalid):
        accept(there, filing, moved)
    less = propose(there, filing, roster_id=put(there, 1))
    with pytest.raises(Invalid) as caught:
        accept(there, filing, less)
    assert [one.field for one in caught.value.problems] == ["roster"]
    more = propose(there, filing, roster_id=put(there, 1, 2, 3))
    accept(there, filing, more)
    lines = RosterLine.objects.filter(roster__training_class=class_id)
    assert list(lines.values_list("filed", flat=True)) == [True] * 3
    assert FilingPlan.objects.get(case__number=filing).roster_id == classes.class_of(class_id).roster_id


def test_before_it_begins_another_roster_takes_the_place_of_the_first(there: City, filing: str) -> None:
    before = FilingPlan.objects.get(case__number=filing).roster_id
    other = put(there, 3, 4, 5)
    accept(there, filing, propose(there, filing, roster_id=other))
    plan = FilingPlan.objects.get(case__number=filing)
    assert plan.roster_id == other
    assert classes.class_by_case(filing).people == 3  # type: ignore[union-attr]
    assert PlanRevision.objects.get().roster_id == before


def put(there: City, *people_on_it: int) -> int:
    return training.roster_put(
        organisation_id=there.organisation_id,
        rows=[row(n) for n in people_on_it],
        first_day=START,
        by=there.admin,
        at=DRAFTED,
    )


def test_the_claim_is_held_against_the_plan_in_force(there: City, filing: str, studied: Studied) -> None:
    """PL06 and PL07 would stand against the plan as it was approved."""
    people.organisation_edit(
        organisation_id=there.organisation_id,
        bank_account="6200999999999999",
        by=there.admin,
        at=FILED,
    )
    with pytest.raises(Invalid):
        propose(there, filing)  # the account is proposed only where it is asked for
    made = propose(there, filing, account=True, channels=(OTHER,))
    [card] = queries.amendments(number=filing, by=there.admin)
    [told] = [one for one in card.changes if one.field == "account"]
    assert told.after.zh.endswith("****9999")
    assert "6200" not in told.before.zh
    accept(there, filing, made)
    assert codes(there, filing) == set()


def test_without_an_agreement_the_difference_stands(there: City, filing: str, studied: Studied) -> None:
    people.organisation_edit(
        organisation_id=there.organisation_id, bank_account="6200999999999999", by=there.admin, at=FILED
    )
    propose(there, filing, account=True)
    assert codes(there, filing) == {"PL07"}


def codes(there: City, filing: str) -> set[str]:
    """The mismatches of a claim for the filing's class."""
    class_id = queries.case(number=filing, by=there.admin).class_id
    assert class_id is not None
    training.class_begin(class_id=class_id, at=FILED + 10 * DAY)
    training.class_close(class_id=class_id, by=SYSTEM, at=AFTER - DAY)
    number = actions.claim_open(class_id=class_id, by=there.admin, at=AFTER)
    actions.claim_submit(number=number, by=there.admin, at=AFTER)
    return {str(one.found.code) for one in queries.mismatches(number=number, by=there.admin)}


def test_once_the_class_is_over_it_follows_no_more(there: City, studied: Studied) -> None:
    claim = claimed(there, (1,))
    filing = queries.case(number=claim, by=there.admin).filing_number
    made = propose(there, filing, online_hours=25)
    with pytest.raises(Conflict):
        accept(there, filing, made, at=AFTER)
    accept(there, filing, propose(there, filing, channels=(OTHER,)), at=AFTER)


def test_a_filing_filed_away_leaves_nothing_waiting(there: City, filing: str) -> None:
    propose(there, filing, headcount=60)
    actions.filing_close(number=filing, by=SYSTEM, at=AFTER)
    [card] = queries.amendments(number=filing, by=there.admin)
    assert card.state is AmendmentState.SUPERSEDED
    assert Case.objects.get(number=filing).state == CaseState.CLOSED


def test_the_signature_stays_with_what_was_signed(there: City, filing: str) -> None:
    before = queries.case(number=filing, by=there.admin)
    accept(there, filing, propose(there, filing, headcount=60))
    after = queries.case(number=filing, by=there.admin)
    assert (after.signed_at, [row.ok for row in after.documents]) == (
        before.signed_at,
        [row.ok for row in before.documents],
    )
    assert after.plan != before.plan
    assert isinstance(after.plan, PlanFields)
