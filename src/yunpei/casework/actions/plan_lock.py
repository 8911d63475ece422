"""An officer lets a difference between a claim and its approved plan stand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.moving import locked, need_reason, table_of
from yunpei.casework.types import CaseKind
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
    case = locked(number, by, CaseKind.CLAIM)
    access.need_desk(by, case)
    table_of(case).row(case.state, "review_first")
    found = case.mismatches.select_for_update().filter(pk=mismatch).first()
    if found is None:
        raise NotFound
    said = need_reason(reason)
    if found.accepted_at is not None:
        raise Conflict(Text("这一项已经接受", "this one is accepted already"))
    found.accepted_by_id, found.accepted_reason, found.accepted_at = by.account_id, said, at
    found.save(update_fields=["accepted_by", "accepted_reason", "accepted_at"])
    line = str(found.line.public_id) if found.line else ""
    detail = {"code": found.code, "line": line, "planned": found.planned[0], "found": found.found[0], "reason": said}
    audit.record(by=by, at=at, verb="mismatch_accept", subject_type="case", subject_id=number, detail=detail)
