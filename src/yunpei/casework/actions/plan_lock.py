"""An officer lets differences between a claim and its approved plan stand: one, or all of a code with one reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.mismatches import standing_of
from yunpei.casework.models import Case, PlanMismatch
from yunpei.casework.moving import locked, need_reason, table_of
from yunpei.casework.types import CaseKind, LockCode
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, NotFound
from yunpei.common.language import Text


@transaction.atomic
def mismatch_accept(*, number: str, mismatch: int, reason: str, by: Actor, at: datetime) -> None:
    """Accept a mismatch with a written reason, which the second reviewer sees; it keeps the claim from nothing any more.

    An officer of the reviewing office, before the first review is passed. Raises NotFound, Forbidden, Invalid; Conflict where it
    was accepted already.
    """
    case = _desk(number, by)
    found = case.mismatches.select_for_update().filter(pk=mismatch).first()
    if found is None:
        raise NotFound
    said = need_reason(reason)
    if found.accepted_at is not None:
        raise Conflict(Text("这一项已经接受", "this one is accepted already"))
    _accept(case, [found], said, by, at)


@transaction.atomic
def mismatches_accept(*, number: str, code: LockCode, reason: str, by: Actor, at: datetime) -> int:
    """Accept every mismatch of a code that still stands, with one written reason; each line leaves its audit row. How many.

    As mismatch_accept. Raises NotFound, Forbidden, Invalid; Conflict where none stands.
    """
    case = _desk(number, by)
    said = need_reason(reason)
    rows = list(case.mismatches.select_for_update(of=("self",)).filter(code=code).order_by("line__place"))
    standing = standing_of(case, rows)
    if not standing:
        raise Conflict(Text("没有待处理的这一类差异", "no such difference stands any more"))
    _accept(case, standing, said, by, at)
    return len(standing)


def _desk(number: str, by: Actor) -> Case:
    """A claim whose mismatches an officer may still judge."""
    case = locked(number, by, CaseKind.CLAIM)
    access.need_reviewer(by, case)
    table_of(case).row(case.state, "review_first")
    return case


def _accept(case: Case, rows: Sequence[PlanMismatch], reason: str, by: Actor, at: datetime) -> None:
    entries = []
    for found in rows:
        found.accepted_by_id, found.accepted_reason, found.accepted_at = by.account_id, reason, at
        line = str(found.line.public_id) if found.line else ""
        detail = {"code": found.code, "line": line, "planned": found.planned[0], "found": found.found[0]}
        entries.append(("mismatch_accept", case.number, {**detail, "reason": reason}))
    PlanMismatch.objects.bulk_update(rows, ["accepted_by", "accepted_reason", "accepted_at"], batch_size=500)
    audit.record_all(by=by, at=at, subject_type="case", entries=entries)
