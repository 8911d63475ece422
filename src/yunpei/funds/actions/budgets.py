"""Money comes into a budget, is set aside for approved lines, and is let go again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid
from yunpei.common.language import Text
from yunpei.funds import access
from yunpei.funds.moving import Move, line_keys, lines_opened, move
from yunpei.funds.recording import amount_problems, reason_problems, record
from yunpei.funds.types import CAME_BACK, AccountKind, Budget, CaseRef, LineAmount


@transaction.atomic
def budget_grant(*, budget: Budget, amount_fen: int, reason: str, by: Actor, at: datetime) -> None:
    """Put money into a region's budget of a fund. A finance officer of the region or above; `reason` names the paper.

    Raises Invalid for an amount that is not positive or without reason, Forbidden, NotFound.
    """
    access.finance(by, budget.region)
    problems = [
        *amount_problems(amount_fen),
        *reason_problems(reason, "请写明预算文件", "name the paper that grants it"),
    ]
    if problems:
        raise Invalid(problems)
    move(budget, [Move(AccountKind.SOURCE, AccountKind.BUDGET, amount_fen)], reason=reason.strip(), by=by, at=at)
    record("budget_grant", budget, by, at, amount_fen=amount_fen, reason=reason.strip())


@transaction.atomic
def budget_restore(
    *, budget: Budget, account: AccountKind, amount_fen: int, reason: str, by: Actor, at: datetime
) -> None:
    """Put money that came back (account: RETURNED or RECOVERED) into the budget again. A finance officer of the region or above.

    Raises Invalid, Forbidden, NotFound; Conflict where less came back.
    """
    access.finance(by, budget.region)
    assert account in CAME_BACK
    problems = [*amount_problems(amount_fen), *reason_problems(reason, "请写明依据", "say by what paper")]
    if problems:
        raise Invalid(problems)
    move(budget, [Move(account, AccountKind.BUDGET, amount_fen)], reason=reason.strip(), by=by, at=at)
    record("budget_restore", budget, by, at, account=str(account), amount_fen=amount_fen, reason=reason.strip())


@transaction.atomic
def reserve(*, budget: Budget, case: CaseRef, items: Sequence[LineAmount], by: Actor, at: datetime) -> None:
    """Set money aside for approved lines. The caller has checked the right to approve. Raises Conflict: budget short."""
    keys = lines_opened(budget, case, items)
    moves = (
        Move(AccountKind.BUDGET, AccountKind.RESERVED, one.amount_fen, keys[one.line])
        for one in items
        if one.amount_fen
    )
    move(budget, moves, reason="批准", by=by, at=at)
    record("reserve", budget, by, at, case=case.number, amount_fen=total(items), lines=len(items))


@transaction.atomic
def release(*, budget: Budget, case: str, items: Sequence[LineAmount], reason: str, by: Actor, at: datetime) -> None:
    """Give reserved money back to the budget, where a line is held or removed before payment. Raises Conflict: not reserved."""
    move(budget, taken(items, AccountKind.RESERVED, AccountKind.BUDGET), reason=reason, by=by, at=at)
    record("release", budget, by, at, case=case, amount_fen=total(items), reason=reason)


def taken(items: Sequence[LineAmount], source: AccountKind, target: AccountKind) -> list[Move]:
    """Moves of lines that have money already. Raises Conflict for one that has none."""
    keys = line_keys(one.line for one in items)
    if any(one.line not in keys for one in items):
        raise Conflict(Text("此行没有预留资金", "no money is set aside for the line"))
    return [Move(source, target, one.amount_fen, keys[one.line]) for one in items if one.amount_fen]


def total(items: Iterable[LineAmount]) -> int:
    """The sum of the lines, in fen."""
    return sum(item.amount_fen for item in items)
