"""How a case goes from one state to the next: locked, asked of the table, written with its step and its audit row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yunpei.casework import access, desks
from yunpei.casework.amendments import lapse
from yunpei.casework.letters import DECISIONS, letter_issue, letter_void
from yunpei.casework.models import Case, CaseLine, CaseStep
from yunpei.casework.states import LINE, STOPPED, TABLES
from yunpei.casework.telling import TEXTS, tell
from yunpei.casework.types import CaseKind, CaseState
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.common.states import Table
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.types import Verb

Items = Sequence[tuple[str, str]]
CHUNK = 1000
VOID = ("refused", "removed", "recovered")  # a line in these states counts no more


def locked(number: str, by: Actor, *kinds: CaseKind) -> Case:
    """The case, locked for this transaction. Raises NotFound where it is not there for the actor, or of none of the kinds."""
    found = Case.objects.select_for_update().filter(number=number).first()
    case = access.need_seen(by, found)
    if kinds and case.kind not in kinds:
        raise NotFound
    return case


def table_of(case: Case) -> Table:
    """What may happen to a case of its kind."""
    return TABLES[CaseKind(case.kind)]


def move(
    case: Case, event: str, *, by: Actor, at: datetime, reason: str = "", items: Items = (), **detail: Any
) -> None:
    """Take a locked case along its table. Raises Conflict where its state does not allow the event, Forbidden by role.

    Saves the state and whatever else was changed on the row; detail goes into the audit row. No ID number in any of it.
    """
    table = table_of(case)
    row = table.row(case.state, event)
    target = table.next(case.state, event, by=by)
    source, case.state = case.state, target
    case.held_from = (case.held_from or source) if target in STOPPED else ""
    case.changed_at = at
    case.save()
    CaseStep.objects.create(
        case=case,
        at=at,
        event=event,
        source=source,
        target=target,
        by_id=by.account_id,
        office_id=by.office_id,
        reason=reason,
        items=[list(item) for item in items],
    )
    desks.place([case])
    audit.record(
        by=by,
        at=at,
        verb=row.audit,
        subject_type="case",
        subject_id=case.number,
        detail={"from": source, "to": target, **({"reason": reason} if reason else {}), **detail},
    )
    if row.sends in TEXTS:
        tell(case, row.sends, at)
    if event in DECISIONS:
        letter_issue(case, event, reason=reason, at=at)
    elif event == "reopen":
        letter_void(case, at)
    elif event == "close" and case.kind == CaseKind.CLASS_FILING:
        lapse(case, by, at)


def move_all(cases: Sequence[Case], event: str, *, by: Actor, at: datetime, **detail: Any) -> None:
    """Take many locked cases along their tables, as `move` takes one, in a fixed number of statements for so many cases.

    For events that decide nothing. Raises Conflict and Forbidden as `move` does; nothing is moved then.
    """
    rows = [table_of(case).row(case.state, event) for case in cases]
    assert event not in (*DECISIONS, "reopen")
    steps, entries = [], []
    for case, row in zip(cases, rows, strict=True):
        target = table_of(case).next(case.state, event, by=by)
        steps.append(
            CaseStep(
                case=case,
                at=at,
                event=event,
                source=case.state,
                target=target,
                by_id=by.account_id,
                office_id=by.office_id,
            )
        )
        entries.append((row.audit, case.number, {"from": case.state, "to": target, **detail}))
        case.state, case.changed_at = target, at
    for state in {case.state for case in cases}:
        keys = [case.pk for case in cases if case.state == state]
        for start in range(0, len(keys), CHUNK):
            Case.objects.filter(pk__in=keys[start : start + CHUNK]).update(state=state, changed_at=at)
    CaseStep.objects.bulk_create(steps, batch_size=CHUNK)
    desks.place(cases)
    audit.record_all(by=by, at=at, subject_type="case", entries=entries)
    for case, row in zip(cases, rows, strict=True):
        if row.sends in TEXTS:
            tell(case, row.sends, at)


def move_line(line: CaseLine, event: str, *, why: str, by: Actor, at: datetime, as_program: bool = False) -> None:
    """Take a line along its table and save it. as_program: the engine, a gate or an objection moves it, not the actor's role."""
    row = LINE.row(line.state, event)
    target = LINE.next(line.state, event, by=Actor.system("casework") if as_program else by)
    source, line.state, line.why = line.state, target, why
    if target not in ("counted", "held"):
        line.reserved_fen = 0
    line.save(update_fields=["state", "why", "reserved_fen"])
    audit.record(
        by=by,
        at=at,
        verb=row.audit,
        subject_type="line",
        subject_id=line.public_id,
        detail={"case": line.case.number, "from": source, "to": target, "why": why},
    )
    if target in VOID:
        _voided(line, target, why, by, at)


def _voided(line: CaseLine, target: str, why: str, by: Actor, at: datetime) -> None:
    """As proof that a line no longer counts; the reason, in an officer's own words, can be erased."""
    held = line.case.training_class
    event_record(
        verb=Verb.VOID,
        by=by,
        at=at,
        person=str(line.person.public_id) if line.person else "",
        class_id=str(held.public_id) if held else "",
        detail={"case": line.case.number, "line": str(line.public_id), "state": target},
        sealed={"text": why} if why else None,
    )


def need_free(case: Case) -> None:
    """Raises Conflict for a case at the judicial authority: its lines, too, stand as they are."""
    if case.state == CaseState.JUDICIAL:
        raise Conflict(
            Text("案件已移送司法机关，暂不能办理", "the case is at the judicial authority; nothing can be done in it")
        )


def need_reason(reason: str) -> str:
    """The reason as it is kept. Raises Invalid where there is none: what goes against someone is said in writing."""
    if not reason.strip():
        raise Invalid([Problem("reason", Text("请写明理由", "give the reason in writing"))])
    return reason.strip()
