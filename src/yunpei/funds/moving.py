"""The one place where balances change: a transfer is written and both accounts follow, in one transaction.

Accounts are locked in the order of their keys, so that two actions can't wait for each other in a circle.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict
from yunpei.common.identifiers_db import new_id
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.funds.models import FundAccount, LineBalance, Transfer
from yunpei.funds.types import AccountKind, Budget, LineAmount

# Where the money of a line stands, by the account that holds it.
COLUMN = {
    AccountKind.RESERVED: "reserved_fen",
    AccountKind.IN_PAYMENT: "in_payment_fen",
    AccountKind.PAID: "paid_fen",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One transfer to be: from one standing to another, for a line of a case or for the budget as a whole."""

    source: AccountKind
    target: AccountKind
    amount_fen: int
    case: str = ""
    line: str = ""
    payment: str = ""


def move(budget: Budget, moves: Sequence[Move], *, reason: str, by: Actor, at: datetime) -> uuid.UUID:
    """Carry out the moves as one transaction of the books and return its id. Call inside a database transaction.

    Raises Conflict where an account or a line does not hold what is taken from it; nothing is changed then.
    """
    accounts = _locked(budget, {kind for one in moves for kind in (one.source, one.target)})
    change = dict.fromkeys(accounts, 0)
    for one in moves:
        change[one.source] -= one.amount_fen
        change[one.target] += one.amount_fen
    for kind, fen in change.items():
        if kind is not AccountKind.SOURCE and accounts[kind].balance_fen + fen < 0:
            raise Conflict(_short(budget, kind, accounts[kind].balance_fen, -fen))
    number = new_id()
    Transfer.objects.bulk_create(
        Transfer(
            transaction=number,
            at=at,
            source=accounts[one.source],
            target=accounts[one.target],
            amount_fen=one.amount_fen,
            case=one.case,
            line=one.line,
            payment=one.payment,
            reason=reason,
            by_id=by.account_id,
        )
        for one in moves
    )
    for kind, fen in change.items():
        FundAccount.objects.filter(pk=accounts[kind].pk).update(balance_fen=F("balance_fen") + fen)
    _lines(budget, moves)
    return number


def line_moves(
    source: AccountKind, target: AccountKind, case: str, items: Iterable[LineAmount], payment: str = ""
) -> list[Move]:
    """Moves of several lines of one case between the same two accounts; lines without money make none."""
    return [Move(source, target, one.amount_fen, case, one.line, payment) for one in items if one.amount_fen]


def _locked(budget: Budget, kinds: set[AccountKind]) -> dict[AccountKind, FundAccount]:
    """The accounts of a budget, made where they are missing, locked in the order of the kinds' list."""
    assert transaction.get_connection().in_atomic_block
    names = [kind for kind in AccountKind if kind in kinds]
    FundAccount.objects.bulk_create(
        (FundAccount(fund=budget.fund, region=budget.region, kind=kind) for kind in names), ignore_conflicts=True
    )
    rows = FundAccount.objects.select_for_update().filter(fund=budget.fund, region=budget.region, kind__in=names)
    return {AccountKind(row.kind): row for row in rows.order_by("id")}


def _lines(budget: Budget, moves: Sequence[Move]) -> None:
    """Let what each line is owed follow its transfers."""
    touched = sorted({(one.line, one.case) for one in moves if one.line})
    LineBalance.objects.bulk_create(
        (LineBalance(line=line, case=case, fund=budget.fund, region=budget.region) for line, case in touched),
        ignore_conflicts=True,
    )
    names = [line for line, _ in touched]
    rows = {row.line: row for row in LineBalance.objects.select_for_update().filter(line__in=names).order_by("line")}
    for one in moves:
        if not one.line:
            continue
        row = rows[one.line]
        if (row.fund, row.region) != (budget.fund, budget.region):
            raise Conflict(
                Text("资金不得混用：此行已列入另一资金", "funds never mix: the line is booked to another fund")
            )
        for kind, fen in ((one.source, -one.amount_fen), (one.target, one.amount_fen)):
            if kind in COLUMN:
                setattr(row, COLUMN[kind], getattr(row, COLUMN[kind]) + fen)
        if min(row.reserved_fen, row.in_payment_fen, row.paid_fen) < 0:
            raise Conflict(
                Text(
                    f"案件 {one.case} 的一行已经支付或释放，不能再次列支",
                    f"a line of case {one.case} is paid or released already and can't be moved again",
                )
            )
    LineBalance.objects.bulk_update(rows.values(), [*COLUMN.values()])


def _short(budget: Budget, kind: AccountKind, held: int, wanted: int) -> Text:
    if kind is AccountKind.BUDGET:
        return Text(
            f"{budget.fund}预算不足：可用 {yuan_shown(held)} 元，需要 {yuan_shown(wanted)} 元；请财务先下达预算",
            f"the budget is short: {yuan_shown(held)} yuan there, {yuan_shown(wanted)} needed; finance must grant more first",
        )
    return Text(
        f"账户余额不足：{kind} 有 {yuan_shown(held)} 元，需要 {yuan_shown(wanted)} 元",
        f"account {kind} holds {yuan_shown(held)} yuan, {yuan_shown(wanted)} needed",
    )
