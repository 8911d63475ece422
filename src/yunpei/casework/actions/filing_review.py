"""A class filing is submitted, and accepted by an officer: the class is opened and the plan locked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.applicants import firm_of
from yunpei.casework.due import received_at
from yunpei.casework.filing_checks import filing_problems
from yunpei.casework.gates import need_unbarred
from yunpei.casework.mismatches import lock_account
from yunpei.casework.models import Case, FilingPlan
from yunpei.casework.moving import locked, move
from yunpei.casework.programmes import office_for, pack_of
from yunpei.casework.states import FILING
from yunpei.casework.types import CaseKind
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid
from yunpei.people.types import OfficeKind
from yunpei.policy.types import Pack
from yunpei.training import actions as training
from yunpei.training.types import Accumulate, Mode, PlanFacts


@transaction.atomic
def filing_submit(*, number: str, by: Actor, at: datetime) -> None:
    """Submit a class filing to the office of its programme and place. Its organisation, or the window.

    What came in on paper counts from the day it came. Raises NotFound, Forbidden, Conflict; Invalid with all that is
    missing or cannot be, at once.
    """
    case = locked(number, by, CaseKind.CLASS_FILING)
    event = access.need_pen(by, case, "submit")
    FILING.row(case.state, event)
    need_unbarred(case.organisation_id, at)
    plan = FilingPlan.objects.select_for_update().get(case=case)
    pack, firm = pack_of(case), firm_of(case)
    if problems := filing_problems(case, plan, pack, firm, day_of(received_at(case) or at)):
        raise Invalid(problems)
    give_to_offices(case, pack, firm.region)
    case.submitted_at = case.submitted_at or received_at(case) or at
    case.filed_by_id = by.account_id
    move(case, event, by=by, at=at)


def give_to_offices(case: Case, pack: Pack, region: str) -> None:
    """Name the offices that review and pay: the nearest that the circular's region has. Does not save."""
    review = office_for(pack, region, OfficeKind.REVIEW)
    pay = office_for(pack, region, OfficeKind.PAY)
    case.review_office_id = review.id if review else None
    case.region = review.region if review else region
    case.pay_office_id = pay.id if pay else None
    case.pay_region = pay.region if pay else ""


@transaction.atomic
def filing_accept(
    *, number: str, by: Actor, at: datetime, hour_seconds: int | None = None, accumulate: Accumulate | None = None
) -> int:
    """Approve a class filing: the class is opened (its id is returned), the plan and roster are locked, filed_on is this day.

    An officer of the reviewing office who did not file it. hour_seconds, accumulate: the bureau's choice of a class hour where
    the circular leaves it open. Raises NotFound, Forbidden, Conflict; Invalid where the plan can't be carried out.
    """
    case = locked(number, by, CaseKind.CLASS_FILING)
    access.need_desk(by, case)
    FILING.row(case.state, "approve")
    plan = FilingPlan.objects.select_for_update().get(case=case)
    class_id = training.class_open(plan=plan_facts(case, plan, at, hour_seconds, accumulate), by=by, at=at)
    plan.locked_at = at
    plan.save(update_fields=["locked_at"])
    lock_account(case, firm_of(case))
    case.training_class_id = class_id
    case.accepted_by_id = by.account_id
    move(case, "approve", by=by, at=at)
    return class_id


def plan_facts(
    case: Case,
    plan: FilingPlan,
    at: datetime,
    hour_seconds: int | None = None,
    accumulate: Accumulate | None = None,
) -> PlanFacts:
    """A plan without gaps as the class takes it."""
    assert case.organisation_id
    assert plan.course_id
    assert plan.starts_on
    assert plan.ends_on
    assert plan.roster_id
    return PlanFacts(
        number=case.number,
        case_number=case.number,
        organisation_id=case.organisation_id,
        programme=case.programme,
        pack_version=case.pack_version,
        course_id=plan.course_id,
        project=plan.project,
        mode=Mode(plan.mode),
        planned_hours=plan.online_hours + plan.offline_hours,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        filed_on=day_of(at),
        roster_id=plan.roster_id,
        converted=plan.converted,
        hour_seconds=hour_seconds,
        accumulate=accumulate,
    )


@transaction.atomic
def filing_close(*, number: str, by: Actor, at: datetime) -> None:
    """File an approved filing away once its class is over and claimed for. The program. Raises NotFound, Forbidden, Conflict."""
    move(locked(number, by, CaseKind.CLASS_FILING), "close", by=by, at=at)
