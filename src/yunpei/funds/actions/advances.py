"""Money paid before the class (预支): granted within its rule, settled against the final amount, the rest given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, Problem
from yunpei.common.identifiers_db import new_id
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.funds.actions.recoveries import recovery_open
from yunpei.funds.models import Advance
from yunpei.funds.moving import Move, lines_opened, locked, move
from yunpei.funds.recording import amount_problems, record
from yunpei.funds.types import AccountKind, Budget, CaseRef, LineAmount, RecoveryKind


@transaction.atomic
def advance_grant(
    *, budget: Budget, case: CaseRef, amount_fen: int, allowed_fen: int, rule: str, by: Actor, at: datetime
) -> None:
    """Set an advance aside for a case; it is sent to the bank in a batch. The caller has checked the right to grant it.

    allowed_fen: what the programme's rule gives, and rule: how it says so. Raises Invalid for more than that; Conflict where the
    case has an advance already, or the budget is short.
    """
    assert by.account_id is not None
    problems = amount_problems(amount_fen)
    if amount_fen > allowed_fen:
        most = yuan_shown(allowed_fen)
        problems.append(Problem("amount_fen", Text(f"最多可预支 {most} 元", f"at most {most} yuan may be advanced")))
    if problems:
        raise Invalid(problems)
    locked(budget)
    if _live(case.number) is not None:
        raise Conflict(Text("此案件已有预支", "there is an advance on this case already"))
    line = str(new_id())
    keys = lines_opened(budget, case, [LineAmount(line, amount_fen)], in_advance=True)
    Advance.objects.create(
        case=case.number,
        line_id=keys[line],
        allowed_fen=allowed_fen,
        amount_fen=amount_fen,
        rule=rule,
        granted_at=at,
        granted_by_id=by.account_id,
    )
    moves = [Move(AccountKind.BUDGET, AccountKind.RESERVED, amount_fen, keys[line])]
    move(budget, moves, reason="预支", by=by, at=at)
    record("advance_grant", budget, by, at, case=case.number, amount_fen=amount_fen, allowed_fen=allowed_fen, rule=rule)


@transaction.atomic
def advance_cancel(*, budget: Budget, case: str, reason: str, by: Actor, at: datetime) -> bool:
    """Let an advance go that the bank has not been told of. False where the case has none. Raises Conflict once it was sent."""
    locked(budget)
    held = _live(case)
    if held is None:
        return False
    reserved = held.line.reserved_fen
    if reserved != held.amount_fen:
        raise Conflict(Text("预支已送银行或已拨付", "the advance is with the bank or paid"))
    moves = [Move(AccountKind.RESERVED, AccountKind.BUDGET, reserved, held.line_id)]
    move(budget, moves, reason=reason, by=by, at=at)
    held.cancelled_at = at
    held.save(update_fields=["cancelled_at"])
    record("advance_cancel", budget, by, at, case=case, amount_fen=reserved, reason=reason)
    return True


@transaction.atomic
def advance_settle(
    *, budget: Budget, case: str, claim: CaseRef, items: Sequence[LineAmount], by: Actor, at: datetime
) -> list[LineAmount]:
    """Count what was paid in advance on a case towards the lines of its claim; returns what of them is left to be paid.

    Lines take from the advance in the order given. An advance that the bank was not told of is cancelled, and all is left to be
    paid. Raises Conflict while the bank has not answered for it.
    """
    locked(budget)
    held = _live(case)
    if held is None:
        return list(items)
    if held.line.in_payment_fen:
        raise Conflict(Text("预支款银行尚未答复，请先读入结果", "the bank has not answered for the advance yet"))
    if held.line.reserved_fen:
        advance_cancel(budget=budget, case=case, reason=f"{claim.number} 直接拨付", by=by, at=at)
        return list(items)
    keys = lines_opened(budget, claim, items)
    left, moves, rest = held.line.advance_fen, list[Move](), list[LineAmount]()
    for one in items:
        part = min(left, one.amount_fen)
        left -= part
        if part:
            drawn = Move(AccountKind.ADVANCE, AccountKind.SETTLED, part, keys[one.line], drawn_on=held.line_id)
            moves.append(drawn)
        if one.amount_fen > part:
            rest.append(LineAmount(one.line, one.amount_fen - part, one.person))
    if moves:
        move(budget, moves, reason=f"清算 {case}", by=by, at=at)
        settled = sum(one.amount_fen for one in moves)
        record("advance_settle", budget, by, at, case=case, claim=claim.number, amount_fen=settled)
    return rest


@transaction.atomic
def advance_surplus(*, budget: Budget, case: str, reason: str, by: Actor, at: datetime) -> str:
    """Ask back what is left of a case's advance; returns the recovery's number, "" where nothing is left.

    The caller knows that no more will be claimed on it. Raises Conflict while the bank has not answered for the advance.
    """
    locked(budget)
    held = _live(case)
    if held is None:
        return ""
    if held.line.in_payment_fen:
        raise Conflict(Text("预支款银行尚未答复，请先读入结果", "the bank has not answered for the advance yet"))
    if held.line.reserved_fen:
        advance_cancel(budget=budget, case=case, reason=reason, by=by, at=at)
    if not held.line.advance_fen:
        return ""
    items = [LineAmount(held.line.line, held.line.advance_fen)]
    return recovery_open(budget=budget, case=case, kind=RecoveryKind.SURPLUS, items=items, reason=reason, by=by, at=at)


def _live(case: str) -> Advance | None:
    """The advance on a case with its standing; read after the budget is locked, so nothing of it moves meanwhile."""
    return Advance.objects.filter(case=case, cancelled_at__isnull=True).select_related("line").first()
