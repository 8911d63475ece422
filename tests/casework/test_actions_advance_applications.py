"""An application paid in advance (预拨): granted by a second officer, paid at once, settled when it is approved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.casework.applying import APPLIED, DAY, Offices, firm_applies, money, offices, paid
from tests.casework.city import books_balance
from tests.invented import name, person
from yunpei.casework import actions, queries
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.types import CaseState, LineState
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, NotFound
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer
from yunpei.funds.types import AccountKind, Budget, Standing

pytestmark = [pytest.mark.django_db, pytest.mark.req("R25")]
PROGRAMME, FUND = "wuxi-2020-10/pre-job", "职业技能提升行动专账资金"
BUDGET = Budget(FUND, "320200")
HEADER = ("身份证号码", "姓名", "入职日期", "已参保", "在职截至日期", "完成培训")
FEN = 30_000  # 二（一）.1: 按照每人300元


@pytest.fixture
def there(db: None) -> Offices:
    made = offices("320200")
    money(made, FUND)
    return made


def hired(n: int) -> list[str]:
    return [person(n), name(n), "2020-03-02", "是", "2020-05-31", "是"]


def applied(there: Offices, folder: Path, *people: int) -> tuple[str, Actor]:
    """Handed in and passed by the first reviewer."""
    number, admin, _ = firm_applies(PROGRAMME, "320211", folder, HEADER, [hired(n) for n in people])
    actions.application_submit(number=number, by=admin, at=APPLIED)
    actions.claim_accept(number=number, by=there.reviewers[0], at=APPLIED)
    actions.review_first(number=number, by=there.reviewers[0], at=APPLIED)
    return number, admin


def approve(there: Offices, number: str) -> None:
    actions.review_second(number=number, by=there.reviewers[1], at=APPLIED + DAY)
    actions.claim_approve(number=number, by=there.reviewers[1], at=APPLIED + DAY)


def standing(number: str) -> Standing:
    return books.case_standings(cases=[number]).get(number, Standing())


def test_three_hundred_yuan_each_before_all_is_decided(there: Offices, tmp_path: Path) -> None:
    number, admin = applied(there, tmp_path, 1, 2)
    for who, error in ((there.reviewers[0], Forbidden), (there.payer, Forbidden), (admin, Forbidden)):
        with pytest.raises(error):
            actions.advance_grant(number=number, by=who, at=APPLIED)
    assert "advance" in queries.case(number=number, by=there.reviewers[1]).events
    actions.advance_grant(number=number, by=there.reviewers[1], at=APPLIED)
    card = books.advance_of(case=number)
    assert card is not None
    assert (card.allowed_fen, card.amount_fen) == (2 * FEN, 2 * FEN)
    assert "二（一）.1" in card.rule
    assert queries.payable(by=there.payer, budget=BUDGET) == [number]
    paid(there, number)
    assert Case.objects.get(number=number).state == CaseState.FIRST_REVIEW
    assert standing(number) == Standing(advance_fen=2 * FEN)
    approve(there, number)
    assert Case.objects.get(number=number).state == CaseState.PAID  # nothing is left to pay
    assert standing(number) == Standing(settled_fen=2 * FEN)
    assert books.recoveries_of(case=number) == []
    assert [(one.due_fen, one.paid_fen) for one in queries.lines(number=number, by=admin)] == [(FEN, FEN)] * 2
    actions.recovery_open(number=number, reason="未开展培训", by=there.inspector, at=APPLIED + 2 * DAY)
    assert standing(number).owed_back_fen == 2 * FEN
    books_balance()


def test_less_may_be_granted_and_what_was_too_much_comes_back(there: Offices, tmp_path: Path) -> None:
    number, _ = applied(there, tmp_path, 1, 2)
    actions.advance_grant(number=number, by=there.reviewers[1], at=APPLIED)
    paid(there, number)
    line = CaseLine.objects.filter(case__number=number).order_by("place")[0]
    held: dict[str, Any] = {
        "number": number,
        "line": str(line.public_id),
        "reason": "已离职",
        "by": there.inspector,
        "at": APPLIED,
    }
    actions.line_hold(**held)
    actions.line_settle(**held, keep=False)
    approve(there, number)
    assert standing(number) == Standing(settled_fen=FEN, owed_back_fen=FEN)
    [back] = books.recoveries_of(case=number)
    assert back.amount_fen == FEN
    assert Case.objects.get(number=number).state == CaseState.PAID
    books_balance()


def test_the_rest_is_paid_after_the_approval(there: Offices, tmp_path: Path) -> None:
    number, _ = applied(there, tmp_path, 1, 2)
    actions.advance_grant(number=number, amount_fen=FEN, by=there.reviewers[1], at=APPLIED)
    batch = actions.batch_make(cases=[number], by=there.payer, at=APPLIED)
    actions.review_second(number=number, by=there.reviewers[1], at=APPLIED)
    with pytest.raises(Conflict, match="尚未答复"):
        actions.claim_approve(number=number, by=there.reviewers[1], at=APPLIED)
    with pytest.raises(Conflict, match="尚未答复"):
        actions.case_refuse(number=number, reason="不符", by=there.reviewers[1], at=APPLIED)
    assert Case.objects.get(number=number).state == CaseState.SECOND_REVIEW
    answered(there, batch)
    actions.claim_approve(number=number, by=there.reviewers[1], at=APPLIED + DAY)
    assert standing(number) == Standing(reserved_fen=FEN, settled_fen=FEN)
    paid(there, number, APPLIED + DAY)
    assert standing(number) == Standing(paid_fen=FEN, settled_fen=FEN)
    books_balance()


def answered(there: Offices, batch: str) -> None:
    rows = books.batch_rows(number=batch, by=there.payer)
    answers = [Answer(2, row.number, True) for row in rows]
    actions.batch_answers(number=batch, answers=answers, by=there.payer, at=APPLIED)


@pytest.mark.parametrize("sent", [True, False])
def test_an_application_that_ends_gives_its_advance_back(there: Offices, tmp_path: Path, sent: bool) -> None:
    number, admin = applied(there, tmp_path, 1)
    actions.advance_grant(number=number, by=there.reviewers[1], at=APPLIED)
    if sent:
        paid(there, number)
    actions.case_withdraw(number=number, by=admin, at=APPLIED + DAY)
    assert CaseLine.objects.get(case__number=number).state == LineState.REMOVED
    assert standing(number) == (Standing(owed_back_fen=FEN) if sent else Standing())
    assert len(books.recoveries_of(case=number)) == sent
    left = books.balances(budget=BUDGET)[AccountKind.RESERVED]
    assert left == 0
    books_balance()


def test_not_where_nothing_is_paid_in_advance_and_taken_back_unsent(there: Offices, tmp_path: Path) -> None:
    number, _ = applied(there, tmp_path, 1)
    with pytest.raises(NotFound):
        actions.advance_grant(number="WX-0", by=there.reviewers[1], at=APPLIED)
    actions.advance_grant(number=number, by=there.reviewers[1], at=APPLIED)
    with pytest.raises(Conflict, match="已有预支"):
        actions.advance_grant(number=number, by=there.reviewers[1], at=APPLIED)
    actions.advance_cancel(number=number, reason="误批", by=there.reviewers[1], at=APPLIED)
    assert books.advance_of(case=number) is None
    actions.advance_grant(number=number, by=there.reviewers[1], at=APPLIED)
    approve(there, number)  # never sent: all of it is paid as usual
    assert books.advance_of(case=number) is None
    assert standing(number) == Standing(reserved_fen=FEN)
    with pytest.raises(Conflict):
        actions.advance_grant(number=number, by=there.reviewers[1], at=APPLIED)
    books_balance()
