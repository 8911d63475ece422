"""Where other rooms may stop money without being imported: screening and inspections register a gate at start-up.

A gate is asked before a claim is reviewed, approved and paid. It answers with holds: on single lines, which then wait while the
others go on, or on the whole case, which stops the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from yunpei.casework.models import Case, CaseLine
from yunpei.casework.moving import move_line
from yunpei.casework.types import Hold, LineState
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict
from yunpei.common.language import Text


class Gate(Protocol):
    """Someone who may stop money, and who knows which organisations may not file."""

    name: str

    def holds(self, *, case: str, lines: Sequence[str], event: str, at: datetime) -> Sequence[Hold]:
        """What must wait. case: number; lines: public ids of its counted lines; event: review_first, approve or pay."""

    def bar(self, *, organisation: int, at: datetime) -> Text | None:
        """Why this organisation hands nothing in, and nothing is approved or paid to it, now; None where it may."""


_MONEY = ("approve", "pay")
_gates: dict[str, Gate] = {}


def register(gate: Gate) -> None:
    """Ask this gate from now on. Raises ValueError for a name that is taken by another one."""
    if _gates.setdefault(gate.name, gate) is not gate:
        raise ValueError(f"two gates are called {gate.name}")


def unregister(name: str) -> None:
    """Ask this gate no more."""
    _gates.pop(name, None)


def ask(case: Case, event: str, *, by: Actor, at: datetime) -> None:
    """Ask every gate about a locked case before an event; lines that must wait are held.

    Raises Conflict for a whole-case hold, and before money moves for an organisation that is barred.
    """
    if not _gates:
        return
    if event in _MONEY:
        need_unbarred(case.organisation_id, at, case=case.number)
    lines = {str(line.public_id): line for line in _counted(case)}
    held = [
        one for gate in _gates.values() for one in gate.holds(case=case.number, lines=tuple(lines), event=event, at=at)
    ]
    whole = [one for one in held if not one.line]
    if whole:
        zh = "；".join(f"{one.gate}：{one.reason.zh}" for one in whole)
        raise Conflict(Text(f"此案暂停：{zh}", "; ".join(f"{one.gate}: {one.reason.en}" for one in whole)))
    for one in held:
        line = lines.get(one.line)
        if line is not None and line.state == LineState.COUNTED:
            move_line(line, "hold", why=f"{one.gate}：{one.reason.zh}", by=by, at=at, as_program=True)


def need_unbarred(organisation_id: int | None, at: datetime, *, case: str = "") -> None:
    """Go on with an organisation that is not barred. Raises Conflict with the reason of whoever bars it, naming the case if given."""
    if organisation_id is None:
        return
    for gate in _gates.values():
        if (why := gate.bar(organisation=organisation_id, at=at)) is not None:
            raise Conflict(Text(f"{case}：{why.zh}", f"{case}: {why.en}") if case else why)


def _counted(case: Case) -> list[CaseLine]:
    return list(case.lines.select_for_update().filter(state=LineState.COUNTED).order_by("place"))
