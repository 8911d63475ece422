"""Ledger, reconciliation and evaluation: every figure counted again from the raw transfers."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db.models import F

from tests.casework.city import BUDGET, DRAFTED, WUXI, City, books_balance, city, firm_of
from tests.classroom import signed_up
from tests.funds.money import AT, answered, paid, sent, set_aside
from yunpei.common.clock import SHANGHAI, day_of
from yunpei.common.errors import Forbidden, NotFound
from yunpei.funds import actions, queries
from yunpei.funds.models import FundAccount, LineBalance, Transfer
from yunpei.funds.queries.ledger import month_bounds
from yunpei.funds.types import (
    LINE_KINDS,
    AccountKind,
    Budget,
    CaseRef,
    LineAmount,
    Payee,
    PaymentOrder,
    RecoveryKind,
    Scope,
    Standing,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OTHER = Budget("就业补助资金", "320211")
APRIL, MAY = date(2020, 4, 1), date(2020, 5, 1)
# The last second of April in China, which is still the 30th in London.
LAST = datetime(2020, 4, 30, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.fixture
def there(db: None) -> City:
    """Two programmes in April and May: paid, failed, advanced and settled, asked back; and another fund that was granted only."""
    made = city(10_000_000)
    one, two, three = (LineAmount(f"line-{n}", n * 1_000, f"p{n}") for n in (1, 2, 3))
    paid(made, one, two, case="C1", asked_at=AT - 10 * DAY)
    paid(made, three, LineAmount("line-4", 500, "p1"), case="C2", at=LAST, asked_at=AT)
    late = LAST + timedelta(seconds=1)
    set_aside(made, LineAmount("line-5", 700, "p5"), case="C3", programme="dalian/other", at=late)
    answered(made, sent(made, LineAmount("line-5", 700), case="C3", at=late), paid=False, at=late)
    filing = CaseRef("F4", "dalian/other")
    actions.advance_grant(
        budget=BUDGET, case=filing, amount_fen=900, allowed_fen=900, rule="30%", by=made.payer, at=late
    )
    [advance] = queries.advance_lines(cases=["F4"]).values()
    order = PaymentOrder("F4", Payee("企业", "银行", "62000001", "firm_basic"), (advance,))
    answered(made, actions.batch_make(budget=BUDGET, orders=[order], by=made.payer, at=late), at=late)
    claim = CaseRef("C4", "dalian/other", late)
    left = actions.advance_settle(
        budget=BUDGET, case="F4", claim=claim, items=[LineAmount("line-6", 600, "p6")], by=made.payer, at=late + DAY
    )
    assert left == []
    actions.recovery_open(
        budget=BUDGET, case="C1", kind=RecoveryKind.FINDING, items=[two], reason="虚报", by=made.inspector, at=late
    )
    actions.budget_grant(budget=OTHER, amount_fen=5, reason="文件", by=made.finance, at=AT)
    books_balance()
    return made


def raw() -> list[Transfer]:
    return list(Transfer.objects.select_related("source", "target", "line", "drawn_on").order_by("id"))


@pytest.mark.req("R30", "R31")
def test_the_months_are_what_moved_in_them(there: City) -> None:
    counted = Counter[tuple[date, str, str, str, str]]()
    for one in raw():
        month = day_of(one.at).replace(day=1)
        programme = one.line.programme if one.line else ""
        for account, sign in ((one.source, -1), (one.target, 1)):
            counted[month, account.fund, account.region, programme, account.kind] += sign * one.amount_fen
    found = queries.months(by=there.finance, scope=Scope())
    assert {
        (row.month, row.fund, row.region, row.programme, str(kind)): fen
        for row in found
        for kind, fen in row.moved.items()
        if fen
    } == {key: fen for key, fen in counted.items() if fen}
    assert [row.month for row in queries.months(by=there.finance, scope=Scope(month=APRIL))] == [APRIL] * 2
    [may] = queries.months(by=there.payer, scope=Scope(month=MAY, programme="dalian/other"))
    assert (may.moved[AccountKind.ADVANCE], may.moved[AccountKind.SETTLED]) == (300, 600)
    assert {row.region for row in queries.months(by=there.finance, scope=Scope(region="320211"))} == {"320211"}


def test_the_ledger_of_a_scope_still_balances(there: City) -> None:
    for scope in (
        Scope(),
        Scope(fund=BUDGET.fund),
        Scope(region=WUXI),
        Scope(programme="dalian/other"),
        Scope(month=MAY),
    ):
        sums = Counter[str]()
        for row in queries.ledger_rows(scope=scope):
            sums[row.transaction] += row.amount_fen
        assert sums
        assert not any(sums.values())
    assert {row.account for row in queries.ledger_rows()} >= {"advance", "settled", "owed_back"}
    drawn = [(row.case, row.amount_fen) for row in queries.ledger_rows() if row.account in ("advance", "settled")]
    assert drawn == [("F4", 900), ("F4", -600), ("C4", 600)]  # it leaves the case that it was paid on


def test_movements_are_told_by_action(there: City) -> None:
    rows, count = queries.movements(by=there.finance, scope=Scope(), limit=3)
    assert (len(rows), count) == (3, len({(one.transaction, one.source_id, one.target_id) for one in raw()}))
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
    everything, _ = queries.movements(by=there.finance, scope=Scope(), limit=1000)
    assert sum(row.amount_fen for row in everything) == sum(one.amount_fen for one in raw())
    paid_out = [row for row in everything if row.target is AccountKind.PAID]
    assert [(row.case, row.lines, row.amount_fen) for row in paid_out] == [("C2", 2, 3_500), ("C1", 2, 3_000)]


@pytest.mark.req("R30")
def test_the_register_lists_what_the_bank_paid(there: City) -> None:
    rows = list(queries.disbursements(by=there.payer, scope=Scope(month=APRIL)))
    assert [(row.case, row.lines, row.amount_fen, row.programme) for row in rows] == [
        ("C1", 2, 3_000, "wuxi-2020-10/online"),
        ("C2", 2, 3_500, "wuxi-2020-10/online"),
    ]
    narrowed = Scope(BUDGET.fund, BUDGET.region, "wuxi-2020-10/online", APRIL)
    assert list(queries.disbursements(by=there.payer, scope=narrowed)) == rows
    [advance] = queries.disbursements(by=there.payer, scope=Scope(month=MAY))
    assert (advance.case, advance.account_kind, advance.account_masked) == ("F4", "firm_basic", "****0001")
    into = {AccountKind.PAID, AccountKind.ADVANCE}
    everything = sum(row.amount_fen for row in queries.disbursements(by=there.payer, scope=Scope()))
    assert everything == sum(one.amount_fen for one in raw() if one.target.kind in into)


@pytest.mark.req("R31")
@pytest.mark.parametrize("level", queries.LEVELS)
def test_due_less_given_is_open_at_every_level(there: City, level: str) -> None:
    rows = list(queries.reconciliation(by=there.finance, level=level, scope=Scope()))
    assert rows
    for row in rows:
        assert row.standing.due_fen - row.standing.given_fen == row.standing.open_fen
    if level == "batch":  # a batch knows what was sent and what arrived
        assert {row.name: (row.standing.due_fen, row.standing.open_fen) for row in rows} == {
            "FK-320200-2020-0001": (3_000, 0),
            "FK-320200-2020-0002": (3_500, 0),
            "FK-320200-2020-0003": (0, 0),
            "FK-320200-2020-0004": (900, 0),
        }
        return
    whole = Standing()
    for row in rows:
        whole += row.standing
    held = queries.balances(budget=BUDGET)
    assert whole == Standing(*(held[kind] for kind in LINE_KINDS))
    assert whole.open_fen == 700 - 2_000  # one line failed and is still owed, one has to come back


@pytest.mark.req("R31")
def test_books_that_do_not_agree_are_told(there: City) -> None:
    assert queries.differences(by=there.finance) == []
    FundAccount.objects.filter(kind="paid", region=WUXI).update(balance_fen=F("balance_fen") + 1)
    [(fund, region, kind, balance, moved, lines)] = queries.differences(by=there.finance)
    assert (fund, region, kind, balance - moved, balance - (lines or 0)) == (*(BUDGET.fund, WUXI, "paid"), 1, 1)
    FundAccount.objects.filter(kind="paid", region=WUXI).update(balance_fen=F("balance_fen") - 1)
    LineBalance.objects.filter(line="line-1").update(settled_fen=1)
    [(_, _, kind, balance, moved, lines)] = queries.differences(by=there.finance)
    assert (kind, balance, moved, lines) == ("settled", 600, 600, 601)


@pytest.mark.req("R50")
def test_the_use_of_funds_is_counted_from_the_transfers(there: City) -> None:
    since, until = month_bounds(date(2020, 1, 1))[0], month_bounds(date(2020, 12, 1))[1]
    found = {
        (row.fund, row.programme): row
        for row in queries.evaluation(by=there.finance, scope=Scope(), since=since, until=until)
    }
    wuxi = found[BUDGET.fund, "wuxi-2020-10/online"]
    assert (wuxi.budget_fen, wuxi.reserved_fen, wuxi.paid_fen, wuxi.back_fen) == (10_000_000, 0, 4_500, 0)
    assert wuxi.people == 2  # p1 twice and p3; p2 has to give all of it back
    assert wuxi.cost_fen == 2_250
    assert wuxi.days == (10 + 10 + 20 + 20) / 4
    assert wuxi.share == 4_500 / 10_000_000
    other = found[BUDGET.fund, "dalian/other"]
    assert (other.reserved_fen, other.paid_fen, other.advance_fen, other.people, other.days) == (700, 600, 300, 1, 1)
    assert found[OTHER.fund, ""].budget_fen == 5
    assert found[OTHER.fund, ""].cost_fen is None
    [april] = queries.evaluation(
        by=there.finance,
        scope=Scope(programme="wuxi-2020-10/online"),
        since=month_bounds(APRIL)[0],
        until=month_bounds(APRIL)[1],
    )
    assert (april.budget_fen, april.paid_fen, april.people) == (0, 6_500, 3)
    assert april.share is None


def recounted(since: datetime, until: datetime) -> dict[tuple[str, str, str], tuple[object, ...]]:
    """The figures of the evaluation, added up from one transfer after another."""
    sums, first = Counter[tuple[object, ...]](), dict[int, datetime]()
    by_line, keys = Counter[int](), set[tuple[str, str, str]]()
    names = {"reserved": {"reserved", "in_payment"}, "paid": {"paid", "settled"}, "advance": {"advance"}}
    names["back"] = {"returned", "recovered"}
    for one in raw():
        inside = since <= one.at < until
        if one.source.kind == "source" and inside:
            sums["budget", one.source.fund, one.source.region] += one.amount_fen
        if one.line is None:
            continue
        key = (one.line.fund, one.line.region, one.line.programme)
        keys.add(key)
        for name, kinds in names.items():
            fen = one.amount_fen * ((one.target.kind in kinds) - (one.source.kind in kinds))
            if one.at < until and (inside or name == "reserved"):
                sums[name, *key] += fen
            if name == "paid" and inside:
                by_line[one.line.pk] += fen
        if one.target.kind in names["paid"]:
            first.setdefault(one.line.pk, one.at)
    found: dict[tuple[str, str, str], tuple[object, ...]] = {}
    for key in keys:
        lines = [one for one in LineBalance.objects.order_by("id") if (one.fund, one.region, one.programme) == key]
        spans = [
            (day_of(first[one.pk]) - day_of(one.asked_at)).days
            for one in lines
            if one.asked_at and one.pk in first and since <= first[one.pk] < until
        ]
        people = {one.person for one in lines if one.person and by_line[one.pk] > 0}
        figures = tuple(sums[name, *key] for name in names)
        days = sum(spans) / len(spans) if spans else None
        if any(figures):
            found[key] = (sums["budget", *key[:2]], *figures, len(people), days)
    return found


def some_came_back(there: City) -> None:
    """Most of what was asked back, and some of it put into the budget again."""
    late = LAST + 3 * DAY
    [owed] = queries.recoveries(by=there.finance)
    actions.receipt_enter(
        number=owed.number,
        reference="HD",
        received_on=day_of(late),
        payer="企业",
        amount_fen=1_500,
        by=there.payer,
        at=late,
    )
    actions.budget_restore(
        budget=BUDGET, account=AccountKind.RECOVERED, amount_fen=400, reason="文件", by=there.finance, at=late
    )


@pytest.mark.req("R50")
@pytest.mark.parametrize("months", [(1, 12), (4, 4), (5, 5), (4, 5), (7, 7)])
def test_the_use_of_funds_is_what_a_recount_gives(there: City, months: tuple[int, int]) -> None:
    some_came_back(there)
    since, until = month_bounds(date(2020, months[0], 1))[0], month_bounds(date(2020, months[1], 1))[1]
    found = {
        (row.fund, row.region, row.programme): (
            row.budget_fen,
            row.reserved_fen,
            row.paid_fen,
            row.advance_fen,
            row.back_fen,
            row.people,
            row.days,
        )
        for row in queries.evaluation(by=there.finance, scope=Scope(), since=since, until=until)
        if row.programme  # a fund that was granted only
    }
    assert found == recounted(since, until)
    assert found


def test_who_reads_the_books(there: City) -> None:
    for by in (there.finance, there.payer, there.inspector):
        assert queries.programmes(by=by) == ["dalian/other", "wuxi-2020-10/online"]
        assert [case for case, *_ in queries.waiting(by=by)] == ["C3"]
    for by, error in ((there.reviewers[0], Forbidden), (firm_of(600)[1], NotFound), (signed_up(700), NotFound)):
        for read in (
            lambda by: queries.months(by=by, scope=Scope()),
            lambda by: queries.movements(by=by, scope=Scope()),
            lambda by: list(queries.disbursements(by=by, scope=Scope())),
            lambda by: list(queries.reconciliation(by=by, level="fund", scope=Scope())),
            lambda by: queries.differences(by=by),
            lambda by: queries.evaluation(by=by, scope=Scope(), since=DRAFTED, until=AT),
            lambda by: queries.recoveries(by=by),
            lambda by: queries.advances(by=by),
            lambda by: queries.waiting(by=by),
        ):
            with pytest.raises(error):
                read(by)
