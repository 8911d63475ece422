"""A batch goes out by a bank's format and its answer comes back: all problems at once, or all of it, once."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.city import BUDGET, City, books_balance, city
from tests.funds.money import AT, PAYEE, set_aside
from yunpei.common.errors import Conflict, Invalid
from yunpei.common.sheets.write import write_csv
from yunpei.funds import actions, moving, queries
from yunpei.funds.actions import results
from yunpei.funds.bank import Answer, read_result
from yunpei.funds.bank_templates import templates
from yunpei.funds.models import PaymentLine
from yunpei.funds.types import BatchState, LineAmount, Payee, PaymentOrder, PaymentState, Standing

pytestmark = pytest.mark.django_db
ROWS = 7
ITEMS = tuple(LineAmount(f"line-{n}", 1_000 + n, f"p{n}") for n in range(ROWS))


@pytest.fixture
def there(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setattr(moving.chunks, "__defaults__", (3,))  # so that seven rows are three chunks
    made = city(1_000_000)
    set_aside(made, *ITEMS)
    return made


def orders() -> Iterator[PaymentOrder]:
    """A row for each person."""
    for n, item in enumerate(ITEMS):
        payee = Payee(f"虚构{n}", "虚构银行", f"62000000000{n:05d}", "person")
        yield PaymentOrder("C1", payee, (item,))


def made(there: City) -> str:
    return actions.batch_make(budget=BUDGET, orders=orders(), by=there.payer, at=AT)


def told(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [one.text.zh for one in refused.value.problems]


@pytest.mark.req("R30")
def test_the_list_as_a_bank_wants_it(there: City, tmp_path: Path) -> None:
    number = made(there)
    path = tmp_path / "list.csv"
    path.write_bytes(queries.batch_file(number=number, by=there.payer, template="bulk"))
    rows = list(csv.reader(path.read_text(encoding="gb18030").splitlines()))
    assert rows[0] == ["序号", "业务流水号", "账号", "户名", "开户行", "账户类型", "币种", "金额（分）", "摘要"]
    assert rows[1][:6] == ["1", f"{number}-00001", "6200000000000000", "虚构0", "虚构银行", "社会保障卡账户"]
    assert [row[7] for row in rows[1:]] == [str(item.amount_fen) for item in ITEMS]
    assert "62000000" not in str(list(PaymentLine.objects.order_by("place").values()))  # sealed where it is kept


def test_the_answer_in_any_format_and_again(there: City, tmp_path: Path) -> None:
    number = made(there)
    path = tmp_path / "answer.csv"
    rows = [[f"{number}-{n + 1:05d}", str(item.amount_fen), "成功", ""] for n, item in enumerate(ITEMS)]
    rows[4][2:] = ["退汇", "户名不符"]
    write_csv(path, ["业务流水号", "金额（分）", "返回状态", "返回信息"], rows)
    known = list(templates()[0].values())
    for changed in (True, False):
        result = actions.batch_result(number=number, answers=read_result(path, known), by=there.payer, at=AT)
        assert (result.paid, result.failed, result.unchanged) == ((6, 1, 0) if changed else (0, 0, 7))
        assert result.failed_cases == (("C1",) if changed else ())
    assert queries.batch(number=number, by=there.payer).state is BatchState.SETTLED
    [failed] = queries.batch_rows(number=number, by=there.payer, state=PaymentState.FAILED)
    assert (failed.number, failed.reason) == (f"{number}-00005", "户名不符")
    again = actions.batch_make(budget=BUDGET, orders=[PaymentOrder("C1", PAYEE, (ITEMS[4],))], by=there.payer, at=AT)
    actions.batch_result(number=again, answers=[Answer(2, f"{again}-00001", True)], by=there.payer, at=AT)
    assert queries.case_standings(cases=["C1"])["C1"] == Standing(paid_fen=sum(item.amount_fen for item in ITEMS))
    books_balance()


def test_every_problem_is_told_and_nothing_is_done(there: City, monkeypatch: pytest.MonkeyPatch) -> None:
    number = made(there)
    good = [Answer(n + 2, f"{number}-{n + 1:05d}", True, item.amount_fen) for n, item in enumerate(ITEMS)]
    bad = [
        *good,
        replace(good[0], row=9),
        replace(good[1], row=10, payment="other"),
        replace(good[6], row=11, amount_fen=1),
    ]
    with pytest.raises(Invalid) as refused:
        actions.batch_result(number=number, answers=bad, by=there.payer, at=AT)
    assert [text.split("：")[0] for text in told(refused)] == ["第 9 行", "第 10 行", "第 11 行"]
    assert queries.batch(number=number, by=there.payer).open_fen == sum(item.amount_fen for item in ITEMS)
    monkeypatch.setattr(results, "MOST_TOLD", 1)
    with pytest.raises(Invalid) as refused:
        actions.batch_result(number=number, answers=bad, by=there.payer, at=AT)
    assert told(refused)[1:] == ["……另有 2 处问题"]
    books_balance()


def test_a_paid_row_does_not_fail_afterwards(there: City) -> None:
    number = made(there)
    one = Answer(2, f"{number}-00001", True)
    actions.batch_result(number=number, answers=[one], by=there.payer, at=AT)
    assert queries.batch(number=number, by=there.payer).state is BatchState.MADE
    with pytest.raises(Invalid, match="此前"):
        actions.batch_result(number=number, answers=[replace(one, paid=False, reason="退票")], by=there.payer, at=AT)


def test_a_line_without_money_or_twice_is_not_listed(there: City) -> None:
    for wrong in (LineAmount("nobody", 1), replace(ITEMS[0], amount_fen=1_001)):
        with pytest.raises(Conflict):
            actions.batch_make(budget=BUDGET, orders=[PaymentOrder("C1", PAYEE, (wrong,))], by=there.payer, at=AT)
    twice = [PaymentOrder("C1", PAYEE, (ITEMS[0],))] * 2
    with pytest.raises(Conflict, match="已经送银行"):
        actions.batch_make(budget=BUDGET, orders=twice, by=there.payer, at=AT)
    assert not PaymentLine.objects.exists()


def test_queries_grow_with_chunks_and_not_with_rows(there: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving.chunks, "__defaults__", (2000,))
    with CaptureQueriesContext(connection) as few:
        actions.batch_make(budget=BUDGET, orders=[PaymentOrder("C1", PAYEE, (ITEMS[0],))], by=there.payer, at=AT)
    with CaptureQueriesContext(connection) as many:
        number = actions.batch_make(budget=BUDGET, orders=list(orders())[1:], by=there.payer, at=AT)
    assert len(many) == len(few)
    one = [Answer(2, f"{number}-00001", True)]
    rest = [Answer(n, f"{number}-{n:05d}", True) for n in range(2, ROWS)]
    with CaptureQueriesContext(connection) as few:
        actions.batch_result(number=number, answers=one, by=there.payer, at=AT)
    with CaptureQueriesContext(connection) as many:
        actions.batch_result(number=number, answers=rest, by=there.payer, at=AT)
    assert len(many) - 1 == len(few)  # and the batch is settled
