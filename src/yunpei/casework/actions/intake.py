"""What comes in on paper: an officer enters it in the applicant's place, with the paper, and may never review it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yunpei.casework.actions.application import application_made
from yunpei.casework.actions.claim import claim_made
from yunpei.casework.actions.filing import filing_made
from yunpei.casework.actions.filing_review import give_to_offices
from yunpei.casework.applicants import claimant_of
from yunpei.casework.models import Case, Intake
from yunpei.casework.moving import move
from yunpei.casework.programmes import pack_of
from yunpei.casework.telling import tell
from yunpei.casework.types import Applicant, CaseKind, IntakeWay
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Forbidden, Invalid, Problem
from yunpei.common.language import Text
from yunpei.people import queries as people
from yunpei.people.access import region_covers
from yunpei.people.types import OrganisationCard, Role


@transaction.atomic
def intake_open(
    *,
    kind: CaseKind,
    credit_code: str,
    way: IntakeWay,
    received_on: date,
    file: str,
    by: Actor,
    at: datetime,
    programme: str = "",
    filing: str = "",
) -> str:
    """Begin a case that came in at the window, by post, fax or mail, and return its number. A reviewing officer.

    For an organisation of the officer's region, found by its credit code; it is told and may go on with it. programme: of a class
    filing or an application; filing: the number of the one whose class is claimed for. file: the stored scan. Terms run from
    received_on. Raises Forbidden; Conflict where there is nothing to claim for; Invalid with all that can't be.
    """
    if by.account_id is None or by.office_id is None or not by.has(Role.OFFICER_REVIEW):
        raise Forbidden
    firm = people.organisation_of_code(credit_code.strip().upper())
    problems = _problems(firm, received_on, file, by, at)
    if firm is None or problems:
        raise Invalid(problems)
    case = _made(kind, firm, programme, filing, by, at)
    give_to_offices(case, pack_of(case), firm.region)
    if case.review_office_id != by.office_id:
        told = Text("该项目不由本部门受理，请转交受理部门", "another office takes this in; hand it on to that one")
        raise Invalid([Problem("programme", told)])
    case.save()
    Intake.objects.create(
        case=case,
        way=way,
        received_on=received_on,
        file=file,
        office_id=by.office_id,
        entered_by_id=by.account_id,
        entered_at=at,
    )
    move(case, "enter", by=by, at=at, way=way, received_on=received_on.isoformat(), file=str(file))
    tell(case, "case_entered", at)
    return case.number


def _problems(firm: OrganisationCard | None, received_on: date, file: str, by: Actor, at: datetime) -> list[Problem]:
    problems = []
    if firm is None or not region_covers(by.region, firm.region):
        told = Text(
            "本地区没有登记这个统一社会信用代码的单位；请核对代码，或请单位先注册",
            "no organisation of this region has this credit code; check the code, or have it register first",
        )
        problems.append(Problem("credit_code", told))
    if received_on > day_of(at):
        problems.append(Problem("received_on", Text("收到日期不能晚于今天", "it was not received yet")))
    if not file:
        problems.append(Problem("file", Text("请上传纸质材料的扫描件", "upload the scan of the paper")))
    return problems


def _made(kind: CaseKind, firm: OrganisationCard, programme: str, filing: str, by: Actor, at: datetime) -> Case:
    if kind is CaseKind.CLASS_FILING:
        return filing_made(programme, firm, by, at)
    if kind is CaseKind.APPLICATION:
        return application_made(programme, Applicant(claimant_of(firm), firm.region, firm=firm), by, at)
    rows = Case.objects.select_for_update().filter(number=filing.strip(), kind=CaseKind.CLASS_FILING)
    found = rows.filter(organisation_id=firm.id, training_class__isnull=False).first()
    if found is None or found.training_class_id is None:
        told = Text("该单位没有这个备案号的班级", "the organisation has no class of a filing with this number")
        raise Invalid([Problem("filing", told)])
    return claim_made(found, found.training_class_id, by, at)
