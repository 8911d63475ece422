"""Amendments of an approved plan: what differs, what forbids it, and the plan in force replaced by the one agreed upon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from yunpei.casework.filing_checks import amended_problems
from yunpei.casework.models import Amendment, Case, FilingPlan, LockedAccount, PlanRevision
from yunpei.casework.models.amendments import OPEN
from yunpei.casework.plan_lock import plain_account
from yunpei.casework.plans import ACCOUNT, ROSTER, plan_data, plan_fields, with_data, write_plan
from yunpei.casework.states import AMENDMENTS
from yunpei.casework.types import AmendmentState, CaseKind, PlanFields, Side
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Problem
from yunpei.people.types import OrganisationCard
from yunpei.policy.types import Pack
from yunpei.training import queries as training

Changes = dict[str, list[Any]]


def changes_of(
    case: Case, held: FilingPlan, plan: PlanFields, roster_id: int | None, firm: OrganisationCard
) -> Changes:
    """Field → [before, after] between the plan in force and one that is proposed, roster and account with it."""
    asked = FilingPlan(case=case)
    write_plan(asked, plan)  # so that both are spelt alike
    before, after = plan_data(plan_fields(held)), plan_data(plan_fields(asked))
    found = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if roster_id is not None and roster_id != held.roster_id:
        found[ROSTER] = [filed(held.roster_id), filed(roster_id)]
    locked, now = account_of(case), [firm.bank_name, firm.bank_account] if firm.bank_account else []
    if now and (not locked or plain_account((locked[0], locked[1])) != plain_account((now[0], now[1]))):
        found[ACCOUNT] = [locked, now]
    return found


def filed(roster_id: int | None) -> int:
    """How many people are filed on a roster."""
    return sum(one.filed for one in training.roster_lines(roster_id)) if roster_id is not None else 0


def account_of(case: Case) -> list[str]:
    """The account that is locked with the plan in force: bank and number; [] for none. 1 query."""
    kept = LockedAccount.objects.filter(case=case).first()
    return [kept.bank, kept.account] if kept else []


def amended(held: FilingPlan, amendment: Amendment) -> FilingPlan:
    """The plan in force with what was proposed written over it; not saved."""
    asked = FilingPlan(pk=held.pk, case=held.case, roster_id=amendment.roster_id or held.roster_id)
    write_plan(asked, with_data(plan_fields(held), {name: after for name, (_, after) in amendment.changes.items()}))
    asked.locked_at = held.locked_at
    return asked


def problems_of(
    held: FilingPlan, amendment: Amendment, pack: Pack, firm: OrganisationCard, today: date
) -> list[Problem]:
    """Why the plan can't be amended so; empty when it can. Whether the class can follow, its own room says."""
    asked = amended(held, amendment)
    return amended_problems(held.case, asked, pack, firm, today, moved=held.starts_on != asked.starts_on)


def open_of(case: Case) -> Amendment | None:
    """The amendment of a locked case that waits for an answer."""
    return Amendment.objects.select_for_update().filter(case=case, state=OPEN).first()


def answer(amendment: Amendment, event: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an amendment along its table and save it. Raises Conflict, Forbidden for who is not on the side that may."""
    table = AMENDMENTS[Side(amendment.side)]
    amendment.state = table.next(amendment.state, event, by=by)
    amendment.answered_by_id, amendment.answered_at, amendment.answer = by.account_id, at, reason
    amendment.save(update_fields=["state", "answered_by", "answered_at", "answer"])


def lapse(case: Case, by: Actor, at: datetime) -> None:
    """What waits for an answer waits for none once its filing is filed away, or another proposal takes its place."""
    if (found := open_of(case)) is None:
        return
    answer(found, "supersede", reason="", by=by, at=at)
    detail = {"amendment": found.number}
    audit.record(by=by, at=at, verb="amendment_supersede", subject_type="case", subject_id=case.number, detail=detail)


def revise(held: FilingPlan, amendment: Amendment, *, roster_id: int, at: datetime) -> None:
    """Keep the plan in force as a revision and put the agreed one in its place. The roster is the one the class follows now."""
    case = held.case
    PlanRevision.objects.create(
        case=case,
        number=case.revisions.count() + 1,
        plan=plan_data(plan_fields(held)),
        roster_id=held.roster_id,
        people=amendment.changes[ROSTER][0] if ROSTER in amendment.changes else filed(held.roster_id),
        account=account_of(case),
        until=at,
        amendment=amendment,
    )
    write_plan(held, plan_fields(amended(held, amendment)))
    held.roster_id = roster_id
    held.save()
    if ACCOUNT in amendment.changes:
        bank, number = amendment.changes[ACCOUNT][1]
        LockedAccount.objects.update_or_create(case=case, defaults={"bank": bank, "account": number})


def plan_as_signed(case: Case, held: FilingPlan) -> FilingPlan:
    """The plan that the undertaking was signed for: the approved one, whatever was amended since. 1 query."""
    first = case.revisions.order_by("number").first()
    if first is None:
        return held
    signed = FilingPlan(case=case, roster_id=first.roster_id)
    write_plan(signed, with_data(PlanFields(), first.plan))
    return signed


def waiting_for_office(cases: Iterable[Case]) -> set[int]:
    """Keys of the filings whose office has an amendment to answer. 1 query at most."""
    filings = [case for case in cases if case.kind == CaseKind.CLASS_FILING and case.training_class_id is not None]
    if not filings:
        return set()
    rows = Amendment.objects.filter(case__in=filings, state=AmendmentState.PROPOSED, side=Side.APPLICANT)
    return set(rows.values_list("case_id", flat=True))
