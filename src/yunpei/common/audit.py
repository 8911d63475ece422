"""The record of who changed what, written in the transaction of the change: a change that is rolled back leaves none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yunpei.common.actor import Actor
from yunpei.common.models import AuditRow


def record(
    *, by: Actor, at: datetime, verb: str, subject_type: str, subject_id: object, detail: dict[str, Any] | None = None
) -> None:
    """Write one audit row. Call it inside the transaction of the change.

    verb: the action's code, "claim_submit". subject: what was changed, "case" and its number. detail: what a reader
    needs to understand the change, JSON; never a full ID number, password or code.
    Raises RuntimeError outside a transaction, ValueError for a time without a zone or an actor that is nobody.
    """
    record_all(by=by, at=at, subject_type=subject_type, entries=[(verb, subject_id, detail or {})])


def record_all(
    *, by: Actor, at: datetime, subject_type: str, entries: Iterable[tuple[str, object, dict[str, Any]]]
) -> None:
    """As `record`, for one change of many things: (verb, subject_id, detail) of each. Raises as `record`."""
    rows = [_row(by, at, subject_type, *entry) for entry in entries]
    AuditRow.objects.bulk_create(rows, batch_size=1000)


def _row(by: Actor, at: datetime, subject_type: str, verb: str, subject_id: object, detail: dict[str, Any]) -> AuditRow:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"audit row for {verb} outside the transaction of its change")
    if at.tzinfo is None:
        raise ValueError(f"audit row for {verb}: the time needs its zone")
    if by.account_id is None and not by.name:
        raise ValueError(f"audit row for {verb}: nobody did it; use Actor.system(name)")
    return AuditRow(
        at=at,
        verb=verb,
        subject_type=subject_type,
        subject_id=str(subject_id),
        account_id=by.account_id,
        person_id=by.person_id,
        organisation_id=by.organisation_id,
        office_id=by.office_id,
        roles=sorted(by.roles),
        actor_name=by.name,
        detail=detail,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as history pages show it."""

    at: datetime
    verb: str
    account_id: int | None
    actor_name: str
    office_id: int | None
    detail: dict[str, Any]
    roles: tuple[str, ...] = ()


def entries(*, verb: str, limit: int) -> Sequence[Entry]:
    """The latest changes or looks of one kind, the latest first. Who may see them is the caller's to say. 1 query."""
    return [_entry(row) for row in AuditRow.objects.filter(verb=verb).order_by("-id")[:limit]]


def history(*, subject_type: str, subject_id: object) -> Sequence[Entry]:
    """What was done to one thing, oldest first. Whoever may see the thing may see this; the caller checks."""
    rows = AuditRow.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("id")
    return [_entry(row) for row in rows]


def _entry(row: AuditRow) -> Entry:
    return Entry(row.at, row.verb, row.account_id, row.actor_name, row.office_id, row.detail, tuple(row.roles))
