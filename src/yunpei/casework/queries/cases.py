"""Cases as lists and pages show them. Lists take a fixed number of queries, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from yunpei.casework import access, application_checks, claim_checks, filing_checks
from yunpei.casework.applicants import applicant_of, firm_of
from yunpei.casework.documents import Known, asks_signature, document_rows
from yunpei.casework.due import received_at
from yunpei.casework.models import Case, FilingPlan, Intake, Undertaking
from yunpei.casework.models.claims import LIVE
from yunpei.casework.next_step import next_step
from yunpei.casework.plans import plan_fields
from yunpei.casework.programmes import pack_of, plan_of_claim, programme_name, publishes
from yunpei.casework.queries.applications import application_part
from yunpei.casework.queries.letters import letter_of
from yunpei.casework.signing import signature_of
from yunpei.casework.states import OVER, TABLES
from yunpei.casework.time_limits import limits_of, unset_figures
from yunpei.casework.types import (
    Applicant,
    CaseCard,
    CaseDetail,
    CaseKind,
    CaseState,
    IntakeCard,
    IntakeWay,
    LineState,
    PlanFields,
    SignedBy,
    StepRow,
)
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound, Problem
from yunpei.funds import queries as books
from yunpei.people import queries as people
from yunpei.people.access import significant
from yunpei.people.types import OFFICE_ROLES, ORG_ROLES, OrganisationCard, Role
from yunpei.policy.types import Pack

STARTED = [state.value for state in CaseState if state is not CaseState.DRAFT]


def cases(
    *, by: Actor, kind: CaseKind | None = None, states: Collection[CaseState] = (), text: str = "", limit: int = 200
) -> list[CaseCard]:
    """Cases the actor sees, the last changed first: an organisation's own, or those of an officer's region.

    states: only these, () = all. text: part of a number, of the firm's name or of the project. 1 query.
    """
    found = seen(by).order_by("-changed_at", "-id")
    if kind is not None:
        found = found.filter(kind=kind)
    if states:
        found = found.filter(state__in=[state.value for state in states])
    if text.strip():
        word = text.strip()
        found = found.filter(
            Q(number__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(person__name__icontains=word)
            | Q(plan__project__icontains=word)
            | Q(filing__plan__project__icontains=word)
        )
    return [_card(row) for row in _listed(found)[:limit]]


def cards(keys: Collection[int]) -> dict[int, CaseCard]:
    """Cases by their keys, for a list that has chosen them and knows that its reader may see them. 1 query."""
    return {row.pk: _card(row) for row in _listed(Case.objects.filter(pk__in=keys))}


def own_applications(*, by: Actor) -> list[CaseCard]:
    """The person's own applications, the last changed first, whatever else the actor sees. 1 query."""
    if by.person_id is None:
        return []
    mine = Case.objects.filter(person_id=by.person_id).order_by("-changed_at", "-id")
    return [_card(row) for row in _listed(mine)]


def case(*, number: str, by: Actor) -> CaseDetail:
    """A case with all that its page shows, and what the actor may do with it now. Raises NotFound."""
    row = access.need_seen(by, _listed(Case.objects.filter(number=number)).first())
    pack, applicant = pack_of(row), applicant_of(row)
    applied = row.kind == CaseKind.APPLICATION
    plan = None if applied else plan_of_claim(row)
    undertaking = signature_of(row, applicant) or _signed_before(row)
    return CaseDetail(
        card=_card(row),
        pack_digest=row.pack_digest,
        circular=pack.circular.number,
        programme_name=pack.name,
        fund=row.fund,
        plan=plan_fields(plan) if plan else PlanFields(),
        roster_id=plan.roster_id if plan else None,
        class_id=row.training_class_id,
        filing_number=row.filing.number if row.filing else row.number,
        review_office_id=row.review_office_id,
        pay_office_id=row.pay_office_id,
        asks_signature=asks_signature(pack, CaseKind(row.kind)),
        undertaking=SignedBy(undertaking.way) if undertaking else None,
        signed_at=undertaking.signed_at if undertaking else None,
        signed_file=str(undertaking.file or "") if undertaking else "",
        documents=document_rows(row, pack, _known(row, pack, applicant, plan)),
        applicant=applicant,
        steps=_steps(row),
        events=events_for(row, pack, by),
        application=application_part(row, pack, applicant) if applied else None,
        limits=limits_of(row, pack),
        unset=unset_figures(pack, applicant.region),
        pays=pack.pays,
        letter=letter_of(row),
        next=next_step(row, applicant),
        intake=_intake(row),
        claims=tuple((one.number, CaseState(one.state)) for one in row.claims.order_by("id")),
    )


def _known(row: Case, pack: Pack, applicant: Applicant, plan: FilingPlan | None) -> Known:
    """What the platform itself can say of the case's documents."""
    if plan is None or applicant.firm is None:
        return application_checks.known_of(row, pack, applicant)
    if row.kind == CaseKind.CLAIM:
        return claim_checks.known_of(row, pack, applicant.firm)
    return filing_checks.known_of(row, plan, pack, applicant.firm)


def _signed_before(row: Case) -> Undertaking | None:
    """Once submitted, the signature stands as it was given, whatever the firm's page says later."""
    open_to_pen = row.state in (CaseState.DRAFT, CaseState.RETURNED)
    return None if open_to_pen else row.undertakings.order_by("-id").first()


def events_for(row: Case, pack: Pack, by: Actor) -> tuple[str, ...]:
    """Events that the table allows one of the actor's roles in this state; duties apart are checked when it is tried.

    Of a public notice and of money there is nothing to do where the programme has none.
    """
    mine = access.is_applicant(by, row)
    office = by.office_id is not None and (
        by.office_id in (row.review_office_id, row.pay_office_id) or by.has("officer_inspect")
    )
    if not mine and not office:
        return ()
    useless = {"finish", "approve_unpublished" if publishes(pack) else "publish", "" if pack.pays else "pay"}
    if not pack.advance or books.advance_of(case=row.number) is not None:
        useless.add("advance")
    if mine or not access.is_window(by, row):
        useless |= {"enter", "hand_in"}
    found = TABLES[CaseKind(row.kind)].open_to(row.state, by.roles)
    return tuple(step.event for step in found if step.event not in useless)


def plan_problems(*, number: str, by: Actor, at: datetime) -> list[Problem]:
    """What submitting would find wrong now, for the applicant's page. Its organisation. Raises NotFound, Forbidden."""
    row = access.need_seen(by, Case.objects.filter(number=number).first())
    access.need_pen(by, row)
    pack = pack_of(row)
    if row.kind == CaseKind.APPLICATION:
        return application_checks.application_problems(row, pack, applicant_of(row))
    firm = firm_of(row)
    if row.kind == CaseKind.CLAIM:
        return claim_checks.claim_problems(row, pack, firm)
    return filing_checks.filing_problems(
        row, FilingPlan.objects.get(case=row), pack, firm, day_of(received_at(row) or at)
    )


def filing_of_class(class_id: int) -> str | None:
    """The number of the filing that opened a class. 1 query."""
    found = Case.objects.filter(training_class_id=class_id, kind=CaseKind.CLASS_FILING)
    return found.values_list("number", flat=True).first()


def channels_filed(class_id: int) -> dict[str, str]:
    """Name → link of the channels that the plan of a class names. The caller has judged who may. 1 query."""
    plans = FilingPlan.objects.filter(case__training_class_id=class_id, case__kind=CaseKind.CLASS_FILING)
    return {name: link for channels in plans.values_list("channels", flat=True) for name, _, link in channels}


def classes_to_claim(*, by: Actor) -> list[int]:
    """Ids of the organisation's classes that have no running claim. 1 query."""
    if by.organisation_id is None:
        return []
    mine = Case.objects.filter(organisation_id=by.organisation_id)
    running = mine.filter(kind=CaseKind.CLAIM).exclude(state__in=OVER).values("training_class_id")
    filed = mine.filter(kind=CaseKind.CLASS_FILING, training_class__isnull=False).exclude(training_class_id__in=running)
    return list(filed.order_by("id").values_list("training_class_id", flat=True))


def applicant(number: str, by: Actor) -> OrganisationCard:
    """The organisation that filed a case. Raises NotFound."""
    row = access.need_seen(by, Case.objects.filter(number=number, organisation__isnull=False).first())
    return firm_of(row)


def seen(by: Actor) -> QuerySet[Case]:
    """Cases that the actor sees, in no order. Raises NotFound for those who see none."""
    rows = Case.objects.all()
    if by.is_system:
        return rows
    if by.has(*ORG_ROLES) and by.organisation_id is not None:
        return rows.filter(organisation_id=by.organisation_id)
    if by.has(Role.LEARNER) and by.person_id is not None:
        return rows.filter(person_id=by.person_id)
    if by.has(*OFFICE_ROLES) and by.region:
        stem = significant(by.region)
        return rows.filter(Q(region__startswith=stem) | Q(pay_region__startswith=stem), state__in=STARTED)
    raise NotFound


def _listed(rows: QuerySet[Case]) -> QuerySet[Case]:
    counted = Q(lines__state=LineState.COUNTED)
    latest = Case.objects.filter(filing=OuterRef("pk")).order_by("-id").values("state")[:1]
    return rows.select_related(
        "organisation", "person", "application", "plan", "filing__plan", "training_class"
    ).annotate(
        line_count=Count("lines", filter=Q(lines__state__in=LIVE)),
        amount=Sum("lines__amount_fen", filter=counted),
        claim_state=Subquery(latest),
    )


def _card(row: Case) -> CaseCard:
    applied = row.kind == CaseKind.APPLICATION
    plan = None if applied else row.filing.plan if row.filing is not None else row.plan
    return CaseCard(
        number=row.number,
        kind=CaseKind(row.kind),
        programme=row.programme,
        pack_version=row.pack_version,
        state=CaseState(row.state),
        organisation_id=row.organisation_id,
        organisation=row.organisation.name if row.organisation else row.person.name if row.person else "",
        region=row.region,
        class_number=row.training_class.number if row.training_class else "",
        project=plan.project if plan else programme_name(row),
        starts_on=plan.starts_on if plan else None,
        ends_on=plan.ends_on if plan else None,
        submitted_at=row.submitted_at,
        changed_at=row.changed_at,
        lines=row.line_count,  # type: ignore[attr-defined]  # annotated above
        amount_fen=row.amount or 0,  # type: ignore[attr-defined]
        claim_state=CaseState(row.claim_state) if row.claim_state else None,  # type: ignore[attr-defined]
    )


def intake_drafts(*, by: Actor) -> list[CaseCard]:
    """What the officer's office entered from paper and has not handed in yet, the last changed first. 1 query."""
    if by.office_id is None or not by.has(Role.OFFICER_REVIEW):
        return []
    mine = Case.objects.filter(state=CaseState.DRAFT, intake__office_id=by.office_id).order_by("-changed_at", "-id")
    return [_card(row) for row in _listed(mine)]


def _intake(row: Case) -> IntakeCard | None:
    held = Intake.objects.filter(case=row).select_related("office").first()
    if held is None:
        return None
    return IntakeCard(
        IntakeWay(held.way),
        held.received_on,
        str(held.file),
        held.office.name,
        people.account_name(held.entered_by_id),
        held.entered_at,
    )


def _steps(row: Case) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(
            at=step.at,
            event=step.event,
            source=step.source,
            target=step.target,
            account_id=step.by_id,
            office_id=step.office_id,
            reason=step.reason,
            items=tuple((field, words) for field, words in step.items),
        )
        for step in row.steps.exclude(event__in=("edit", "enter")).order_by("id")
    )
