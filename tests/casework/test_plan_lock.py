"""The plan lock: each code with both values, what stops the first review, and what lets it go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.casework.city import AFTER, DAY, FILED, City, Studied, accepted, claimed, lines_by_name, published
from tests.classroom import SYSTEM, row
from tests.invented import name
from yunpei.casework import actions, queries
from yunpei.casework.models import CaseLine
from yunpei.casework.plan_lock import mismatches
from yunpei.casework.types import (
    CaseState,
    Claimed,
    ClaimedLine,
    LineCard,
    LockCode,
    LockedPlan,
    MismatchRow,
    Source,
)  # fmt: skip
from yunpei.common import audit
from yunpei.common.actor import NOBODY
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.people import actions as people
from yunpei.training import actions as training
from yunpei.training.models import TrainingClass

pytestmark = pytest.mark.req("R12", "R30")
PLAN = LockedPlan(
    project="电工",
    mode="online",
    online_hours=24,
    offline_hours=0,
    channels=(("云培", "https://yunpei.example"),),
    headcount=2,
    starts_on=date(2020, 3, 2),
    ends_on=date(2020, 3, 31),
    account=("虚构银行", "62000001"),
)
FACTS: dict[str, Any] = {
    "on_filed_roster": True,
    "project": "电 工",
    "online_hours": 24,
    "offline_hours": 0,
    "class_start": PLAN.starts_on,
    "class_end": PLAN.ends_on,
    "channel": "https://yunpei.example/lessons",
}
SOURCES = {
    "project": Source.FILING,
    "class_start": Source.FILING,
    "class_end": Source.FILING,
    "online_hours": Source.CLOCK,
    "offline_hours": Source.TABLE,
    "channel": Source.TABLE,
}


def claim(*changes: dict[str, Any], mode: str = "online", account: str = "6200 0001") -> Claimed:
    """A claim for two people, as planned but for the changes of each."""
    told = [*changes, {}, {}][:2] if len(changes) < 3 else changes
    lines = [ClaimedLine(f"L{n}", f"人{n}", FACTS | one, SOURCES) for n, one in enumerate(told, start=1)]
    return Claimed(mode, ("虚构银行", account), lines)


MOVED = {"class_start": date(2020, 3, 9)}
CASES: dict[str, tuple[Claimed, str, str, str, Source]] = {
    "PL01": (claim({"on_filed_roster": False}), "L1", "备案花名册没有此人", "申领名单有此人", Source.CASE),
    "PL02": (claim({"project": "焊工"}), "L1", "电工", "焊工", Source.CLASS),
    "PL03": (claim({"online_hours": 25}), "L1", "线上 24、线下 0 课时", "线上 25、线下 0 课时", Source.CLOCK),
    "PL04": (claim(MOVED, MOVED), "", "2020-03-02 至 2020-03-31", "2020-03-09 至 2020-03-31", Source.CLASS),
    "PL05": (claim({"channel": "别家学堂"}), "L1", "云培", "别家学堂", Source.TABLE),
    "PL06": (claim({}, {}, {}), "", "2 人", "3 人", Source.CASE),
    "PL07": (claim(account="62000002"), "", "虚构银行 ****0001", "虚构银行 ****0002", Source.ORGANISATION),
    "PL08": (claim(mode="blended"), "", "线上", "线上线下结合", Source.CLASS),
}


@pytest.mark.parametrize("code", CASES)
def test_each_code_has_both_values_and_where_they_come_from(code: str) -> None:
    claimed, line, planned, found, source = CASES[code]
    [one] = mismatches(PLAN, claimed)
    assert (one.code, one.line, one.planned.zh, one.found.zh) == (code, line, planned, found)
    assert one.found_source is source


def test_a_claim_as_planned_has_none_and_what_is_not_known_is_none() -> None:
    assert mismatches(PLAN, claim()) == []
    nothing = dict.fromkeys(FACTS)
    assert mismatches(PLAN, claim(nothing, nothing)) == []
    assert mismatches(replace(PLAN, account=None, headcount=None), claim({}, {}, {}, account="1")) == []


def test_hours_in_a_room_are_another_mode_of_an_online_plan() -> None:
    found = mismatches(PLAN, claim({"offline_hours": 8}))
    assert [(one.code, one.found.zh) for one in found] == [
        (LockCode.HOURS, "线上 24、线下 8 课时"),
        (LockCode.MODE, "线上线下结合"),
    ]
    assert {one.found_source for one in found} == {Source.TABLE}


def late(there: City) -> str:
    """A claim for two, the second of whom joined after the plan was approved, into another account, of a class that moved."""
    class_id = accepted(there, (1,), headcount=1)
    training.class_begin(class_id=class_id, at=FILED + 10 * DAY)
    training.roster_add(class_id=class_id, rows=[row(2)], by=there.admin, at=FILED + 12 * DAY)
    training.class_close(class_id=class_id, by=SYSTEM, at=AFTER - DAY)
    TrainingClass.objects.filter(pk=class_id).update(starts_on=date(2020, 3, 9))
    people.organisation_edit(organisation_id=there.organisation_id, bank_account="62009999", by=there.admin, at=AFTER)
    number = actions.claim_open(class_id=class_id, by=there.admin, at=AFTER)
    actions.claim_submit(number=number, by=there.admin, at=AFTER)
    actions.claim_accept(number=number, by=there.reviewers[0], at=AFTER)
    return number


def shown(number: str, there: City) -> dict[str, MismatchRow]:
    return {one.found.code.value: one for one in queries.mismatches(number=number, by=there.reviewers[1])}


@pytest.mark.django_db
def test_every_mismatch_that_stands_blocks_the_first_review_until_an_officer_accepts_it(
    there: City, studied: Studied
) -> None:
    number, first = late(there), there.reviewers[0]
    rows = shown(number, there)
    assert sorted(rows) == ["PL01", "PL04", "PL06", "PL07"]
    assert (rows["PL01"].found.person, rows["PL04"].found.found.zh) == (name(2), "2020-03-09 至 2020-03-31")
    assert (rows["PL07"].found.planned.zh[-8:], rows["PL07"].found.found.zh[-8:]) == ("****0500", "****9999")
    standing = [code for code, one in rows.items() if one.standing]
    with pytest.raises(Conflict) as refused:
        actions.review_first(number=number, by=first, at=AFTER)
    assert all(code in refused.value.text.zh for code in standing)
    for code in standing:
        actions.mismatch_accept(number=number, mismatch=rows[code].id, reason=f"已核实{code}", by=first, at=AFTER)
    actions.review_first(number=number, by=first, at=AFTER)
    told = shown(number, there)["PL04"]
    assert (told.standing, told.accepted_reason, told.accepted_at) == (False, "已核实PL04", AFTER)
    assert told.accepted_by
    [*_, entry] = [
        one for one in audit.history(subject_type="case", subject_id=number) if one.verb == "mismatch_accept"
    ]
    assert entry.detail["reason"].startswith("已核实")


@pytest.mark.django_db
def test_accepting_takes_a_reason_and_the_desk(there: City, studied: Studied) -> None:
    number = late(there)
    one = shown(number, there)["PL04"].id
    give: dict[str, Any] = {"number": number, "mismatch": one, "at": AFTER}
    with pytest.raises(Invalid):
        actions.mismatch_accept(**give, reason=" ", by=there.reviewers[0])
    for who in (there.admin, there.payer):
        with pytest.raises(Forbidden):
            actions.mismatch_accept(**give, reason="属实", by=who)
    with pytest.raises(NotFound):
        actions.mismatch_accept(**give, reason="属实", by=NOBODY)
    with pytest.raises(NotFound):
        actions.mismatch_accept(**{**give, "mismatch": 0}, reason="属实", by=there.reviewers[0])
    actions.mismatch_accept(**give, reason="属实", by=there.reviewers[0])
    with pytest.raises(Conflict):
        actions.mismatch_accept(**give, reason="属实", by=there.reviewers[1])


@pytest.mark.django_db
def test_what_was_accepted_stands_when_the_same_is_found_again_and_a_corrected_claim_is_free(
    there: City, studied: Studied
) -> None:
    number, first = late(there), there.reviewers[0]
    rows = shown(number, there)
    actions.mismatch_accept(number=number, mismatch=rows["PL04"].id, reason="属实", by=first, at=AFTER)
    actions.case_return(number=number, items=[("lines", "移除未备案人员")], by=first, at=AFTER)
    held = lines_by_name(number, first)[name(2)]
    assert isinstance(held, LineCard)
    if CaseLine.objects.get(public_id=held.id).state == "counted":
        actions.claim_line_remove(number=number, line=held.id, by=there.admin, at=AFTER)
    people.organisation_edit(
        organisation_id=there.organisation_id, bank_account=f"6200{500:012d}", by=there.admin, at=AFTER
    )
    actions.claim_submit(number=number, by=there.admin, at=AFTER)
    actions.claim_accept(number=number, by=first, at=AFTER)
    assert [code for code, one in shown(number, there).items() if one.standing] == []
    assert shown(number, there)["PL04"].accepted_reason == "属实"
    actions.review_first(number=number, by=first, at=AFTER)


@pytest.mark.django_db
def test_a_mismatch_that_came_later_is_shown_at_approval_and_blocks_it(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    notice = published(there, number)
    actions.notice_close(number=notice, by=there.reviewers[0], at=AFTER + 6 * DAY)
    person = CaseLine.objects.filter(case__number=number).order_by("place")[0].person_id
    assert person
    studied.hours[person] = 30
    give: dict[str, Any] = {"number": number, "by": there.reviewers[1], "at": AFTER + 6 * DAY}
    told = [one.what.zh for one in queries.recheck(**give)]
    assert "PL03 课时超过备案计划" in told
    with pytest.raises(Conflict, match="PL03"):
        actions.claim_approve(**give)
    actions.claim_decide_again(**give, reason="课时更正")
    assert shown(number, there)["PL03"].standing
    assert queries.case(number=number, by=there.admin).card.state is CaseState.ACCEPTED


@pytest.mark.django_db
def test_one_reason_for_all_of_a_code_leaves_a_row_for_each(there: City, studied: Studied) -> None:
    first, number = there.reviewers[0], above(there, studied)
    actions.claim_accept(number=number, by=first, at=AFTER)
    give: dict[str, Any] = {"number": number, "code": LockCode.HOURS, "at": AFTER}
    with pytest.raises(Invalid):
        actions.mismatches_accept(**give, reason="", by=first)
    with pytest.raises(Forbidden):
        actions.mismatches_accept(**give, reason="属实", by=there.payer)
    one = queries.mismatches(number=number, by=first)[0]
    actions.mismatch_accept(number=number, mismatch=one.id, reason="单独核实", by=first, at=AFTER)
    assert actions.mismatches_accept(**give, reason="补课计入", by=first) == 2
    assert [row.accepted_reason for row in queries.mismatches(number=number, by=first)] == [
        "单独核实", "补课计入", "补课计入"
    ]  # fmt: skip
    told = [one for one in audit.history(subject_type="case", subject_id=number) if one.verb == "mismatch_accept"]
    assert len({entry.detail["line"] for entry in told}) == 3
    with pytest.raises(Conflict):
        actions.mismatches_accept(**give, reason="补课计入", by=first)
    actions.review_first(number=number, by=first, at=AFTER)


@pytest.mark.django_db
def test_a_draft_shows_what_it_would_differ_in_and_mends_it(there: City, studied: Studied) -> None:
    number = above(there, studied, submit=False)
    found = queries.mismatches_preview(number=number, by=there.admin, at=AFTER)
    assert [str(one.found.code) for one in found] == ["PL03"] * 3
    assert queries.mismatches(number=number, by=there.admin) == []
    with pytest.raises(NotFound):
        queries.mismatches_preview(number=number, by=there.reviewers[0], at=AFTER)
    studied.hours.clear()
    assert queries.mismatches_preview(number=number, by=there.admin, at=AFTER) == []


def above(there: City, studied: Studied, *, submit: bool = True) -> str:
    """A claim for three with more hours than planned, each another number."""
    number = claimed(there, (1, 2, 3)) if submit else ""
    if not number:
        class_id = accepted(there, (1, 2, 3))
        training.class_begin(class_id=class_id, at=FILED + 10 * DAY)
        training.class_close(class_id=class_id, by=SYSTEM, at=AFTER - DAY)
        number = actions.claim_open(class_id=class_id, by=there.admin, at=AFTER)
    for more, line in enumerate(CaseLine.objects.filter(case__number=number).order_by("place"), start=25):
        studied.hours[line.person_id or 0] = more
    if submit:
        actions.case_return(number=number, items=[("lines", "核对")], by=there.reviewers[1], at=AFTER)
        actions.claim_submit(number=number, by=there.admin, at=AFTER)
    return number
