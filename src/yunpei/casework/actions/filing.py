"""An organisation writes its class filing: plan, roster, documents, signature. Nothing is judged before it is submitted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.applicants import applicant_of
from yunpei.casework.course_choice import course_problems
from yunpei.casework.documents import listed_documents
from yunpei.casework.models import Case, CaseDocument, FilingPlan, Undertaking
from yunpei.casework.moving import locked, move
from yunpei.casework.numbers import next_number
from yunpei.casework.plans import figure_problems, write_plan
from yunpei.casework.programmes import pack_of, usable_pack
from yunpei.casework.signing import digest_of
from yunpei.casework.states import FILING, TABLES
from yunpei.casework.types import CaseKind, CaseState, PlanFields, SignedBy
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.people import queries as people
from yunpei.people.types import ORG_ROLES, OrganisationCard, Role
from yunpei.training import queries as training


@transaction.atomic
def filing_draft(*, programme: str, by: Actor, at: datetime) -> str:
    """Begin a class filing under a programme and return its number. An administrator of the organisation acts for it.

    The case is pinned to the programme's version of today for life. Raises Forbidden; Invalid for an unknown programme.
    """
    if by.organisation_id is None or not by.has(*ORG_ROLES):
        raise Forbidden
    return filing_made(programme, people.organisation(by.organisation_id), by, at).number


def filing_made(programme: str, firm: OrganisationCard, by: Actor, at: datetime) -> Case:
    """A class filing of a firm, pinned and empty. Raises Invalid for an unknown programme."""
    pack = usable_pack(programme)
    case = Case.objects.create(
        number=next_number(pack.circular.region, day_of(at).year),
        kind=CaseKind.CLASS_FILING,
        programme=pack.programme,
        pack_version=pack.version,
        pack_digest=pack.digest,
        fund=pack.fund,
        organisation_id=firm.id,
        region=firm.region,
        state=FILING.start,
        opened_at=at,
        changed_at=at,
    )
    FilingPlan.objects.create(case=case)
    audit.record(
        by=by, at=at, verb="filing_draft", subject_type="case", subject_id=case.number, detail={"programme": programme}
    )
    return case


@transaction.atomic
def filing_edit(*, number: str, plan: PlanFields, by: Actor, at: datetime) -> None:
    """Write the training plan, with gaps if need be. Its organisation, while the filing is a draft or returned.

    Raises NotFound, Forbidden, Conflict; Invalid for figures that cannot be, and for a course that is not theirs to choose.
    """
    case, event = _own(number, by, CaseKind.CLASS_FILING)
    assert case.organisation_id is not None
    problems = figure_problems(plan)
    problems += course_problems(plan.course_id, organisation_id=case.organisation_id, delegate=plan.delegate)
    if problems:
        raise Invalid(problems)
    held = FilingPlan.objects.select_for_update().get(case=case)
    write_plan(held, plan)
    held.save()
    move(case, event, by=by, at=at)


@transaction.atomic
def roster_attach(*, number: str, roster_id: int, by: Actor, at: datetime) -> None:
    """Put a roster (training.actions.roster_put) to the filing, in place of one before. Its organisation, before submission.

    Raises NotFound for another organisation's roster, Forbidden, Conflict.
    """
    case, event = _own(number, by, CaseKind.CLASS_FILING)
    if training.roster_organisation(roster_id) != case.organisation_id:
        raise NotFound
    FilingPlan.objects.filter(case=case).update(roster_id=roster_id)
    move(case, event, by=by, at=at, roster=roster_id)


@transaction.atomic
def document_add(*, number: str, requirement: str, file: str, name: str, by: Actor, at: datetime) -> None:
    """Hand in a stored file as one of the documents that the circular lists. Its organisation, before submission.

    requirement: the document's id in the pack. Raises NotFound, Forbidden, Conflict; Invalid for a document it does not list.
    """
    case, event = _own(number, by)
    listed = [item.id for item in listed_documents(pack_of(case), CaseKind(case.kind))]
    if requirement not in listed:
        raise Invalid(
            [Problem("requirement", Text("通知没有列出这项材料", "the circular does not list this document"))]
        )
    CaseDocument.objects.create(
        case=case, requirement=requirement, file=file, name=name[:200], added_at=at, added_by_id=by.account_id
    )
    move(case, event, by=by, at=at, document=requirement, file=str(file))


@transaction.atomic
def document_remove(*, number: str, file: str, by: Actor, at: datetime) -> None:
    """Take a document back before submission; the row stays, so that what an officer saw can be seen again.

    Raises NotFound, Forbidden, Conflict.
    """
    case, event = _own(number, by)
    if not CaseDocument.objects.filter(case=case, file=file, removed_at__isnull=True).update(removed_at=at):
        raise NotFound
    move(case, event, by=by, at=at, document_removed=str(file))


@transaction.atomic
def undertaking_sign(*, number: str, by: Actor, at: datetime) -> None:
    """Sign the undertaking of a case as it stands. The legal representative's own account, or the person's who applies.

    A later change of what was signed makes it void. Raises NotFound, Forbidden, Conflict.
    """
    case, event = _own(number, by)
    access.need_applicant(by, case)
    if case.person_id is None and not by.has(Role.ORG_LEGAL):
        raise Forbidden(Text("承诺书须由法定代表人本人的账号签署", "the legal representative's own account signs"))
    _sign(case, event, SignedBy.ACCOUNT, None, by, at)


@transaction.atomic
def undertaking_scan(*, number: str, file: str, by: Actor, at: datetime) -> None:
    """Put up a scan of the signed and sealed undertaking. Its organisation; the officer looks at it and sees that it is a scan.

    Raises NotFound, Forbidden, Conflict.
    """
    case, event = _own(number, by)
    _sign(case, event, SignedBy.SCAN, file, by, at)


def _sign(case: Case, event: str, way: SignedBy, file: str | None, by: Actor, at: datetime) -> None:
    applicant = applicant_of(case)
    assert by.account_id is not None  # need_pen let nobody else in
    digest = digest_of(case, applicant)
    Undertaking.objects.create(
        case=case,
        way=way,
        digest=digest,
        signed_name=applicant.signer,
        signed_at=at,
        by_id=by.account_id,
        file=file,
    )
    move(case, event, by=by, at=at, signed=way, content=digest)


def _own(number: str, by: Actor, *kinds: CaseKind) -> tuple[Case, str]:
    """The applicant's own case, still open to their pen, and the event by which the actor writes."""
    case = locked(number, by, *kinds)
    event = access.need_pen(by, case)
    TABLES[CaseKind(case.kind)].row(CaseState(case.state), event)
    return case, event
