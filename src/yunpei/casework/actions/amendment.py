"""An approved plan is amended: proposed by one side with a reason, agreed or refused by the other. Until then nothing changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.actions.filing_review import plan_facts
from yunpei.casework.amendments import Changes, amended, answer, changes_of, lapse, problems_of, revise
from yunpei.casework.applicants import firm_of
from yunpei.casework.models import Amendment, Case, FilingPlan
from yunpei.casework.models.amendments import OPEN
from yunpei.casework.moving import locked, move, need_reason, table_of
from yunpei.casework.plans import ACCOUNT, figure_problems
from yunpei.casework.programmes import pack_of
from yunpei.casework.telling import tell, tell_office
from yunpei.casework.types import CaseKind, PlanFields, Side
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.training import actions as training
from yunpei.training import queries as classes


@transaction.atomic
def amendment_propose(
    *,
    number: str,
    plan: PlanFields,
    reason: str,
    by: Actor,
    at: datetime,
    roster_id: int | None = None,
    account: bool = False,
) -> int:
    """Propose that an approved plan be so from now on, and return the amendment's number; one that waits is superseded.

    plan: the whole of it, what stays as it is in force. roster_id: a roster that was put up for it. account: the organisation's
    account as its page has it now. Its organisation, or an officer of the reviewing office; the other side is told. Raises
    NotFound, Forbidden, Conflict; Invalid without a reason, without a change, and with everything that can't be.
    """
    case = locked(number, by, CaseKind.CLASS_FILING)
    side = _side(case, by)
    table_of(case).row(case.state, "amend_propose")
    said, pack, firm = need_reason(reason), pack_of(case), firm_of(case)
    held = FilingPlan.objects.select_for_update().get(case=case)
    if roster_id is not None and classes.roster_organisation(roster_id) != case.organisation_id:
        raise NotFound
    if problems := figure_problems(plan):
        raise Invalid(problems)
    changes = changes_of(case, held, plan, roster_id, firm)
    if not account:
        changes.pop(ACCOUNT, None)
    if not changes:
        raise Invalid([Problem("", Text("与现行计划相同，没有要变更的内容", "nothing differs from the plan in force"))])
    made = _new(case, side, changes, roster_id, said, by, at)
    if problems := problems_of(held, made, pack, firm, day_of(at)):
        raise Invalid(problems)
    lapse(case, by, at)
    made.save()
    move(case, "amend_propose", by=by, at=at, reason=said, amendment=made.number, changes=sorted(changes))
    _tell(case, side, "amendment_proposed", at)
    return made.number


def _new(
    case: Case, side: Side, changes: Changes, roster_id: int | None, reason: str, by: Actor, at: datetime
) -> Amendment:
    """The next amendment of a case; not saved."""
    assert by.account_id is not None  # _side let nobody else in
    return Amendment(
        case=case,
        number=case.amendments.count() + 1,
        side=side,
        state=OPEN,
        changes=changes,
        roster_id=roster_id,
        reason=reason,
        proposed_by_id=by.account_id,
        proposed_at=at,
    )


@transaction.atomic
def amendment_accept(*, number: str, amendment: int, reason: str = "", by: Actor, at: datetime) -> None:
    """Agree to what the other side proposed: the plan is revised, the class follows, and claims are held against it from now on.

    An officer of the reviewing office, with a written reason, or the organisation. Raises NotFound, Forbidden; Conflict once it
    is answered or the class is over; Invalid with everything that has become impossible since.
    """
    case, found = _open(number, amendment, by)
    said = need_reason(reason) if _side(case, by) is Side.OFFICE else reason.strip()
    held = FilingPlan.objects.select_for_update().get(case=case)
    if problems := problems_of(held, found, pack_of(case), firm_of(case), day_of(at)):
        raise Invalid(problems)
    answer(found, "accept", reason=said, by=by, at=at)
    assert case.training_class_id is not None
    facts = plan_facts(case, amended(held, found), at)
    roster_id = training.class_amend(class_id=case.training_class_id, plan=facts, by=by, at=at)
    revise(held, found, roster_id=roster_id, at=at)
    move(case, "amend", by=by, at=at, reason=said, amendment=found.number, changes=sorted(found.changes))
    if Side(found.side) is Side.OFFICE:
        tell_office(case, "plan_amended", at)


@transaction.atomic
def amendment_refuse(*, number: str, amendment: int, reason: str, by: Actor, at: datetime) -> None:
    """Refuse what the other side proposed, with a written reason; the plan stays. Raises NotFound, Forbidden, Conflict, Invalid."""
    case, found = _open(number, amendment, by)
    said = need_reason(reason)
    answer(found, "refuse", reason=said, by=by, at=at)
    move(case, "amend_refuse", by=by, at=at, reason=said, amendment=found.number)
    _tell(case, _side(case, by), "amendment_refused", at)


@transaction.atomic
def amendment_withdraw(*, number: str, amendment: int, reason: str = "", by: Actor, at: datetime) -> None:
    """Take back what one's own side proposed; the plan stays. Raises NotFound, Forbidden, Conflict."""
    case, found = _open(number, amendment, by)
    answer(found, "withdraw", reason=reason.strip(), by=by, at=at)
    move(case, "amend_withdraw", by=by, at=at, reason=reason.strip(), amendment=found.number)
    _tell(case, _side(case, by), "amendment_withdrawn", at)


def _open(number: str, amendment: int, by: Actor) -> tuple[Case, Amendment]:
    """An amendment of a case whose filing still stands. Whose turn it is, the amendment's own table says."""
    case = locked(number, by, CaseKind.CLASS_FILING)
    _side(case, by)
    table_of(case).row(case.state, "amend")
    found = Amendment.objects.select_for_update().filter(case=case, number=amendment).first()
    if found is None:
        raise NotFound
    if found.state != OPEN:
        raise Conflict(Text("这项变更已经答复", "this amendment is answered already"))
    return case, found


def _side(case: Case, by: Actor) -> Side:
    """On which side the actor stands. Raises NotFound, Forbidden for who stands on neither."""
    if access.is_applicant(by, case):
        access.need_applicant(by, case)
        return Side.APPLICANT
    access.need_desk(by, case)
    if by.account_id is None:
        raise Forbidden
    return Side.OFFICE


def _tell(case: Case, side: Side, code: str, at: datetime) -> None:
    """Tell the other side."""
    (tell_office if side is Side.APPLICANT else tell)(case, code, at)
