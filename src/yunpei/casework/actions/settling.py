"""Approved money is set aside, the advance counted first; a case that owes nothing any more is called paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yunpei.casework.models import Case, CaseLine
from yunpei.casework.money import budget_of, ref_of
from yunpei.casework.moving import move
from yunpei.casework.states import TABLES
from yunpei.casework.telling import tell
from yunpei.casework.types import CaseKind, LineState
from yunpei.common.actor import Actor
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.types import LineAmount, Standing


def set_aside(case: Case, items: Sequence[LineAmount], *, by: Actor, at: datetime) -> None:
    """Set money aside for lines of a locked case; what was paid in advance counts first.

    Raises Conflict where the budget is short, or the bank has not answered for the advance.
    """
    budget, claim = budget_of(case), ref_of(case)
    left = funds.advance_settle(budget=budget, case=_advanced(case).number, claim=claim, items=items, by=by, at=at)
    if left:
        funds.reserve(budget=budget, case=claim, items=left, by=by, at=at)


def advance_back(case: Case, *, reason: str, by: Actor, at: datetime) -> None:
    """Ask back what is left of the advance on a locked case, or let it go where the bank was not told of it yet.

    Raises Conflict while the bank has not answered for it.
    """
    paid_on = _advanced(case)
    if funds.advance_surplus(budget=budget_of(case), case=paid_on.number, reason=reason, by=by, at=at):
        tell(paid_on, "recovery_opened", at)


def _advanced(case: Case) -> Case:
    """The case that money is paid in advance on: a claim's filing, or the application itself."""
    return case.filing or case


def settle_paid(cases: Sequence[Case], *, by: Actor, at: datetime) -> set[str]:
    """Call each of the locked cases paid of which nothing is owed or held; what is left of its advance has to come back.

    Returns the numbers of those that are called paid now.
    """
    settled = set[str]()
    standings = books.case_standings(cases=[case.number for case in cases])
    held = set(CaseLine.objects.filter(case__in=cases, state=LineState.HELD).values_list("case_id", flat=True))
    for case in cases:
        standing = standings.get(case.number, Standing())
        owes = standing.reserved_fen or standing.in_payment_fen
        if owes or case.pk in held or TABLES[CaseKind(case.kind)].find(case.state, "settle") is None:
            continue
        move(case, "settle", by=by, at=at, paid_fen=standing.given_fen)
        advance_back(case, reason=f"{case.number} 清算：预支多于应付", by=by, at=at)
        settled.add(case.number)
    return settled
