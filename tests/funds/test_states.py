"""A recovery: state × event × role. What the table allows happens, what it does not leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tests.casework.city import BUDGET, City, city, firm_of
from tests.funds.money import AT, paid
from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import Conflict, Forbidden, NotFound, Refused
from yunpei.common.models import AuditRow
from yunpei.funds import actions
from yunpei.funds.models import Recovery
from yunpei.funds.states import RECOVERY
from yunpei.funds.types import LineAmount, RecoveryKind, RecoveryState

pytestmark = pytest.mark.django_db
FEN = 500
Do = Callable[[str, Actor], Any]


def receive(amount_fen: int) -> Do:
    return lambda number, by: actions.receipt_enter(
        number=number, reference="HD-2", received_on=AT.date(), payer="企业", amount_fen=amount_fen, by=by, at=AT
    )


EVENTS: dict[str, Do] = {
    "demand": lambda number, by: actions.recovery_demand(number=number, due_on=date(2020, 5, 1), by=by, at=AT),
    "receive_part": receive(1),
    "receive_rest": lambda number, by: receive(Recovery.objects.get(number=number).items.get().open_fen)(number, by),
    "write_off": lambda number, by: actions.recovery_write_off(number=number, reason="注销", by=by, at=AT),
}


def brought(there: City, state: RecoveryState) -> str:
    """A recovery in a state, by the way that leads there."""
    paid(there, LineAmount("x", FEN))
    number = actions.recovery_open(
        budget=BUDGET,
        case="C1",
        kind=RecoveryKind.FINDING,
        items=[LineAmount("x", FEN)],
        reason="虚报",
        by=there.inspector,
        at=AT,
    )
    if state is not RecoveryState.DUE:
        EVENTS["demand"](number, there.payer)
    if state in (RecoveryState.PART_BACK, RecoveryState.WRITTEN_OFF):
        actions.receipt_enter(
            number=number, reference="HD-1", received_on=AT.date(), payer="企业", amount_fen=1, by=there.payer, at=AT
        )
    if state is RecoveryState.WRITTEN_OFF:
        EVENTS["write_off"](number, there.finance)
    if state is RecoveryState.BACK:
        receive(FEN)(number, there.payer)
    assert Recovery.objects.get(number=number).state == state
    return number


def tried(number: str, do: Do, by: Actor) -> str:
    audits = AuditRow.objects.count()
    try:
        with transaction.atomic():
            do(number, by)
            state = Recovery.objects.get(number=number).state
            assert AuditRow.objects.count() == audits + 1
            transaction.set_rollback(True)
        return state
    except Refused as refused:
        assert AuditRow.objects.count() == audits
        return type(refused).__name__


@pytest.mark.req("R36")
@pytest.mark.parametrize("state", list(RecoveryState))
def test_a_recovery_does_what_its_table_says(state: RecoveryState) -> None:
    there = city(60_000)
    number = brought(there, state)
    actors = [there.reviewers[0], there.payer, there.finance, there.inspector, there.admin, firm_of(600)[1], NOBODY]
    faults = []
    for event, do in EVENTS.items():
        for by in actors:
            row, got = RECOVERY.find(state, event), tried(number, do, by)
            if RECOVERY.may(state, event, by.roles):
                assert row is not None
                fine = got == row.target
            else:
                # Nothing left to receive is refused like any other receipt of nothing.
                fine = got in {error.__name__ for error in (Conflict, Forbidden, NotFound)}
            if not fine:
                faults.append(f"{state} × {event} × {sorted(by.roles)}: {got}")
    assert not faults, "\n" + "\n".join(faults)


def test_every_event_is_tried() -> None:
    assert set(RECOVERY.events) == set(EVENTS)
    assert set(RECOVERY.states) == set(RecoveryState)
