"""Approved money is set aside, the advance counted first; a case that owes nothing any more is called paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yunpei.casework.models import Case, CaseLine
from yunpei.casework.money import budget_of, ref_of
from yunpei.casework.moving import move
from yunpei.casework.states import TABLES
from yunpei.casework.types import CaseKind, LineState
from yunpei.common.actor import Actor
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.types import LineAmount, Standing


def set_aside(case: Case, items: Sequence[LineAmount], *, by: Actor, at: datetime) -> None:
    """Set money aside for lines of a locked case; what was paid in advance on its filing counts first.

    Raises Conflict where the budget is short, or the bank has not answered for the advance.
    """
    budget, claim, left = budget_of(case), ref_of(case), items
    if case.filing is not None:
        left = funds.advance_settle(budget=budget, case=case.filing.number, claim=claim, items=items, by=by, at=at)
    if left:
        funds.reserve(budget=budget, case=claim, items=left, by=by, at=at)


def settle_paid(cases: Sequence[Case], *, by: Actor, at: datetime) -> None:
    """Call each of the locked cases paid of which nothing is owed or held; what is left of its advance has to come back."""
    standings = books.case_standings(cases=[case.number for case in cases])
    held = set(CaseLine.objects.filter(case__in=cases, state=LineState.HELD).values_list("case_id", flat=True))
    for case in cases:
        standing = standings.get(case.number, Standing())
        owes = standing.reserved_fen or standing.in_payment_fen
        if owes or case.pk in held or TABLES[CaseKind(case.kind)].find(case.state, "settle") is None:
            continue
        move(case, "settle", by=by, at=at, paid_fen=standing.given_fen)
        if case.filing is None:
            continue  # nothing was paid in advance
        surplus = f"{case.number} 清算：预支多于应付"
        funds.advance_surplus(budget=budget_of(case), case=case.filing.number, reason=surplus, by=by, at=at)
