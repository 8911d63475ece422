"""Budgets, reservations, batches: who may, what is refused, and books that balance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from tests.casework.city import BUDGET, City, books_balance, city
from yunpei.common.actor import NOBODY
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.funds import actions, queries
from yunpei.funds.bank import Answer
from yunpei.funds.models import FundAccount, LineBalance, PaymentItem, PaymentLine, Transfer
from yunpei.funds.types import AccountKind, BatchState, Budget, CaseRef, LineAmount, Payee, PaymentOrder, Standing

pytestmark = pytest.mark.django_db
AT = datetime(2020, 4, 10, 2, tzinfo=UTC)
CASE = CaseRef("C1", "wuxi-2020-10/online", AT)
PAYEE = Payee("虚构有限公司", "虚构银行", "6200000000000001", "firm")
ITEMS = (LineAmount("line-1", 30_000), LineAmount("line-2", 20_000))


@pytest.fixture
def there(db: None) -> City:
    return city(budget_fen=60_000)


def reserved(there: City) -> None:
    actions.reserve(budget=BUDGET, case=CASE, items=ITEMS, by=there.reviewers[0], at=AT)


def order(*items: LineAmount) -> PaymentOrder:
    return PaymentOrder("C1", PAYEE, items or ITEMS)


@pytest.mark.req("R31")
def test_a_budget_is_granted_by_finance_with_a_paper(there: City) -> None:
    for who, error in ((there.payer, Forbidden), (there.admin, NotFound), (NOBODY, NotFound)):
        with pytest.raises(error):
            actions.budget_grant(budget=BUDGET, amount_fen=1, reason="文件", by=who, at=AT)
    elsewhere = Budget(BUDGET.fund, "210200")
    with pytest.raises(NotFound):
        actions.budget_grant(budget=elsewhere, amount_fen=1, reason="文件", by=there.finance, at=AT)
    with pytest.raises(Invalid) as refused:
        actions.budget_grant(budget=BUDGET, amount_fen=0, reason=" ", by=there.finance, at=AT)
    assert [problem.field for problem in refused.value.problems] == ["amount_fen", "reason"]
    before = AuditRow.objects.count()
    actions.budget_grant(budget=BUDGET, amount_fen=5, reason="文件", by=there.finance, at=AT)
    assert AuditRow.objects.count() == before + 1
    assert queries.balances(budget=BUDGET)[AccountKind.BUDGET] == 60_005
    assert queries.balances(budget=BUDGET)[AccountKind.SOURCE] == -60_005


def test_no_more_is_reserved_than_is_there(there: City) -> None:
    with pytest.raises(Conflict, match="预算不足"):
        actions.reserve(budget=BUDGET, case=CASE, items=[LineAmount("x", 60_001)], by=there.reviewers[0], at=AT)
    reserved(there)
    actions.release(budget=BUDGET, case="C1", items=ITEMS[:1], reason="移除", by=there.reviewers[0], at=AT)
    with pytest.raises(Conflict):
        actions.release(budget=BUDGET, case="C1", items=ITEMS[:1], reason="移除", by=there.reviewers[0], at=AT)
    assert queries.case_standings(cases=["C1"]) == {"C1": Standing(20_000, 0, 0)}
    books_balance()


def test_a_batch_takes_each_line_once(there: City) -> None:
    reserved(there)
    with pytest.raises(Forbidden):
        actions.batch_make(budget=BUDGET, orders=[order()], by=there.finance, at=AT)
    with pytest.raises(Invalid):
        actions.batch_make(budget=BUDGET, orders=[], by=there.payer, at=AT)
    number = actions.batch_make(budget=BUDGET, orders=[order()], by=there.payer, at=AT)
    assert number == "FK-320200-2020-0001"
    for again in (order(), order(LineAmount("line-1", 1))):
        with pytest.raises(Conflict):
            actions.batch_make(budget=BUDGET, orders=[again], by=there.payer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():  # whatever the code above thinks
        PaymentItem.objects.create(
            payment=PaymentLine.objects.get(), line=LineBalance.objects.get(line="line-1"), amount_fen=1
        )
    [row] = queries.batch_rows(number=number, by=there.payer)
    assert (row.amount_fen, row.account_masked) == (50_000, "****0001")
    books_balance()


def test_answers_that_do_not_fit_change_nothing(there: City) -> None:
    reserved(there)
    number = actions.batch_make(budget=BUDGET, orders=[order()], by=there.payer, at=AT)
    good = Answer(2, f"{number}-00001", True, 50_000)
    for answers in ([replace(good, amount_fen=49_999)], [replace(good, payment="other")], [good, good]):
        with pytest.raises(Invalid):
            actions.batch_result(number=number, answers=answers, by=there.payer, at=AT)
    with pytest.raises(NotFound):
        actions.batch_result(number="FK-0", answers=[good], by=there.payer, at=AT)
    with pytest.raises(Forbidden):
        actions.batch_result(number=number, answers=[good], by=there.finance, at=AT)
    assert queries.batch(number=number, by=there.payer).open_fen == 50_000
    assert actions.batch_result(number=number, answers=[good], by=there.payer, at=AT).paid == 1
    assert queries.batch(number=number, by=there.payer).state is BatchState.SETTLED
    again = actions.batch_result(number=number, answers=[good], by=there.payer, at=AT)
    assert (again.paid, again.unchanged, again.cases) == (0, 1, ())
    assert queries.line_standings(lines=["line-1"]) == {"line-1": Standing(0, 0, 30_000)}
    books_balance()


@pytest.mark.parametrize("kind", ["budget", "reserved", "in_payment", "paid"])
def test_the_database_itself_refuses_a_balance_below_zero(there: City, kind: str) -> None:
    reserved(there)
    actions.batch_make(budget=BUDGET, orders=[order()], by=there.payer, at=AT)
    FundAccount.objects.get_or_create(fund=BUDGET.fund, region=BUDGET.region, kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        FundAccount.objects.filter(kind=kind).update(balance_fen=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.update(amount_fen=0)


@pytest.mark.req("R31")
def test_funds_never_mix(there: City) -> None:
    reserved(there)
    other = Budget("就业补助资金", BUDGET.region)
    actions.budget_grant(budget=other, amount_fen=100_000, reason="文件", by=there.finance, at=AT)
    with pytest.raises(Conflict, match="不得混用"):
        actions.reserve(budget=other, case=CASE, items=ITEMS[:1], by=there.reviewers[0], at=AT)
    assert queries.balances(budget=other)[AccountKind.BUDGET] == 100_000
    books_balance()
