"""An organisation claims for a class that ended: lines from its roster, facts gathered, decided and frozen at submission."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from yunpei.casework import access
from yunpei.casework.actions.filing_review import give_to_offices
from yunpei.casework.applicants import firm_of, payee_of
from yunpei.casework.claim_checks import claim_problems
from yunpei.casework.deciding import decide_case
from yunpei.casework.due import received_at
from yunpei.casework.gates import need_unbarred
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.moving import locked, move, move_line, need_free, table_of
from yunpei.casework.programmes import pack_of
from yunpei.casework.states import CLAIM, OVER
from yunpei.casework.types import DECIDED, CaseKind, CaseState, LineState
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.common.language import Text
from yunpei.training import queries as training
from yunpei.training.types import ClassState


@transaction.atomic
def claim_open(*, class_id: int, by: Actor, at: datetime) -> str:
    """Begin a claim for a class that is over and return its number. Its organisation.

    Every person of the roster gets a line, also those who were added later or did not finish: the engine says so, nothing is
    left out silently. Raises NotFound, Forbidden; Conflict while the class runs, or where it is claimed for already.
    """
    filing = Case.objects.select_for_update().filter(training_class_id=class_id, kind=CaseKind.CLASS_FILING).first()
    filing = access.need_seen(by, filing)
    access.need_applicant(by, filing)
    return claim_made(filing, class_id, by, at).number


def claim_made(filing: Case, class_id: int, by: Actor, at: datetime) -> Case:
    """A claim for the class of a locked filing with its lines. Raises Conflict while it runs, or where it is claimed for already."""
    need_free(filing)
    held = training.class_of(class_id)
    if held.state is not ClassState.CLOSED and not (held.state is ClassState.OPEN and held.ends_on < day_of(at)):
        raise Conflict(
            Text(f"班级到 {held.ends_on} 结束，之后才能申领", f"the class runs to {held.ends_on}; claim after it")
        )
    if filing.claims.exclude(state__in=OVER).exists():
        raise Conflict(Text("该班级已有申领案件", "this class is claimed for already"))
    case = _made(filing, class_id, at)
    CaseLine.objects.bulk_create(
        CaseLine(
            case=case,
            place=place,
            roster_line_id=line.id,
            person_id=line.person_id,
            name=line.name,
            id_masked=line.id_masked,
            state=LineState.COUNTED,
        )
        for place, line in enumerate(training.roster_lines(held.roster_id), start=1)
    )
    detail = {"class": held.number, "filing": filing.number}
    audit.record(by=by, at=at, verb="claim_open", subject_type="case", subject_id=case.number, detail=detail)
    return case


def _made(filing: Case, class_id: int, at: datetime) -> Case:
    """A claim under the pack that its filing is pinned to: the rules a class began under are the rules it is paid by."""
    try:
        with transaction.atomic():
            return Case.objects.create(
                number=f"{filing.number}-C{filing.claims.count() + 1}",
                kind=CaseKind.CLAIM,
                programme=filing.programme,
                pack_version=filing.pack_version,
                pack_digest=filing.pack_digest,
                fund=filing.fund,
                organisation_id=filing.organisation_id,
                region=filing.region,
                filing=filing,
                training_class_id=class_id,
                state=CLAIM.start,
                opened_at=at,
                changed_at=at,
            )
    except IntegrityError:
        raise Conflict(Text("该班级已有申领案件", "this class is claimed for already")) from None


@transaction.atomic
def claim_line_remove(*, number: str, line: str, reason: str = "", by: Actor, at: datetime) -> None:
    """Take a person off a claim or an application before it is submitted. Its organisation. Raises NotFound, Forbidden, Conflict."""
    case = locked(number, by, *DECIDED)
    event = access.need_pen(by, case)
    table_of(case).row(case.state, event)
    found = case.lines.select_for_update().filter(public_id=line).first()
    if found is None:
        raise NotFound
    move_line(found, "remove", why=reason.strip() or "申请单位移除", by=by, at=at, as_program=event == "enter")
    move(case, event, by=by, at=at, removed=line)


@transaction.atomic
def claim_submit(*, number: str, by: Actor, at: datetime) -> None:
    """Submit a claim: facts are gathered, decided by the pinned pack and frozen; its lines count against caps from now on.

    Its organisation. Terms for claims run to the first submission. Raises NotFound, Forbidden, Conflict; Invalid with all that
    is missing at once.
    """
    case = locked(number, by, CaseKind.CLAIM)
    event = access.need_pen(by, case, "submit")
    CLAIM.row(case.state, event)
    need_unbarred(case.organisation_id, at)
    pack, firm = pack_of(case), firm_of(case)
    if problems := claim_problems(case, pack, firm):
        raise Invalid(problems)
    give_to_offices(case, pack, firm.region)
    case.submitted_at = case.submitted_at or received_at(case) or at
    case.filed_by_id = by.account_id
    case.payee = payee_of(pack, firm)
    case.save()
    decide_case(case, by=by, at=at)
    move(case, event, by=by, at=at, lines=case.lines.exclude(state=LineState.REMOVED).count())


def claimable(case: Case) -> bool:
    """Whether an approved filing has no running claim."""
    return case.state in (CaseState.APPROVED, CaseState.CLOSED) and not case.claims.exclude(state__in=OVER).exists()
