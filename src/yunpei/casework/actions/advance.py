"""Money paid in advance (预支, 预拨) within the pack's rule: on an approved filing, or on an application whose first review passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.actions.payees import payee_of_firm
from yunpei.casework.applicants import applicant_of
from yunpei.casework.deciding import decidable, earlier_awards, work_out
from yunpei.casework.engine import decide_lines
from yunpei.casework.facts import gather
from yunpei.casework.filing_checks import best_facts
from yunpei.casework.gates import need_unbarred
from yunpei.casework.models import Case, CaseLine, FilingPlan
from yunpei.casework.money import budget_of, ref_of
from yunpei.casework.moving import locked, move, need_reason, table_of
from yunpei.casework.orders import PERSON
from yunpei.casework.programmes import clause_name, pack_of, plan_of
from yunpei.casework.states import OVER
from yunpei.casework.types import CaseKind, LineFacts, LineState
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.funds import actions as funds
from yunpei.people.types import OrganisationCard
from yunpei.policy.deciding import before_training
from yunpei.policy.types import Decision, Outcome, Pack
from yunpei.training import queries as training

KINDS = (CaseKind.CLASS_FILING, CaseKind.APPLICATION)  # a claim is paid in advance on its filing
# What only the class itself brings; before it, taken as the plan says.
_PLANNED = ("online_hours", "offline_hours", "completed", "certificate_no", "claimed_on", "still_employed")


@transaction.atomic
def advance_grant(*, number: str, amount_fen: int | None = None, by: Actor, at: datetime) -> None:
    """Grant an advance, all that the rule allows or less; the paying office sends it in a batch.

    An officer of the reviewing office: on an approved filing up to the first day of the class; on an application another than who
    passed its first review. Raises NotFound, Forbidden; Conflict where the programme pays nothing in advance, or not to firms, an
    advance is there already, or the budget is short; Invalid for more than the rule allows.
    """
    case = locked(number, by, *KINDS)
    (access.need_second if case.kind == CaseKind.APPLICATION else access.need_desk)(by, case)
    table_of(case).next(case.state, "advance", by=by)
    need_unbarred(case.organisation_id, at)
    pack, applicant = pack_of(case), applicant_of(case)
    account = pack.account_of(applicant.claimant)
    if not pack.advance or applicant.firm is None or account == PERSON:
        raise Conflict(Text("该项目不预支", "this programme pays nothing in advance"))
    decided = _decided_now(case, at) if case.kind == CaseKind.APPLICATION else _planned(case, pack, applicant.firm, at)
    allowed, rule = _allowed(pack, decided)
    case.payee, case.approved_by_id = payee_of_firm(applicant.firm, account), by.account_id
    granted = allowed if amount_fen is None else amount_fen
    funds.advance_grant(
        budget=budget_of(case), case=ref_of(case), amount_fen=granted, allowed_fen=allowed, rule=rule, by=by, at=at
    )
    move(case, "advance", by=by, at=at, reason=rule, amount_fen=granted)


@transaction.atomic
def advance_cancel(*, number: str, reason: str, by: Actor, at: datetime) -> None:
    """Take an advance back that the bank has not been told of, with a written reason. An officer of the reviewing office.

    Raises NotFound, Forbidden, Invalid; Conflict where there is none, or it was sent.
    """
    case = locked(number, by, *KINDS)
    access.need_desk(by, case)
    table_of(case).next(case.state, "advance", by=by)
    if not funds.advance_cancel(budget=budget_of(case), case=number, reason=need_reason(reason), by=by, at=at):
        raise Conflict(Text("此案件没有预支", "there is no advance on this case"))


def _decided_now(case: Case, at: datetime) -> list[Decision]:
    """An application's lines that count, as they come out now: what has to be true for the money is true already."""
    _, worked = work_out(case, decidable(case), at)
    return [one.decision for one in worked if one.line.state == LineState.COUNTED]


def _planned(case: Case, pack: Pack, firm: OrganisationCard, at: datetime) -> list[Decision]:
    """A filing's people if all goes as planned. Raises Conflict once the class has begun."""
    plan = FilingPlan.objects.get(case=case)
    assert plan.starts_on is not None
    if day_of(at) > plan.starts_on or case.claims.exclude(state__in=OVER).exists():
        raise Conflict(Text("已经开班，不再预支", "the class has begun; nothing is paid in advance any more"))
    known = _before_class(case, plan, pack, firm, at)
    return decide_lines(plan_of(pack, firm.region), known, earlier_awards(case, pack, known))


def _allowed(pack: Pack, decisions: Sequence[Decision]) -> tuple[int, str]:
    """What the rule gives in advance, and how it says so. Raises Conflict for nothing."""
    fen = sum(one.advance_fen or 0 for one in decisions)
    due = [one for one in decisions if one.outcome is Outcome.DUE]
    rule = (
        f"名单 {len(decisions)} 人，其中 {len(due)} 人预计应付 {yuan_shown(sum(one.amount_fen for one in due))} 元，"
        f"可预支 {yuan_shown(fen)} 元（{pack.circular.number} {clause_name(pack.advance['clause'])}）"
    )
    if not fen:
        missing = sorted({name for one in decisions for name in one.missing})
        lacking = f"；缺少 {'、'.join(missing)}" if missing else ""
        raise Conflict(Text(f"{rule}{lacking}", f"nothing can be advanced; missing: {', '.join(missing) or 'nothing'}"))
    return fen, rule


def _before_class(case: Case, plan: FilingPlan, pack: Pack, firm: OrganisationCard, at: datetime) -> list[LineFacts]:
    """The people of the roster with what is known of them now, and what the class will bring as the plan says."""
    assert plan.roster_id is not None
    lines = [
        CaseLine(roster_line_id=one.id, person_id=one.person_id, name=one.name, id_masked=one.id_masked)
        for one in training.roster_lines(plan.roster_id)
    ]
    best = best_facts(case, plan, firm, day_of(at))
    planned = {name: best[name] for name in _PLANNED}
    return [
        LineFacts(
            one.roster_line_id,
            one.person_id,
            one.key,
            one.name,
            one.id_masked,
            before_training(pack, _laid_over(best, one.facts) | planned),
            {},
        )
        for one in gather(case, lines, pack, applicant=applicant_of(case), claimed_on=day_of(at), signed=True)
    ]


def _laid_over(best: dict[str, Any], known: Any) -> dict[str, Any]:
    return best | {name: value for name, value in known.items() if value is not None}
