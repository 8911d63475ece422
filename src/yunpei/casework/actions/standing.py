"""What may happen to any case: returned with itemised reasons, refused, withdrawn, held and released, reopened, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.actions.settling import advance_back, settle_paid
from yunpei.casework.deciding import decide_case
from yunpei.casework.models import Case
from yunpei.casework.models.claims import LIVE
from yunpei.casework.moving import locked, move, move_line, need_reason, table_of
from yunpei.casework.states import given_back_to, release_to
from yunpei.casework.types import DECIDED, CaseKind, LineState
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, Problem
from yunpei.common.language import Text
from yunpei.people.types import Role

WITH_THE_CASE = "随案件终止"  # why a line was removed that the case took with it; reopening brings these back


@transaction.atomic
def case_return(*, number: str, items: Sequence[tuple[str, str]], by: Actor, at: datetime) -> None:
    """Give a case back to be corrected. An officer of the reviewing office.

    items: (field or document, what is to be corrected), shown to the applicant beside each field. Raises NotFound, Forbidden,
    Conflict; Invalid without an item, or for one without words.
    """
    case = locked(number, by)
    access.need_desk(by, case)
    cleaned = [(field.strip(), words.strip()) for field, words in items]
    if not cleaned or any(not words for _, words in cleaned):
        raise Invalid([Problem("items", Text("请逐项写明需要补正的内容", "say item by item what is to be corrected"))])
    move(case, "return", by=by, at=at, items=cleaned, fields=[field for field, _ in cleaned])


@transaction.atomic
def case_refuse(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Refuse a case, with a written reason; its lines count against caps no more. An officer of the reviewing office.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = locked(number, by)
    access.need_desk(by, case)
    move(case, "refuse", by=by, at=at, reason=need_reason(reason))
    _let_go(case, by, at)


@transaction.atomic
def case_withdraw(*, number: str, reason: str = "", by: Actor, at: datetime) -> None:
    """Take a case back before it is published. Its organisation. Raises NotFound, Forbidden, Conflict."""
    case = locked(number, by)
    access.need_applicant(by, case)
    move(case, "withdraw", by=by, at=at, reason=reason.strip())
    _let_go(case, by, at)


def _let_go(case: Case, by: Actor, at: datetime) -> None:
    """Nothing of an ended case is reserved."""
    case.notices.filter(closed_at__isnull=True, voided_at__isnull=True).update(voided_at=at)
    for line in case.lines.select_for_update().filter(state__in=LIVE).order_by("place"):
        move_line(line, "remove", why=WITH_THE_CASE, by=by, at=at, as_program=True)
    if case.kind == CaseKind.APPLICATION:
        advance_back(case, reason=f"{case.number} {WITH_THE_CASE}", by=by, at=at)


@transaction.atomic
def case_hold(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Stop a case where it is. An officer of the reviewing office, or an inspector of the region, with a written reason.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = locked(number, by)
    access.need_desk(by, case)
    move(case, "hold", by=by, at=at, reason=need_reason(reason))


@transaction.atomic
def case_release(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Let a held case go on from where it was. As case_hold. Raises NotFound, Forbidden, Conflict, Invalid."""
    case = locked(number, by)
    access.need_desk(by, case)
    move(case, release_to(case.held_from), by=by, at=at, reason=need_reason(reason))


@transaction.atomic
def case_hand_over(*, number: str, authority: str, reason: str, by: Actor, at: datetime) -> None:
    """Hand a case to the judicial authority (移送司法机关), by its name and with a written reason. An inspector of the region.

    It stands still: nothing of it is reviewed, published or paid. What is set aside stays so; money may still be asked back.
    A refused case is reopened first. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = _inspected(number, by)
    table_of(case).row(case.state, "hand_over")
    called = authority.strip()
    if not 1 <= len(called) <= 100:
        raise Invalid([Problem("authority", Text("请填写司法机关名称（100字以内）", "name the authority"))])
    said = need_reason(reason)
    move(case, "hand_over", by=by, at=at, reason=said, items=[("authority", called)], authority=called)


@transaction.atomic
def case_given_back(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Let a case that the judicial authority gave back go on from where it was. An inspector of the region, with a written reason.

    What the bank answered meanwhile is settled now. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = _inspected(number, by)
    move(case, given_back_to(case.held_from), by=by, at=at, reason=need_reason(reason))
    if case.kind in DECIDED:
        settle_paid([case], by=by, at=at)


@transaction.atomic
def case_reopen(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Take a refused case up again, as submitted: its lines are decided anew. An inspector of the region, with a written reason.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = _inspected(number, by)
    move(case, "reopen", by=by, at=at, reason=need_reason(reason))
    for line in case.lines.filter(state=LineState.REMOVED, why=WITH_THE_CASE).order_by("place"):
        move_line(line, "count", why="", by=by, at=at)
    if case.kind in DECIDED:
        decide_case(case, by=by, at=at)


def _inspected(number: str, by: Actor) -> Case:
    """A case of the inspector's region. Raises NotFound, Forbidden for everyone else."""
    case = locked(number, by)
    if not by.has(Role.OFFICER_INSPECT):
        raise Forbidden
    return case
