"""Complaints: for inspectors of the region who are not with the organisation, and for whoever has the receipt code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.secrets import decrypt
from yunpei.oversight import access
from yunpei.oversight.actions.complaints import PURPOSE, code_digest
from yunpei.oversight.complaint_access import need_complaint, own_organisations
from yunpei.oversight.models import Complaint
from yunpei.oversight.states import COMPLAINT
from yunpei.oversight.types import ComplaintCard, ComplaintStanding, ComplaintState
from yunpei.people.access import significant

MOST = 500
OPEN = (ComplaintState.RECEIVED, ComplaintState.ACCEPTED)


def complaints(*, by: Actor, at: datetime, open_only: bool = True) -> Sequence[ComplaintCard]:
    """Complaints of the inspector's region, what is due first at the top. Raises Forbidden. 2 queries."""
    region = access.need_inspector(by)
    rows = Complaint.objects.filter(region__startswith=significant(region))
    if open_only:
        rows = rows.filter(state__in=OPEN)
    own = own_organisations(by)
    found = [_card(one, day_of(at)) for one in rows.order_by("-id")[:MOST] if one.organisation_id not in own]
    return sorted(found, key=lambda one: _due(one) or date.max)


def complaint(*, public_id: str, by: Actor, at: datetime) -> tuple[ComplaintCard, tuple[str, ...], tuple[str, ...]]:
    """One complaint, what the actor may do with it, and the cases that wait because of it. Raises NotFound, Forbidden."""
    try:
        row = Complaint.objects.filter(public_id=UUID(public_id)).first()
    except ValueError:
        row = None
    need_complaint(by, row)
    assert row is not None
    events = tuple(one.event for one in COMPLAINT.open_to(row.state, by.roles))
    return _card(row, day_of(at)), events, tuple(row.holds.order_by("id").values_list("case", flat=True))


def complaint_by_code(code: str) -> ComplaintStanding:
    """How a complaint stands, for whoever has its receipt code. Raises NotFound. 1 query."""
    row = Complaint.objects.filter(code_digest=code_digest(code)).first()
    if row is None:
        raise NotFound
    return ComplaintStanding(
        number=row.number,
        made_at=row.made_at,
        state=ComplaintState(row.state),
        answer_by=row.answer_by or row.accept_by,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def _due(one: ComplaintCard) -> date | None:
    return {ComplaintState.RECEIVED: one.accept_by, ComplaintState.ACCEPTED: one.answer_by}.get(one.state)


def _card(row: Complaint, day: date) -> ComplaintCard:
    due = row.accept_by if row.state == ComplaintState.RECEIVED else row.answer_by
    return ComplaintCard(
        id=str(row.public_id),
        number=row.number,
        region=row.region,
        about=_opened(row.about_sealed),
        text=_opened(row.text_sealed),
        name=_opened(row.name_sealed),
        contact=_opened(row.contact_sealed),
        made_at=row.made_at,
        state=ComplaintState(row.state),
        accept_by=row.accept_by,
        answer_by=row.answer_by,
        overdue=row.state in OPEN and due is not None and due < day,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def _opened(sealed: str) -> str:
    return decrypt(sealed, purpose=PURPOSE) if sealed else ""
