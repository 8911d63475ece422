"""Holds: placed by hand after a complaint or an inspection, and released by a named person with a reason, whatever placed them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.casework import actions as casework
from yunpei.casework import queries as cases
from yunpei.casework.types import CaseState, LineState
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.oversight import access, words
from yunpei.oversight.actions.screening import put_on
from yunpei.oversight.models import Complaint, Hold, Inspection
from yunpei.oversight.states import HOLD
from yunpei.oversight.types import HoldSource, HoldState


def place(*, case: str, because: Complaint | Inspection, by: Actor, at: datetime) -> Hold:
    """Let a whole case wait because of a complaint or an inspection. Inside the action that says so. Raises NotFound, Forbidden."""
    found = cases.subject(case, lock=True)
    access.need_region(by, found.region)
    source = HoldSource.COMPLAINT if isinstance(because, Complaint) else HoldSource.INSPECTION
    said = words.COMPLAINT if source is HoldSource.COMPLAINT else words.INSPECTION
    hold = Hold.objects.create(
        case=case,
        source=source,
        complaint=because if isinstance(because, Complaint) else None,
        inspection=because if isinstance(because, Inspection) else None,
        said_zh=said.zh,
        said_en=said.en,
        state=HoldState.PLACED,
        placed_at=at,
        placed_by_id=by.account_id,
    )
    detail = {"source": str(source), "hold": hold.pk}
    audit.record(by=by, at=at, verb="hold_place", subject_type="case", subject_id=case, detail=detail)
    put_on(hold, by=by, at=at)
    return hold


@transaction.atomic
def hold_release(*, hold: int, reason: str, by: Actor, at: datetime) -> None:
    """Release a hold with a written reason; the line or the case goes on once nothing else holds it. An inspector of its region.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    number = Hold.objects.filter(pk=hold).values_list("case", flat=True).first()
    if number is None:
        raise NotFound
    case = cases.subject(number, lock=True)
    access.need_region(by, case.region)
    row = Hold.objects.select_for_update().get(pk=hold)
    target = HOLD.next(row.state, "release", by=by)
    if not reason.strip():
        raise Invalid([Problem("reason", Text("请写明解除的理由和依据", "say why it is released"))])
    row.state, row.released_at, row.release_reason = target, at, reason.strip()
    row.released_by_id = by.account_id
    row.save(update_fields=["state", "released_at", "released_by", "release_reason"])
    detail = {"hold": row.pk, "source": row.source, "line": str(row.line or ""), "reason": row.release_reason}
    audit.record(by=by, at=at, verb="hold_release", subject_type="case", subject_id=number, detail=detail)
    if not Hold.objects.filter(case=number, line=row.line, state=HoldState.PLACED).exists():
        _let_go(row, by, at)


def _let_go(hold: Hold, by: Actor, at: datetime) -> None:
    """What casework still holds for our sake goes on; what waits for another reason of its own goes on waiting."""
    try:
        if hold.line is not None:
            lines = {one.id: one.state for one in cases.subject(hold.case).lines}
            if lines.get(str(hold.line)) == LineState.HELD:
                casework.line_settle(
                    number=hold.case, line=str(hold.line), keep=True, reason=hold.release_reason, by=by, at=at
                )
        elif cases.case(number=hold.case, by=by).card.state is CaseState.HELD:
            casework.case_release(number=hold.case, reason=hold.release_reason, by=by, at=at)
    except Conflict:
        return
