"""Officers review a claim: accepted, two persons, approved; single lines allowed by discretion or refused."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.casework import access, gates
from yunpei.casework.actions.settling import set_aside, settle_paid
from yunpei.casework.deciding import Changed, decide_case, differences
from yunpei.casework.mismatches import need_settled
from yunpei.casework.models import Case
from yunpei.casework.money import amount_of
from yunpei.casework.moving import locked, move, need_reason, table_of
from yunpei.casework.programmes import pack_of, publishes
from yunpei.casework.types import DECIDED, LineState
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict
from yunpei.common.language import Text
from yunpei.policy.types import Outcome


@transaction.atomic
def claim_accept(*, number: str, by: Actor, at: datetime) -> None:
    """Take a claim in as complete (受理). An officer of the reviewing office. Raises NotFound, Forbidden, Conflict."""
    case = _desk(number, by)
    table_of(case).row(case.state, "accept")
    case.accepted_by_id = by.account_id
    move(case, "accept", by=by, at=at)


@transaction.atomic
def review_first(*, number: str, by: Actor, at: datetime) -> None:
    """Pass the first review (初审): every counted line is due. An officer of the reviewing office who did not file the claim.

    Raises NotFound, Forbidden; Conflict where a mismatch with the plan stands, a line is undetermined or at discretion, or none is
    left.
    """
    case = _desk(number, by)
    table_of(case).row(case.state, "review_first")
    gates.ask(case, "review_first", by=by, at=at)
    need_settled(case)
    _all_due(case)
    case.first_reviewer_id, case.second_reviewer_id = by.account_id, None
    move(case, "review_first", by=by, at=at)


@transaction.atomic
def review_second(*, number: str, by: Actor, at: datetime) -> None:
    """Pass the second review (复审). Another person than the first reviewer and the filer. Raises NotFound, Forbidden, Conflict."""
    case = locked(number, by, *DECIDED)
    access.need_second(by, case)
    table_of(case).row(case.state, "review_second")
    _all_due(case)
    case.second_reviewer_id = by.account_id
    move(case, "review_second", by=by, at=at)


@transaction.atomic
def claim_approve(*, number: str, by: Actor, at: datetime) -> None:
    """Approve a case after its public notice, where the circular asks for one; what is due is set aside in the fund's budget.

    A service without money is granted with it, and the case closed. Facts and decision are worked out again. An officer of the
    reviewing office. Raises NotFound, Forbidden; Conflict before the notice is closed or where the budget is short; Changed (a
    Conflict) with every difference, and nothing is approved then.
    """
    case = _desk(number, by)
    pack = pack_of(case)
    event = "approve" if publishes(pack) else "approve_unpublished"
    table_of(case).row(case.state, event)
    if case.notices.filter(closed_at__isnull=True, voided_at__isnull=True).exists():
        raise Conflict(Text("公示尚未结束", "the public notice is not over yet"))
    if changes := differences(case, at):
        raise Changed(changes)
    gates.ask(case, "approve", by=by, at=at)
    case.approved_by_id = by.account_id
    items = [amount_of(line) for line in case.lines.filter(state=LineState.COUNTED, amount_fen__gt=0).order_by("place")]
    if items:
        set_aside(case, items, by=by, at=at)
    move(case, event, by=by, at=at, lines=len(items), amount_fen=sum(item.amount_fen for item in items))
    if pack.pays:
        settle_paid([case], by=by, at=at)  # where nothing is due, or the advance covers it
    else:
        move(case, "finish", by=by, at=at)


@transaction.atomic
def claim_decide_again(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Gather facts and decide anew because something changed; both reviews and the notice begin again.

    An officer of the reviewing office, with a written reason. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = _desk(number, by)
    said = need_reason(reason)
    table_of(case).row(case.state, "decide_again")
    case.notices.filter(closed_at__isnull=True, voided_at__isnull=True).update(voided_at=at)
    decide_case(case, by=by, at=at)
    case.first_reviewer_id = case.second_reviewer_id = None
    move(case, "decide_again", by=by, at=at, reason=said)


def _desk(number: str, by: Actor) -> Case:
    case = locked(number, by, *DECIDED)
    access.need_desk(by, case)
    return case


def _all_due(case: Case) -> None:
    """Raises Conflict unless something is counted and all of it is due."""
    counted = case.lines.filter(state=LineState.COUNTED)
    undecided = counted.exclude(outcome=Outcome.DUE).order_by("place")
    if names := [line.name for line in undecided[:5]]:
        told = "、".join(names)
        raise Conflict(
            Text(
                f"还有待裁量或无法判定的人员：{told}；请裁量、退回补正或不予补贴",
                f"still at discretion or undetermined: {told}; allow, return or refuse them",
            )
        )
    if not counted.exists():
        raise Conflict(Text("没有应付的人员；请退回或不予受理", "nobody is due; return or refuse the claim"))
