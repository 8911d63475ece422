"""Money has to come back (追回): what was paid is owed back, demanded, received by bank receipts, or written off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction

from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.funds import access
from yunpei.funds.actions.budgets import total
from yunpei.funds.models import LineBalance, Receipt, Recovery, RecoveryItem
from yunpei.funds.moving import Move, locked, move
from yunpei.funds.numbers import RECOVERY as NUMBERS
from yunpei.funds.numbers import next_number
from yunpei.funds.recording import amount_problems, reason_problems, record
from yunpei.funds.states import RECOVERY
from yunpei.funds.types import AccountKind, Budget, LineAmount, RecoveryKind

# Where money that has to come back stands before; a line gives from the first that holds any.
_GIVEN = {
    RecoveryKind.FINDING: (AccountKind.PAID, AccountKind.SETTLED),
    RecoveryKind.SURPLUS: (AccountKind.ADVANCE,),
}
_BACK_INTO = {RecoveryKind.FINDING: AccountKind.RECOVERED, RecoveryKind.SURPLUS: AccountKind.RETURNED}


@transaction.atomic
def recovery_open(
    *, budget: Budget, case: str, kind: RecoveryKind, items: Sequence[LineAmount], reason: str, by: Actor, at: datetime
) -> str:
    """Make money that lines were paid owed back, and return the recovery's number. The caller has checked the right.

    Nothing that was paid is changed: the due falls, and what the payee has above it is owed. Raises Conflict where a line was not
    given so much, Invalid without a reason or line.
    """
    problems = reason_problems(reason, "请写明追回理由", "say why it has to come back")
    if not total(items):
        problems.append(Problem("lines", Text("没有要追回的金额", "there is nothing to ask back")))
    if problems:
        raise Invalid(problems)
    locked(budget)
    number = next_number(NUMBERS, budget.region, at)
    recovery = Recovery.objects.create(
        number=number,
        kind=kind,
        state=RECOVERY.start,
        case=case,
        fund=budget.fund,
        region=budget.region,
        reason=reason.strip(),
        amount_fen=total(items),
        opened_at=at,
        opened_by_id=by.account_id,
    )
    rows = LineBalance.objects.filter(line__in=[one.line for one in items]).order_by("line")
    held = {row.line: row for row in rows}
    moves = [step for one in items for step in _owed(one, held.get(one.line), kind)]
    RecoveryItem.objects.bulk_create(
        RecoveryItem(recovery=recovery, line=held[one.line], amount_fen=one.amount_fen, open_fen=one.amount_fen)
        for one in items
        if one.amount_fen
    )
    move(budget, moves, reason=number, by=by, at=at)
    record("recovery_open", budget, by, at, recovery=number, case=case, kind=str(kind), amount_fen=total(items))
    return number


def _owed(one: LineAmount, held: LineBalance | None, kind: RecoveryKind) -> Iterator[Move]:
    left = one.amount_fen
    for source in _GIVEN[kind] if held is not None else ():
        part = min(left, getattr(held, f"{source}_fen"))
        left -= part
        if part:
            yield Move(source, AccountKind.OWED_BACK, part, held.pk if held else None)
    if left:
        raise Conflict(Text("此行没有拨付这么多，不能追回", "the line was not given so much; it can't be asked back"))


@transaction.atomic
def recovery_demand(*, number: str, due_on: date, by: Actor, at: datetime) -> None:
    """Note that the money was demanded in writing, to be back by a day; again, to remind. A paying officer of the region.

    Raises NotFound, Forbidden, Conflict once it is over, Invalid for a day that has passed.
    """
    held = _locked(number)
    access.payer(by, held.region)
    if due_on <= day_of(at):
        raise Invalid([Problem("due_on", Text("期限应在今天之后", "the day must be after today"))])
    held.state = RECOVERY.next(held.state, "demand", by=by)
    held.demanded_at, held.due_on = at, due_on
    held.save()
    record("recovery_demand", _budget(held), by, at, recovery=number, due_on=str(due_on), open_fen=_open(held))


@transaction.atomic
def receipt_enter(
    *, number: str, reference: str, received_on: date, payer: str, amount_fen: int, by: Actor, at: datetime
) -> bool:
    """Enter a bank's receipt for money that came back; False where this very receipt was entered before. A paying officer of the region.

    reference: the bank's own number of it. Raises NotFound, Forbidden; Conflict for a number entered with other figures, or once
    the recovery is over; Invalid for more than is owed, a day to come, or a gap.
    """
    held = _locked(number)
    access.payer(by, held.region)
    budget = _budget(held)
    locked(budget)
    if _known(held, reference.strip(), received_on, amount_fen):
        return False
    rest = amount_fen == _open(held)
    held.state = RECOVERY.next(held.state, "receive_rest" if rest else "receive_part", by=by)
    if problems := _receipt_problems(held, reference, received_on, payer, amount_fen, at):
        raise Invalid(problems)
    moves = _from_items(held, amount_fen, _BACK_INTO[RecoveryKind(held.kind)])
    moved = move(budget, moves, reason=f"{number} {reference.strip()}", by=by, at=at)
    held.back_fen += amount_fen
    held.ended_at = at if rest else None
    held.save()
    assert by.account_id is not None
    Receipt.objects.create(
        recovery=held,
        fund=held.fund,
        region=held.region,
        reference=reference.strip(),
        received_on=received_on,
        payer=payer.strip(),
        amount_fen=amount_fen,
        transaction=moved,
        entered_at=at,
        entered_by_id=by.account_id,
    )
    record("receipt_enter", budget, by, at, recovery=number, reference=reference.strip(), amount_fen=amount_fen)
    return True


def _known(held: Recovery, reference: str, received_on: date, amount_fen: int) -> bool:
    """Whether the same receipt stands there already. Raises Conflict for its number with other figures."""
    before = Receipt.objects.filter(fund=held.fund, region=held.region, reference=reference).first()
    if before is None:
        return False
    if (before.recovery_id, before.received_on, before.amount_fen) == (held.pk, received_on, amount_fen):
        return True
    raise Conflict(Text(f"回单 {reference} 已登记过，内容不同", f"receipt {reference} was entered with other figures"))


def _receipt_problems(
    held: Recovery, reference: str, received_on: date, payer: str, amount_fen: int, at: datetime
) -> list[Problem]:
    problems = amount_problems(amount_fen)
    if amount_fen > _open(held):
        most = yuan_shown(_open(held))
        problems.append(Problem("amount_fen", Text(f"多于未退回的 {most} 元", f"more than the {most} yuan still owed")))
    if not reference.strip() or len(reference) > 64:
        problems.append(Problem("reference", Text("请填写银行回单号", "give the receipt's number")))
    if not payer.strip() or len(payer) > 200:
        problems.append(Problem("payer", Text("请填写付款人", "say who paid")))
    if received_on > day_of(at):
        problems.append(Problem("received_on", Text("日期还没有到", "that day is yet to come")))
    return problems


@transaction.atomic
def recovery_write_off(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Give up what is left of a recovery, with a written reason. A finance officer of the region or above, after it was demanded.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    held = _locked(number)
    access.finance(by, held.region)
    if problems := reason_problems(reason, "请写明核销理由和依据", "say why, and by what paper"):
        raise Invalid(problems)
    if held.demanded_at is None:
        raise Conflict(Text("尚未催缴，不能核销", "it was never demanded; it can't be written off"))
    held.state = RECOVERY.next(held.state, "write_off", by=by)
    budget, fen = _budget(held), _open(held)
    locked(budget)
    move(budget, _from_items(held, fen, AccountKind.WRITTEN_OFF), reason=f"{number} 核销", by=by, at=at)
    held.written_off_fen, held.ended_at, held.ended_why = fen, at, reason.strip()
    held.save()
    record("recovery_write_off", budget, by, at, recovery=number, amount_fen=fen, reason=reason.strip())


def _from_items(held: Recovery, amount_fen: int, target: AccountKind) -> list[Move]:
    """Take an amount from the recovery's lines, in order, and say which money moves."""
    moves, left = list[Move](), amount_fen
    for item in held.items.filter(open_fen__gt=0).order_by("id"):
        part = min(left, item.open_fen)
        if not part:
            break
        left -= part
        item.open_fen -= part
        item.save(update_fields=["open_fen"])
        moves.append(Move(AccountKind.OWED_BACK, target, part, item.line_id))
    return moves


def _locked(number: str) -> Recovery:
    found = Recovery.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def _budget(held: Recovery) -> Budget:
    return Budget(held.fund, held.region)


def _open(held: Recovery) -> int:
    return held.amount_fen - held.back_fen - held.written_off_fen
