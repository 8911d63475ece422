"""Paid money turns out not to be due (追回): an inspector's finding, and the demand for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.actions.settling import settle_paid
from yunpei.casework.deciding import lock_guards
from yunpei.casework.letters import letter_supplement
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.models.claims import LIVE
from yunpei.casework.money import amount_of, budget_of
from yunpei.casework.moving import locked, move, move_line, need_reason
from yunpei.casework.programmes import pack_of
from yunpei.casework.states import OVER, TABLES
from yunpei.casework.telling import tell
from yunpei.casework.types import DECIDED, CaseKind
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.types import LineAmount, RecoveryKind, Standing


@dataclass
class _Taken:
    """What a finding takes from the lines: back from the payee, and back into the budget what was not sent yet."""

    back: list[LineAmount] = field(default_factory=list)
    unsent: list[LineAmount] = field(default_factory=list)


@transaction.atomic
def recovery_open(
    *, number: str, lines: Mapping[str, int | None] | None = None, reason: str, by: Actor, at: datetime
) -> str:
    """Find that money of an approved case is not due, and ask back what was paid of it; returns the recovery's number, "" for none.

    An inspector of the region, with a written reason. lines: public id → fen that are not due, None = all of the line; None = the
    whole case (void). What was paid stays paid in the books; money not sent yet goes back to the budget. Of a class filing: what
    is left of its advance, where no claim runs. Raises NotFound, Forbidden, Invalid; Conflict while the bank has not answered.
    """
    case = locked(number, by)
    access.need_desk(by, case)
    TABLES[CaseKind(case.kind)].next(case.state, "recover", by=by)
    said = need_reason(reason)
    if case.kind == CaseKind.CLASS_FILING:
        recovery = _advance_back(case, said, by, at)
    else:
        recovery = _lines_back(case, _chosen(case, lines), said, by, at)
    move(case, "recover", by=by, at=at, reason=said, recovery=recovery)
    if case.kind in DECIDED:
        settle_paid([case], by=by, at=at)
    return recovery


def _advance_back(case: Case, reason: str, by: Actor, at: datetime) -> str:
    if case.claims.exclude(state__in=OVER).exists():
        raise Conflict(Text("申领正在办理，预支随申领清算", "a claim is under way; the advance is settled with it"))
    recovery = funds.advance_surplus(budget=budget_of(case), case=case.number, reason=reason, by=by, at=at)
    if not recovery:
        raise Conflict(Text("此案件没有未清算的预支", "no advance of this case is open"))
    return recovery


def _chosen(case: Case, lines: Mapping[str, int | None] | None) -> list[tuple[CaseLine, int | None]]:
    """The lines meant, in order, with the fen of each that are not due. Raises NotFound, Invalid."""
    rows = case.lines.select_for_update().filter(state__in=LIVE).order_by("place")
    if lines is None:
        found: list[tuple[CaseLine, int | None]] = [(line, None) for line in rows]
    else:
        found = [(line, lines[str(line.public_id)]) for line in rows if str(line.public_id) in lines]
        if len(found) != len(lines):
            raise NotFound
    if not found:
        raise Invalid([Problem("lines", Text("请选择人员", "choose the people"))])
    return found


def _lines_back(case: Case, chosen: list[tuple[CaseLine, int | None]], reason: str, by: Actor, at: datetime) -> str:
    lock_guards(pack_of(case), [line for line, _ in chosen])
    standings = books.line_standings(lines=[str(line.public_id) for line, _ in chosen])
    taken = _Taken()
    for line, fen in chosen:
        _take(line, fen, standings.get(str(line.public_id), Standing()), taken, reason, by, at)
    letter_supplement(case, [line for line, _ in chosen], reason=reason, at=at)
    if taken.unsent:
        funds.release(budget=budget_of(case), case=case.number, items=taken.unsent, reason=reason, by=by, at=at)
    if not taken.back:
        return ""
    return funds.recovery_open(
        budget=budget_of(case),
        case=case.number,
        kind=RecoveryKind.FINDING,
        items=taken.back,
        reason=reason,
        by=by,
        at=at,
    )


def _take(
    line: CaseLine, fen: int | None, standing: Standing, taken: _Taken, reason: str, by: Actor, at: datetime
) -> None:
    """One line: all of it leaves the sum, or so many fen of what was paid; it counts against caps with the rest."""
    given = standing.paid_fen + standing.settled_fen
    if standing.in_payment_fen:
        raise Conflict(
            Text(f"{line.name} 的款项银行尚未答复，请先读入结果", f"the bank has not answered for {line.name}")
        )
    if fen is not None and not 0 < fen <= given:
        most = yuan_shown(given)
        told = Text(
            f"{line.name}：应大于零、不超过已拨付的 {most} 元", f"{line.name}: above zero, at most the {most} yuan paid"
        )
        raise Invalid([Problem(str(line.public_id), told)])
    if fen is None or (fen == given and not standing.reserved_fen):
        if standing.reserved_fen:
            taken.unsent.append(amount_of(line, standing.reserved_fen))
        if given:
            taken.back.append(amount_of(line, given))
        move_line(line, "recover" if given else "remove", why=reason, by=by, at=at, as_program=not given)
        return
    taken.back.append(amount_of(line, fen))
    line.reserved_fen -= fen
    line.save(update_fields=["reserved_fen"])
    detail = {"case": line.case.number, "amount_fen": fen, "reason": reason}
    audit.record(by=by, at=at, verb="line_recover_part", subject_type="line", subject_id=line.public_id, detail=detail)


@transaction.atomic
def recovery_demand(*, number: str, due_on: date, by: Actor, at: datetime) -> None:
    """Demand the money of a recovery (number) back by a day; its organisation is told. A paying officer of the region.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    funds.recovery_demand(number=number, due_on=due_on, by=by, at=at)
    _tell(number, "recovery_demanded", by, at)


@transaction.atomic
def receipt_enter(
    *, number: str, reference: str, received_on: date, payer: str, amount_fen: int, by: Actor, at: datetime
) -> bool:
    """Enter a bank's receipt for money that came back on a recovery, as funds.receipt_enter; whoever gave it back is told."""
    entered = funds.receipt_enter(
        number=number, reference=reference, received_on=received_on, payer=payer, amount_fen=amount_fen, by=by, at=at
    )
    if entered:
        _tell(number, "money_back", by, at)
    return entered


@transaction.atomic
def recovery_write_off(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Give up what is left of a recovery, as funds.recovery_write_off; whoever owed it is told."""
    funds.recovery_write_off(number=number, reason=reason, by=by, at=at)
    _tell(number, "recovery_over", by, at)


def _tell(number: str, code: str, by: Actor, at: datetime) -> None:
    """Tell whoever the recovery is about; once nothing is left of it, that it is over."""
    card = books.recovery(number=number, by=by)
    tell(Case.objects.get(number=card.case), code if card.open_fen else "recovery_over", at)
