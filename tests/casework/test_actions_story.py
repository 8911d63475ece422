"""The whole story by its actions: filing, class, claim, review, notice, objection, approval, payment, books."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.casework.city import (
    AFTER,
    BUDGET,
    DAY,
    DRAFTED,
    City,
    Studied,
    approved,
    books_balance,
    claimed,
    drafted,
    fields,
    published,
    result_file,
    submitted,
)  # fmt: skip
from yunpei.casework import actions, queries
from yunpei.casework.models import CaseLine
from yunpei.casework.types import CaseState, LineState
from yunpei.common import audit
from yunpei.common.actor import NOBODY
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.funds import queries as books
from yunpei.funds.models import FundAccount
from yunpei.funds.types import AccountKind
from yunpei.people import actions as people

pytestmark = pytest.mark.django_db


def state(number: str, there: City) -> CaseState:
    return queries.case(number=number, by=there.reviewers[0]).card.state


@pytest.mark.req("R12", "R24", "R30", "R31", "R49")
def test_from_the_filing_to_the_money(there: City, studied: Studied, tmp_path: Path) -> None:
    number = claimed(there, (1, 2, 3))
    assert number == "WX-2020-0001-C1"
    lines = queries.lines(number=number, by=there.reviewers[0])
    assert [(one.outcome, one.amount_fen) for one in lines] == [("due", 44_400)] * 3
    notice = published(there, number)
    page = queries.notice(number=notice, at=AFTER)
    assert page.shows_names
    assert str(page.card.ends_on) == "2020-04-07"
    assert all("*" * 12 in one.id_masked and one.project == "" for one in page.people)
    with pytest.raises(Conflict):
        actions.notice_close(number=notice, by=there.reviewers[0], at=AFTER + 5 * DAY)
    later = AFTER + 6 * DAY
    assert not queries.notice(number=notice, at=later).people
    actions.notice_close(number=notice, by=there.reviewers[0], at=later)
    actions.claim_approve(number=number, by=there.reviewers[1], at=later)
    assert books.balances(budget=BUDGET)[AccountKind.RESERVED] == 133_200
    batch = actions.batch_make(cases=[number], by=there.payer, at=later)
    assert books.batch_file(number=batch, by=there.payer)[:2] == b"PK"
    result = actions.batch_result(
        number=batch, path=result_file(tmp_path, batch, {number: "成功"}, there.payer), by=there.payer, at=later
    )
    assert (result.paid, result.failed) == (1, 0)
    assert state(number, there) is CaseState.PAID
    standing = books.case_standings(cases=[number])[number]
    assert (standing.due_fen, standing.paid_fen, standing.open_fen) == (133_200, 133_200, 0)
    books_balance()
    [row] = queries.open_notices()
    assert (row.number, row.people, row.amount_fen, row.state) == (notice, 3, 133_200, "closed")
    assert "claim_approve" in [one.verb for one in audit.history(subject_type="case", subject_id=number)]


@pytest.mark.req("R30")
def test_an_objection_holds_one_line_and_the_others_go_on(there: City, studied: Studied, tmp_path: Path) -> None:
    number = claimed(there, (1, 2, 3))
    notice = published(there, number)
    code = actions.objection_make(notice=notice, row=2, text="此人未参加培训", by=NOBODY, at=AFTER + DAY)
    assert queries.objection_by_code(code.lower()).person
    later = AFTER + 6 * DAY
    actions.notice_close(number=notice, by=there.reviewers[0], at=later)
    actions.claim_approve(number=number, by=there.reviewers[0], at=later)
    batch = actions.batch_make(cases=[number], by=there.payer, at=later)
    file = result_file(tmp_path, batch, {number: "成功"}, there.payer)
    actions.batch_result(number=batch, path=file, by=there.payer, at=later)
    assert state(number, there) is CaseState.IN_PAYMENT
    [objection] = queries.objections_open(by=there.reviewers[1])
    actions.objection_settle(
        objection=objection.id, uphold=False, answer="学习记录完整", by=there.reviewers[1], at=later
    )
    second = actions.batch_make(cases=[number], by=there.payer, at=later)
    assert [row.amount_fen for row in books.batch_rows(number=second, by=there.payer)] == [44_400]
    file = result_file(tmp_path, second, {number: "成功"}, there.payer)
    actions.batch_result(number=second, path=file, by=there.payer, at=later)
    assert state(number, there) is CaseState.PAID
    books_balance()


def test_an_upheld_objection_removes_its_line(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    notice = published(there, number)
    actions.objection_make(notice=notice, row=1, text="不是本单位职工", by=NOBODY, at=AFTER + DAY)
    [objection] = queries.objections_open(by=there.reviewers[1])
    actions.objection_settle(objection=objection.id, uphold=True, answer="属实", by=there.reviewers[1], at=AFTER + DAY)
    first = queries.lines(number=number, by=there.reviewers[0])[0]
    assert (first.state, first.why) == (LineState.REMOVED, "属实")
    actions.notice_close(number=notice, by=there.reviewers[0], at=AFTER + 6 * DAY)
    actions.claim_approve(number=number, by=there.reviewers[0], at=AFTER + 6 * DAY)
    assert books.balances(budget=BUDGET)[AccountKind.RESERVED] == 44_400


def test_a_failed_payment_goes_back_and_is_paid_again(there: City, studied: Studied, tmp_path: Path) -> None:
    number, later = claimed(there), AFTER + 7 * DAY
    approved(there, number)
    batch = actions.batch_make(cases=[number], by=there.payer, at=later)
    with pytest.raises(Conflict):
        actions.batch_make(cases=[number], by=there.payer, at=later)
    file = result_file(tmp_path, batch, {number: "账号不存在"}, there.payer)
    assert actions.batch_result(number=batch, path=file, by=there.payer, at=later).failed == 1
    again = actions.batch_result(number=batch, path=file, by=there.payer, at=later)
    assert (again.failed, again.unchanged) == (0, 1)
    books_balance()
    file = result_file(tmp_path, batch, {number: "成功"}, there.payer)
    with pytest.raises(Invalid):  # the same row can't have been paid after all
        actions.batch_result(number=batch, path=file, by=there.payer, at=later)
    [told] = queries.refused_payments(by=there.admin)
    assert (told.case, told.reason, told.corrected, told.offered) == (number, "账号不存在", False, False)
    people.organisation_edit(organisation_id=there.organisation_id, bank_account="62009999", by=there.admin, at=later)
    assert [one.offered for one in queries.refused_payments(by=there.payer, number=number)] == [True]
    actions.payee_correct(number=number, by=there.admin, at=later)
    [told] = queries.refused_payments(by=there.admin)
    assert (told.corrected, told.offered, told.pays_to[-8:]) == (True, False, "****9999")
    second = actions.batch_make(cases=[number], by=there.payer, at=later)
    file = result_file(tmp_path, second, {number: "成功"}, there.payer)
    actions.batch_result(number=second, path=file, by=there.payer, at=later)
    assert state(number, there) is CaseState.PAID
    assert queries.refused_payments(by=there.admin) == []
    books_balance()


def test_the_filing_says_everything_at_once(there: City) -> None:
    number = actions.filing_draft(programme="wuxi-2020-10/online", by=there.admin, at=AFTER)
    with pytest.raises(Invalid) as refused:
        actions.filing_submit(number=number, by=there.admin, at=AFTER)
    found = {problem.field for problem in refused.value.problems}
    assert {
        "objects",
        "posts",
        "project",
        "course_id",
        "starts_on",
        "headcount",
        "cost_fen",
        "online_hours",
        "channels",
    } <= found
    assert {"roster", "document:training_plan", "document:undertaking"} <= found
    assert "document:commission_agreement" not in found


@pytest.mark.req("R12", "R24")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mode": "blended", "online_hours": 24, "offline_hours": 8}, "offline_hours"),
        ({"mode": "offline", "online_hours": 0, "offline_hours": 24}, "mode"),
        ({"online_hours": 20}, "check:min_hours"),
        ({"delegate": "虚构培训学校"}, "document:commission_agreement"),
        ({"headcount": 1}, "headcount"),
        ({"project": "焊工"}, "project"),
    ],
)
def test_the_filing_is_held_to_the_circular(there: City, changes: dict[str, object], field: str) -> None:
    number = drafted(there, (1, 2), **changes)
    actions.undertaking_sign(number=number, by=there.legal, at=AFTER)
    with pytest.raises(Invalid) as refused:
        actions.filing_submit(number=number, by=there.admin, at=DRAFTED)
    assert field in {problem.field for problem in refused.value.problems}


def test_a_changed_plan_must_be_signed_again(there: City) -> None:
    number = drafted(there)
    actions.undertaking_sign(number=number, by=there.legal, at=DRAFTED)
    actions.filing_edit(number=number, plan=fields(there, posts="焊工"), by=there.admin, at=DRAFTED)
    with pytest.raises(Invalid, match="重新签署"):
        actions.filing_submit(number=number, by=there.admin, at=DRAFTED)
    with pytest.raises(Forbidden):
        actions.undertaking_sign(number=number, by=there.admin, at=DRAFTED)


def test_a_returned_filing_is_corrected_and_comes_back(there: City) -> None:
    number = submitted(there)
    with pytest.raises(Invalid):
        actions.case_return(number=number, items=[], by=there.reviewers[0], at=AFTER)
    actions.case_return(number=number, items=[("posts", "请写明岗位")], by=there.reviewers[0], at=AFTER)
    [step] = [one for one in queries.case(number=number, by=there.admin).steps if one.event == "return"]
    assert step.items == (("posts", "请写明岗位"),)
    with pytest.raises(Conflict):
        actions.filing_accept(number=number, by=there.reviewers[0], at=AFTER)


@pytest.mark.req("R30")
def test_duties_are_apart(there: City, studied: Studied) -> None:
    number, first = claimed(there), there.reviewers[0]
    actions.claim_accept(number=number, by=first, at=AFTER)
    actions.review_first(number=number, by=first, at=AFTER)
    with pytest.raises(Forbidden):
        actions.review_second(number=number, by=first, at=AFTER)
    with pytest.raises(Forbidden):
        actions.review_second(number=number, by=there.payer, at=AFTER)
    with pytest.raises(Forbidden):
        actions.review_second(number=number, by=there.admin, at=AFTER)
    with pytest.raises(NotFound):
        actions.review_second(number=number, by=NOBODY, at=AFTER)


def test_what_changed_is_shown_and_nothing_is_approved(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    notice = published(there, number)
    actions.notice_close(number=notice, by=there.reviewers[0], at=AFTER + 6 * DAY)
    person = there_person(number)
    studied.hours[person] = 23
    with pytest.raises(Conflict, match="线上课时"):
        actions.claim_approve(number=number, by=there.reviewers[1], at=AFTER + 6 * DAY)
    assert state(number, there) is CaseState.PUBLIC_NOTICE
    actions.claim_decide_again(number=number, reason="课时更正", by=there.reviewers[1], at=AFTER + 6 * DAY)
    assert [one.state for one in queries.lines(number=number, by=there.payer)] == [LineState.REFUSED, LineState.COUNTED]
    approved_again(there, number)
    assert books.balances(budget=BUDGET)[AccountKind.RESERVED] == 44_400


def there_person(number: str) -> int:
    person = CaseLine.objects.filter(case__number=number).order_by("place").values_list("person_id", flat=True).first()
    assert person
    return person


def approved_again(there: City, number: str) -> None:
    at = AFTER + 7 * DAY
    actions.review_first(number=number, by=there.reviewers[1], at=at)
    actions.review_second(number=number, by=there.reviewers[0], at=at)
    notice = actions.notice_publish(number=number, by=there.reviewers[0], at=at)
    actions.notice_close(number=notice, by=there.reviewers[0], at=at + 6 * DAY)
    actions.claim_approve(number=number, by=there.reviewers[0], at=at + 6 * DAY)


@pytest.mark.req("R24", "R31")
def test_a_cap_is_shared_by_all_claims_of_a_person(there: City, studied: Studied) -> None:
    first, second = claimed(there, (1,)), claimed(there, (1,))
    [mine] = queries.lines(number=second, by=there.reviewers[0])
    assert mine.amount_fen == 50_000 - 44_400
    actions.case_withdraw(number=first, by=there.admin, at=AFTER)
    published_ = published(there, second)
    actions.notice_close(number=published_, by=there.reviewers[0], at=AFTER + 6 * DAY)
    with pytest.raises(Conflict, match="金额"):
        actions.claim_approve(number=second, by=there.reviewers[0], at=AFTER + 6 * DAY)


def test_the_budget_is_never_overspent(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2, 3))
    FundAccount.objects.filter(kind="budget").update(balance_fen=100_000)
    with pytest.raises(Conflict, match="预算不足"):
        approved(there, number)
    assert state(number, there) is CaseState.PUBLIC_NOTICE
    assert books.case_standings(cases=[number]) == {}
