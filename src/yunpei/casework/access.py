"""Who may. Outside one's organisation or region a case is not there (404); inside, without the right, 403.

An officer acts on the cases of their own office, and sees those of the region it covers. Duties are apart by person, not
only by account: who filed, or entered anything of it at the window, may not review; the second reviewer is another person;
who reviewed may not pay.
"""

from __future__ import annotations

from collections.abc import Iterable

from yunpei.casework.models import Case, CaseStep, Intake
from yunpei.casework.types import CaseState
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.common.language import Text
from yunpei.people import queries as people
from yunpei.people.access import region_covers
from yunpei.people.types import OFFICE_ROLES, ORG_ROLES, Role

ENTERED = ("enter", "hand_in")  # what an officer does in the applicant's place
DESK = (Role.OFFICER_REVIEW, Role.OFFICER_INSPECT)


def sees(by: Actor, case: Case) -> bool:
    """Its own organisation or person; offices whose region covers it, once it was submitted; the program itself.

    A draft that came in on paper is seen by the office that enters it, too.
    """
    if by.is_system or is_applicant(by, case):
        return True
    if case.state == CaseState.DRAFT:
        return is_window(by, case)
    covered = region_covers(by.region, case.region) or region_covers(by.region, case.pay_region or case.region)
    return by.has(*OFFICE_ROLES) and covered


def need_seen(by: Actor, case: Case | None) -> Case:
    """Go on with a case that the actor sees. Raises NotFound."""
    if case is None or not sees(by, case):
        raise NotFound
    return case


def is_applicant(by: Actor, case: Case) -> bool:
    """Whether the actor acts for the case's organisation, or is the person who applies."""
    if case.person_id is not None:
        return by.has(Role.LEARNER) and by.person_id == case.person_id
    return by.has(*ORG_ROLES) and by.organisation_id == case.organisation_id


def need_applicant(by: Actor, case: Case) -> None:
    """Go on as the case's own organisation or person. Raises NotFound for others, Forbidden for those who only see it."""
    need_seen(by, case)
    if by.account_id is None or not is_applicant(by, case):
        raise Forbidden


def is_window(by: Actor, case: Case) -> bool:
    """Whether the actor's office took the case in on paper, and may write it in the applicant's place. 1 query at most."""
    if not by.has(Role.OFFICER_REVIEW) or by.office_id is None:
        return False
    return Intake.objects.filter(case=case, office_id=by.office_id).exists()


def need_pen(by: Actor, case: Case, event: str = "edit") -> str:
    """Go on as who writes the case, and return the event by which they do: its applicant's own, or the window's.

    event: edit or submit. Raises NotFound for others, Forbidden for those who only see it.
    """
    need_seen(by, case)
    if not is_applicant(by, case) and is_window(by, case):
        return {"edit": "enter", "submit": "hand_in"}[event]
    need_applicant(by, case)
    return event


def entered_by(case: Case) -> list[int | None]:
    """The accounts that entered something of the case in the applicant's place. 1 query."""
    rows = CaseStep.objects.filter(case=case, event__in=ENTERED)
    return list(rows.values_list("by_id", flat=True).distinct())


def need_desk(by: Actor, case: Case) -> None:
    """Go on as an officer of the office that reviews the case, or as an inspector of its region. Raises NotFound, Forbidden."""
    need_seen(by, case)
    if by.is_system or by.has(Role.OFFICER_INSPECT):
        return
    if not by.has(Role.OFFICER_REVIEW) or by.office_id != case.review_office_id:
        raise Forbidden
    told = Text("提交申请的人不能审核", "who filed a case may not review it")
    _not_one_of(by, [case.filed_by_id, *entered_by(case)], told)
    if case.person_id is not None and case.person_id == by.person_id:
        raise Forbidden(told)  # entered for them at the window, too


def need_reviewer(by: Actor, case: Case) -> None:
    """Go on as an officer of the office that reviews the case: an inspector judges nothing of it. Raises NotFound, Forbidden."""
    need_desk(by, case)
    if not by.is_system and not by.has(Role.OFFICER_REVIEW):
        raise Forbidden


def need_second(by: Actor, case: Case) -> None:
    """Go on as the second reviewer: of the same office, and not the first one. Raises NotFound, Forbidden."""
    need_desk(by, case)
    _not_one_of(by, [case.first_reviewer_id], Text("复审须由另一人办理", "the second reviewer must be another person"))


def need_payer(by: Actor, *cases: Case) -> None:
    """Go on as an officer of the office that pays the cases, who has reviewed none of them. Raises NotFound, Forbidden."""
    reviewed = set[int | None]()
    for case in cases:
        need_seen(by, case)
        if not by.has(Role.OFFICER_PAY) or by.office_id != case.pay_office_id:
            raise Forbidden
        reviewed |= {
            case.accepted_by_id,
            case.first_reviewer_id,
            case.second_reviewer_id,
            case.approved_by_id,
            case.filed_by_id,
            *entered_by(case),
        }
    _not_one_of(by, reviewed, Text("审核过此案的人不能办理拨付", "who reviewed a case may not pay it"))


def _not_one_of(by: Actor, accounts: Iterable[int | None], why: Text) -> None:
    """Raises Forbidden when the actor, or the person behind it under another account, is one of the accounts' owners."""
    given = [one for one in accounts if one is not None]
    if by.account_id in given:
        raise Forbidden(why)
    if by.person_id is None:
        return
    for account in given:
        person = people.person_of_account(account)
        if person is not None and person.id == by.person_id:
            raise Forbidden(why)
