"""Cases as lists and pages show them. Lists take a fixed number of queries, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from yunpei.casework import access, claim_checks, filing_checks
from yunpei.casework.documents import document_rows
from yunpei.casework.models import Case, FilingPlan, Undertaking
from yunpei.casework.models.claims import LIVE
from yunpei.casework.programmes import pack_of, plan_of_claim
from yunpei.casework.signing import content_digest, valid_undertaking
from yunpei.casework.states import OVER, TABLES
from yunpei.casework.types import (
    CaseCard,
    CaseDetail,
    CaseKind,
    CaseState,
    Channel,
    LineState,
    PlanFields,
    SignedBy,
    StepRow,
)
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound, Problem
from yunpei.people import queries as people
from yunpei.people.access import significant
from yunpei.people.types import OFFICE_ROLES, ORG_ROLES, OrganisationCard

STARTED = [state.value for state in CaseState if state is not CaseState.DRAFT]


def cases(
    *, by: Actor, kind: CaseKind | None = None, states: Collection[CaseState] = (), text: str = "", limit: int = 200
) -> list[CaseCard]:
    """Cases the actor sees, the last changed first: an organisation's own, or those of an officer's region.

    states: only these, () = all. text: part of a number, of the firm's name or of the project. 1 query.
    """
    found = _seen(by).order_by("-changed_at", "-id")
    if kind is not None:
        found = found.filter(kind=kind)
    if states:
        found = found.filter(state__in=[state.value for state in states])
    if text.strip():
        word = text.strip()
        found = found.filter(
            Q(number__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(plan__project__icontains=word)
            | Q(filing__plan__project__icontains=word)
        )
    return [_card(row) for row in _listed(found)[:limit]]


def case(*, number: str, by: Actor) -> CaseDetail:
    """A case with all that its page shows, and what the actor may do with it now. Raises NotFound."""
    row = access.need_seen(by, _listed(Case.objects.filter(number=number)).first())
    pack, firm = pack_of(row), people.organisation(row.organisation_id)
    plan = plan_of_claim(row)
    undertaking = valid_undertaking(row, content_digest(row, plan, firm)) or _signed_before(row)
    claim = row.kind == CaseKind.CLAIM
    known = claim_checks.known_of(row, pack, firm) if claim else filing_checks.known_of(row, plan, pack, firm)
    return CaseDetail(
        card=_card(row),
        pack_digest=row.pack_digest,
        circular=pack.circular.number,
        programme_name=pack.name,
        fund=row.fund,
        plan=plan_fields(plan),
        roster_id=plan.roster_id,
        class_id=row.training_class_id,
        filing_number=row.filing.number if row.filing else row.number,
        review_office_id=row.review_office_id,
        pay_office_id=row.pay_office_id,
        undertaking=SignedBy(undertaking.way) if undertaking else None,
        signed_at=undertaking.signed_at if undertaking else None,
        documents=document_rows(row, pack, known),
        steps=_steps(row),
        events=events_for(row, by),
        claims=tuple((one.number, CaseState(one.state)) for one in row.claims.order_by("id")),
    )


def _signed_before(row: Case) -> Undertaking | None:
    """Once submitted, the signature stands as it was given, whatever the firm's page says later."""
    open_to_pen = row.state in (CaseState.DRAFT, CaseState.RETURNED)
    return None if open_to_pen else row.undertakings.order_by("-id").first()


def events_for(row: Case, by: Actor) -> tuple[str, ...]:
    """Events that the table allows one of the actor's roles in this state; duties apart are checked when it is tried."""
    mine = by.organisation_id == row.organisation_id and by.has(*ORG_ROLES)
    office = by.office_id is not None and (
        by.office_id in (row.review_office_id, row.pay_office_id) or by.has("officer_inspect")
    )
    if not mine and not office:
        return ()
    return tuple(step.event for step in TABLES[CaseKind(row.kind)].open_to(row.state, by.roles))


def plan_problems(*, number: str, by: Actor, at: datetime) -> list[Problem]:
    """What submitting would find wrong now, for the applicant's page. Its organisation. Raises NotFound, Forbidden."""
    row = access.need_seen(by, Case.objects.filter(number=number).first())
    access.need_organisation(by, row)
    pack, firm = pack_of(row), people.organisation(row.organisation_id)
    if row.kind == CaseKind.CLAIM:
        return claim_checks.claim_problems(row, pack, firm)
    return filing_checks.filing_problems(row, FilingPlan.objects.get(case=row), pack, firm, day_of(at))


def filing_of_class(class_id: int) -> str | None:
    """The number of the filing that opened a class. 1 query."""
    found = Case.objects.filter(training_class_id=class_id, kind=CaseKind.CLASS_FILING)
    return found.values_list("number", flat=True).first()


def classes_to_claim(*, by: Actor) -> list[int]:
    """Ids of the organisation's classes that have no running claim. 1 query."""
    if by.organisation_id is None:
        return []
    mine = Case.objects.filter(organisation_id=by.organisation_id)
    running = mine.filter(kind=CaseKind.CLAIM).exclude(state__in=OVER).values("training_class_id")
    filed = mine.filter(kind=CaseKind.CLASS_FILING, training_class__isnull=False).exclude(training_class_id__in=running)
    return list(filed.order_by("id").values_list("training_class_id", flat=True))


def plan_fields(plan: FilingPlan) -> PlanFields:
    """The plan as it was written."""
    return PlanFields(
        objects=plan.objects_trained,
        posts=plan.posts,
        project=plan.project,
        course_id=plan.course_id,
        occupation=plan.occupation,
        mode=plan.mode,
        online_hours=plan.online_hours,
        offline_hours=plan.offline_hours,
        converted=plan.converted,
        channels=tuple(Channel(*one) for one in plan.channels),
        cost_fen=plan.cost_fen,
        headcount=plan.headcount,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        delegate=plan.delegate,
    )


def applicant(number: str, by: Actor) -> OrganisationCard:
    """Who filed a case. Raises NotFound."""
    row = access.need_seen(by, Case.objects.filter(number=number).first())
    return people.organisation(row.organisation_id)


def _seen(by: Actor) -> QuerySet[Case]:
    rows = Case.objects.all()
    if by.is_system:
        return rows
    if by.has(*ORG_ROLES) and by.organisation_id is not None:
        return rows.filter(organisation_id=by.organisation_id)
    if by.has(*OFFICE_ROLES) and by.region:
        stem = significant(by.region)
        return rows.filter(Q(region__startswith=stem) | Q(pay_region__startswith=stem), state__in=STARTED)
    raise NotFound


def _listed(rows: QuerySet[Case]) -> QuerySet[Case]:
    counted = Q(lines__state=LineState.COUNTED)
    latest = Case.objects.filter(filing=OuterRef("pk")).order_by("-id").values("state")[:1]
    return rows.select_related("organisation", "plan", "filing__plan", "training_class").annotate(
        line_count=Count("lines", filter=Q(lines__state__in=LIVE)),
        amount=Sum("lines__amount_fen", filter=counted),
        claim_state=Subquery(latest),
    )


def _card(row: Case) -> CaseCard:
    plan = row.filing.plan if row.filing is not None else row.plan
    return CaseCard(
        number=row.number,
        kind=CaseKind(row.kind),
        programme=row.programme,
        pack_version=row.pack_version,
        state=CaseState(row.state),
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        region=row.region,
        class_number=row.training_class.number if row.training_class else "",
        project=plan.project,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        submitted_at=row.submitted_at,
        changed_at=row.changed_at,
        lines=row.line_count,  # type: ignore[attr-defined]  # annotated above
        amount_fen=row.amount or 0,  # type: ignore[attr-defined]
        claim_state=CaseState(row.claim_state) if row.claim_state else None,  # type: ignore[attr-defined]
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
        for step in row.steps.exclude(event="edit").order_by("id")
    )
