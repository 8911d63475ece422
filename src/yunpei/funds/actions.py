"""Verbs of money. Each is one transaction with one audit row.

`reserve`, `release` and `batch_make` are called by casework inside its own transaction: it knows who may approve a case and
which lines are due. What this room answers for is that nothing is paid twice and nothing is spent that is not there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.funds import access
from yunpei.funds.bank import Answer, problems_of
from yunpei.funds.models import FundAccount, PaymentBatch, PaymentItem, PaymentLine
from yunpei.funds.moving import Move, line_moves, move
from yunpei.funds.types import AccountKind, BatchResult, BatchState, Budget, LineAmount, PaymentOrder, PaymentState

MOST_FEN = 10**15  # ten trillion yuan: a slip of the keys, not a budget


@transaction.atomic
def budget_grant(*, budget: Budget, amount_fen: int, reason: str, by: Actor, at: datetime) -> None:
    """Put money into a region's budget of a fund. A finance officer of the region or above; `reason` names the paper.

    Raises Invalid for an amount that is not positive or without reason, Forbidden, NotFound.
    """
    access.grantor(by, budget.region)
    problems = []
    if not 0 < amount_fen <= MOST_FEN:
        problems.append(Problem("amount_fen", Text("金额须大于零", "the amount must be above zero")))
    if not reason.strip():
        problems.append(Problem("reason", Text("请写明预算文件", "name the paper that grants it")))
    if problems:
        raise Invalid(problems)
    move(budget, [Move(AccountKind.SOURCE, AccountKind.BUDGET, amount_fen)], reason=reason.strip(), by=by, at=at)
    _record("budget_grant", budget, by, at, amount_fen=amount_fen, reason=reason.strip())


@transaction.atomic
def reserve(*, budget: Budget, case: str, items: Sequence[LineAmount], by: Actor, at: datetime) -> None:
    """Set money aside for approved lines. The caller has checked the right to approve. Raises Conflict: budget short."""
    move(budget, line_moves(AccountKind.BUDGET, AccountKind.RESERVED, case, items), reason="批准", by=by, at=at)
    _record("reserve", budget, by, at, case=case, amount_fen=_total(items), lines=len(items))


@transaction.atomic
def release(*, budget: Budget, case: str, items: Sequence[LineAmount], reason: str, by: Actor, at: datetime) -> None:
    """Give reserved money back to the budget, where a line is held or removed before payment. Raises Conflict: not reserved."""
    move(budget, line_moves(AccountKind.RESERVED, AccountKind.BUDGET, case, items), reason=reason, by=by, at=at)
    _record("release", budget, by, at, case=case, amount_fen=_total(items), reason=reason)


@transaction.atomic
def batch_make(*, budget: Budget, orders: Sequence[PaymentOrder], by: Actor, at: datetime) -> str:
    """Freeze a list for the bank and return its number. A paying officer of the region; reserved money goes into payment.

    Raises Conflict where a line is not reserved (already sent, paid or released), Invalid for a list without rows,
    Forbidden, NotFound.
    """
    access.payer(by, budget.region)
    assert by.account_id is not None  # a payer is a person
    if not orders or any(not order.items for order in orders):
        raise Invalid([Problem("orders", Text("没有可支付的行", "there is nothing to pay"))])
    rows = sorted(orders, key=lambda order: (order.case, order.payee.account))
    number = _batch_number(budget, at)
    batch = PaymentBatch.objects.create(
        number=number,
        fund=budget.fund,
        region=budget.region,
        state=BatchState.MADE,
        digest=_digest(number, rows),
        made_at=at,
        made_by_id=by.account_id,
    )
    moves: list[Move] = []
    for place, order in enumerate(rows, start=1):
        payment = _payment(batch, f"{number}-{place:05d}", order)
        moves += line_moves(AccountKind.RESERVED, AccountKind.IN_PAYMENT, order.case, order.items, payment.number)
    move(budget, moves, reason=number, by=by, at=at)
    for payment in PaymentLine.objects.filter(batch=batch).order_by("number"):
        order = rows[int(payment.number.rsplit("-", 1)[1]) - 1]
        PaymentItem.objects.bulk_create(
            PaymentItem(payment=payment, line=item.line, amount_fen=item.amount_fen) for item in order.items
        )
    amount = sum(order.amount_fen for order in rows)
    _record("batch_make", budget, by, at, batch=number, rows=len(rows), amount_fen=amount)
    return number


@transaction.atomic
def batch_result(*, number: str, answers: Sequence[Answer], by: Actor, at: datetime) -> BatchResult:
    """Take the bank's answers for a batch (see bank.read_result). A paying officer of the region.

    The same answers again change nothing. Rows without an answer stay in payment. A failed row keeps the bank's reason, and
    its money goes back to reserved, to be paid in a later batch. Raises Invalid with every row that does not fit the batch.
    """
    batch = PaymentBatch.objects.select_for_update().filter(number=number).first()
    if batch is None:
        raise NotFound
    access.payer(by, batch.region)
    lines = {line.number: line for line in batch.lines.select_for_update().order_by("number")}
    if problems := problems_of(answers, lines):
        raise Invalid(problems)
    fresh = [one for one in answers if lines[one.payment].state == PaymentState.LISTED]
    moves: list[Move] = []
    for one in fresh:
        moves += _settle(lines[one.payment], one, at)
    budget = Budget(batch.fund, batch.region)
    if moves:
        move(budget, moves, reason=number, by=by, at=at)
    if all(line.state != PaymentState.LISTED for line in lines.values()) and batch.state == BatchState.MADE:
        batch.state, batch.settled_at = BatchState.SETTLED, at
        batch.save(update_fields=["state", "settled_at"])
    paid = sum(one.paid for one in fresh)
    result = BatchResult(
        paid, len(fresh) - paid, len(answers) - len(fresh), tuple(sorted({lines[one.payment].case for one in fresh}))
    )
    _record("batch_result", budget, by, at, batch=number, paid=paid, failed=result.failed, unchanged=result.unchanged)
    return result


def _settle(line: PaymentLine, answer: Answer, at: datetime) -> list[Move]:
    """Write one answer to its row, and say which money moves."""
    items = list(line.items.filter(live=True).order_by("id"))
    line.state = PaymentState.PAID if answer.paid else PaymentState.FAILED
    line.reason, line.settled_at = answer.reason, at
    line.save(update_fields=["state", "reason", "settled_at"])
    if not answer.paid:
        line.items.update(live=False)
    target = AccountKind.PAID if answer.paid else AccountKind.RESERVED
    amounts = [LineAmount(item.line, item.amount_fen) for item in items]
    return line_moves(AccountKind.IN_PAYMENT, target, line.case, amounts, line.number)


def _payment(batch: PaymentBatch, number: str, order: PaymentOrder) -> PaymentLine:
    return PaymentLine.objects.create(
        batch=batch,
        number=number,
        case=order.case,
        payee=order.payee.name,
        bank=order.payee.bank,
        account=order.payee.account,
        account_kind=order.payee.kind,
        amount_fen=order.amount_fen,
        state=PaymentState.LISTED,
    )


def _batch_number(budget: Budget, at: datetime) -> str:
    """The next number of the region and year. The region's budgets are the lock that keeps two from taking the same one."""
    held = FundAccount.objects.select_for_update().filter(region=budget.region, kind=AccountKind.BUDGET).order_by("id")
    if budget.fund not in [account.fund for account in held]:
        raise Conflict(
            Text("此资金在本地区没有账户，尚无可支付的金额", "this fund has no account in the region: nothing to pay")
        )
    stem = f"FK-{budget.region}-{day_of(at).year}-"
    last = (
        PaymentBatch.objects.filter(number__startswith=stem)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return f"{stem}{int(last.removeprefix(stem)) + 1 if last else 1:04d}"


def _digest(number: str, orders: Iterable[PaymentOrder]) -> str:
    listed = [
        [
            order.case,
            order.payee.name,
            order.payee.bank,
            order.payee.account,
            [[one.line, one.amount_fen] for one in order.items],
        ]
        for order in orders
    ]
    return hashlib.sha256(json.dumps([number, listed], ensure_ascii=False).encode()).hexdigest()


def _total(items: Iterable[LineAmount]) -> int:
    return sum(item.amount_fen for item in items)


def _record(verb: str, budget: Budget, by: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        by=by,
        at=at,
        verb=verb,
        subject_type="fund",
        subject_id=f"{budget.region}:{budget.fund}"[:64],
        detail=dict(detail),
    )
