"""Paid money that was not due: asked back line by line, partly or whole, demanded, received, written off."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.casework.city import (
    AFTER,
    BUDGET,
    DAY,
    City,
    Studied,
    approved,
    books_balance,
    city,
    claimed,
    result_file,
)
from tests.classroom import SYSTEM
from yunpei.casework import actions, queries
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.types import CaseState, LineState
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.types import AccountKind, RecoveryState, Standing
from yunpei.messages.models import Message

pytestmark = pytest.mark.django_db
DUE = 44_400
LATER = AFTER + 8 * DAY


@pytest.fixture
def there(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    Studied().stand_in(monkeypatch)
    return city()


def lines_of(number: str) -> list[CaseLine]:
    return list(CaseLine.objects.filter(case__number=number).order_by("place"))


def paid(there: City, folder: Path, roster: tuple[int, ...] = (1, 2, 3)) -> str:
    """A claim that was paid in full."""
    number = claimed(there, roster)
    approved(there, number)
    batch = actions.batch_make(cases=[number], by=there.payer, at=LATER)
    file = result_file(folder, batch, {number: "成功"}, there.payer)
    actions.batch_result(number=batch, path=file, by=there.payer, at=LATER)
    return number


@pytest.mark.req("R36")
def test_a_finding_makes_a_negative_due_and_edits_nothing(there: City, tmp_path: Path) -> None:
    number = paid(there, tmp_path)
    one, two, _ = lines_of(number)
    before = list(books.ledger_rows())
    asked = {str(one.public_id): None, str(two.public_id): 10_000}
    recovery = actions.recovery_open(number=number, lines=asked, reason="冒名参训", by=there.inspector, at=LATER)
    assert list(books.ledger_rows())[: len(before)] == before
    standing = books.case_standings(cases=[number])[number]
    assert (standing.due_fen, standing.given_fen, standing.open_fen) == (3 * DUE - DUE - 10_000, 3 * DUE, -DUE - 10_000)
    one, two, three = lines_of(number)
    assert (one.state, one.reserved_fen, one.why) == (LineState.RECOVERED, 0, "冒名参训")
    assert (two.state, two.reserved_fen, two.amount_fen) == (
        LineState.COUNTED,
        DUE - 10_000,
        DUE,
    )  # counts net under caps
    assert (three.state, three.reserved_fen) == (LineState.COUNTED, DUE)
    card = books.recovery(number=recovery, by=there.finance)
    assert (card.number, card.state, card.open_fen) == ("ZH-320200-2020-0001", RecoveryState.DUE, DUE + 10_000)
    assert Case.objects.get(number=number).state == CaseState.PAID
    assert Message.objects.filter(text_zh__contains="应退回").exists()
    books_balance()


@pytest.mark.req("R36")
def test_it_is_demanded_comes_back_in_parts_and_the_rest_is_given_up(there: City, tmp_path: Path) -> None:
    number = paid(there, tmp_path)
    recovery = actions.recovery_open(number=number, reason="未开展培训", by=there.inspector, at=LATER)
    assert {line.state for line in lines_of(number)} == {LineState.RECOVERED}
    with pytest.raises(Conflict, match="催缴"):
        funds.recovery_write_off(number=recovery, reason="企业注销", by=there.finance, at=LATER)
    with pytest.raises(Forbidden):
        actions.recovery_demand(number=recovery, due_on=date(2020, 5, 31), by=there.finance, at=LATER)
    with pytest.raises(Invalid):
        actions.recovery_demand(number=recovery, due_on=date(2020, 4, 1), by=there.payer, at=LATER)
    actions.recovery_demand(number=recovery, due_on=date(2020, 5, 31), by=there.payer, at=LATER)
    enter: dict[str, Any] = {"number": recovery, "received_on": LATER.date(), "payer": "虚构有限公司"}
    enter |= {"by": there.payer, "at": LATER}
    assert funds.receipt_enter(reference="HD-1", amount_fen=50_000, **enter)
    assert not funds.receipt_enter(reference="HD-1", amount_fen=50_000, **enter)  # twice is once
    with pytest.raises(Conflict, match="内容不同"):
        funds.receipt_enter(reference="HD-1", amount_fen=50_001, **enter)
    with pytest.raises(Invalid) as refused:
        funds.receipt_enter(
            reference=" ", amount_fen=3 * DUE, **{**enter, "received_on": date(2020, 5, 1), "payer": ""}
        )
    assert [one.field for one in refused.value.problems] == ["amount_fen", "reference", "payer", "received_on"]
    card = books.recovery(number=recovery, by=there.payer)
    assert (card.state, card.back_fen, card.open_fen) == (RecoveryState.PART_BACK, 50_000, 3 * DUE - 50_000)
    for who, error in ((there.payer, Forbidden), (there.admin, NotFound)):
        with pytest.raises(error):
            funds.recovery_write_off(number=recovery, reason="企业注销", by=who, at=LATER)
    with pytest.raises(Invalid):
        funds.recovery_write_off(number=recovery, reason=" ", by=there.finance, at=LATER)
    funds.recovery_write_off(number=recovery, reason="企业注销，法院终结执行", by=there.finance, at=LATER)
    card = books.recovery(number=recovery, by=there.payer)
    assert (card.state, card.written_off_fen, card.open_fen) == (RecoveryState.WRITTEN_OFF, 3 * DUE - 50_000, 0)
    assert books.case_standings(cases=[number])[number] == Standing(
        recovered_fen=50_000, written_off_fen=3 * DUE - 50_000
    )
    with pytest.raises(Conflict):
        funds.receipt_enter(reference="HD-2", amount_fen=1, **enter)
    assert [one.reference for one in books.receipts(number=recovery, by=there.finance)] == ["HD-1"]
    books_balance()
    funds.budget_restore(
        budget=BUDGET, account=AccountKind.RECOVERED, amount_fen=50_000, reason="缴回专账", by=there.finance, at=LATER
    )
    with pytest.raises(Conflict):
        funds.budget_restore(
            budget=BUDGET, account=AccountKind.RECOVERED, amount_fen=1, reason="缴回专账", by=there.finance, at=LATER
        )
    books_balance()


def test_what_was_not_sent_goes_back_to_the_budget(there: City, tmp_path: Path) -> None:
    number = claimed(there, (1, 2))
    approved(there, number)
    _, two = lines_of(number)
    actions.line_hold(number=number, line=str(two.public_id), reason="核查", by=there.inspector, at=LATER)
    batch = actions.batch_make(cases=[number], by=there.payer, at=LATER)
    with pytest.raises(Conflict, match="尚未答复"):
        actions.recovery_open(number=number, reason="虚报", by=there.inspector, at=LATER)
    actions.batch_result(
        number=batch, path=result_file(tmp_path, batch, {number: "成功"}, there.payer), by=there.payer, at=LATER
    )
    recovery = actions.recovery_open(number=number, reason="虚报", by=there.inspector, at=LATER)
    assert [line.state for line in lines_of(number)] == [LineState.RECOVERED, LineState.REMOVED]
    assert books.recovery(number=recovery, by=there.payer).amount_fen == DUE
    assert books.balances(budget=BUDGET)[AccountKind.RESERVED] == 0
    assert Case.objects.get(number=number).state == CaseState.PAID
    with pytest.raises(Invalid):  # nobody is left
        actions.recovery_open(number=number, reason="虚报", by=there.inspector, at=LATER)
    books_balance()


def test_nothing_paid_is_nothing_to_ask_back(there: City) -> None:
    number = claimed(there, (1,))
    with pytest.raises(Conflict):
        actions.recovery_open(number=number, reason="虚报", by=there.inspector, at=AFTER)
    approved(there, number)
    [line] = lines_of(number)
    with pytest.raises(Invalid):
        actions.recovery_open(
            number=number, lines={str(line.public_id): 1}, reason="虚报", by=there.inspector, at=LATER
        )
    assert actions.recovery_open(number=number, reason="虚报", by=there.inspector, at=LATER) == ""
    assert Case.objects.get(number=number).state == CaseState.PAID
    assert books.balances(budget=BUDGET)[AccountKind.BUDGET] == 100_000_000


def test_a_closed_claim_is_open_until_the_money_is_back(there: City, tmp_path: Path) -> None:
    number = paid(there, tmp_path, (1,))
    actions.claim_close(number=number, by=SYSTEM, at=LATER + 100 * DAY)
    recovery = actions.recovery_open(number=number, reason="抽查发现", by=there.inspector, at=LATER + 200 * DAY)
    assert Case.objects.get(number=number).state == CaseState.PAID
    with pytest.raises(Conflict, match="追回"):
        actions.claim_close(number=number, by=SYSTEM, at=LATER + 300 * DAY)
    at = LATER + 210 * DAY
    funds.receipt_enter(
        number=recovery, reference="HD-9", received_on=at.date(), payer="企业", amount_fen=DUE, by=there.payer, at=at
    )
    actions.claim_close(number=number, by=SYSTEM, at=LATER + 300 * DAY)
    assert books.recovery(number=recovery, by=there.payer).state is RecoveryState.BACK
    [line] = queries.lines(number=number, by=there.admin)
    assert (line.state, line.due_fen, line.paid_fen) == (LineState.RECOVERED, 0, 0)
    books_balance()
