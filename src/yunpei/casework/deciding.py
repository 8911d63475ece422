"""A case's lines decided by the engine, with what counts against each person's caps locked, and the result frozen.

Order of locks, everywhere: cases by id, then guards by person and programme, then money (funds).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from yunpei.casework.applicants import applicant_of
from yunpei.casework.engine import (
    decide_lines,
    fact_name,
    frozen_decision,
    frozen_facts,
    restored,
    shown_fact,
    thawed_facts,
)
from yunpei.casework.facts import gather
from yunpei.casework.mismatches import changed_mismatches, freeze_mismatches
from yunpei.casework.models import Case, CaseLine, EntitlementGuard
from yunpei.casework.models.claims import LIVE
from yunpei.casework.moving import move_line
from yunpei.casework.programmes import pack_of, plan_of
from yunpei.casework.signing import signature_of
from yunpei.casework.states import RESERVING
from yunpei.casework.types import Applicant, Difference, Facts, LineFacts, LineState, Source
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict
from yunpei.common.language import Text
from yunpei.common.money import yuan_shown
from yunpei.policy.columns import COLUMNS
from yunpei.policy.deciding import Plan
from yunpei.policy.results import OUTCOME_WORDS, reasons
from yunpei.policy.types import Decision, Outcome, Pack


class Changed(Conflict):
    """Something is not as it was when the decision was frozen; `differences` says what, nothing was changed."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        self.differences = tuple(differences)
        told = [
            Text(
                f"{one.person} {one.what.zh}：{one.before.zh} → {one.now.zh}",
                f"{one.person} {one.what.en}: {one.before.en} → {one.now.en}",
            )
            for one in differences[:5]
        ]
        zh, en = "；".join(one.zh for one in told), "; ".join(one.en for one in told)
        count = len(differences)
        more = Text(f"……共 {count} 处", f" … {count} in all") if count > 5 else Text("", "")
        super().__init__(
            Text(
                f"与冻结时不一致，须重新计算并再次审核：{zh}{more.zh}",
                f"not as it was when it was decided; decide again and review again: {en}{more.en}",
            )
        )


@dataclass(frozen=True, slots=True)
class Worked:
    """A line as it comes out now."""

    line: CaseLine
    facts: LineFacts
    decision: Decision


def decidable(case: Case) -> list[CaseLine]:
    """Lines that the engine decides, in order: live ones, and those that the engine itself refused; an officer's word stays."""
    rows = case.lines.filter(Q(state__in=LIVE) | Q(state=LineState.REFUSED, outcome=Outcome.REFUSED))
    return list(rows.order_by("place"))


def work_out(case: Case, lines: Sequence[CaseLine], at: datetime) -> tuple[Pack, list[Worked]]:
    """What the lines come to now, by the pack the case is pinned to. Reads and locks nothing of its own, writes nothing."""
    applicant = applicant_of(case)
    signed = signature_of(case, applicant) is not None
    return pack_of(case), work_out_as(
        case, lines, applicant=applicant, claimed_on=day_of(case.submitted_at or at), signed=signed
    )


def work_out_as(
    case: Case, lines: Sequence[CaseLine], *, applicant: Applicant, claimed_on: date, signed: bool
) -> list[Worked]:
    """As `work_out`, as if it were claimed on that day, signed or not."""
    pack = pack_of(case)
    known = gather(case, lines, pack, applicant=applicant, claimed_on=claimed_on, signed=signed)
    decisions = decide_lines(plan_of(pack, applicant.region), known, earlier_awards(case, pack, known))
    return [Worked(line, facts, one) for line, facts, one in zip(lines, known, decisions, strict=True)]


def earlier_awards(case: Case, pack: Pack, known: Iterable[LineFacts]) -> dict[str, list[Facts]]:
    """Money of the programme's group that counts before this case, by the fold's key: paid, approved, or reserved by a claim."""
    keys = {one.person_id: one.key for one in known if one.person_id is not None}
    rows = (
        CaseLine.objects.filter(
            person_id__in=list(keys), reserved_fen__gt=0, case__programme__in=pack.group, case__state__in=RESERVING
        )
        .exclude(case=case)
        .select_related("case")
        .order_by("id")
    )
    found: dict[str, list[Facts]] = {}
    for row in rows:
        facts: dict[str, Any] = dict.fromkeys(COLUMNS) | thawed_facts(row.facts)
        award = {**facts, "programme": row.case.programme, "amount_fen": row.reserved_fen}
        found.setdefault(keys[row.person_id or 0], []).append(award)
    return found


def lock_guards(pack: Pack, lines: Iterable[CaseLine]) -> None:
    """Lock every person's guard for each programme of the group, in one order for all: nobody else decides them meanwhile."""
    assert transaction.get_connection().in_atomic_block
    wanted = sorted({(line.person_id, name) for line in lines if line.person_id is not None for name in pack.group})
    EntitlementGuard.objects.bulk_create(
        (EntitlementGuard(person_id=person, programme=name) for person, name in wanted), ignore_conflicts=True
    )
    guards = EntitlementGuard.objects.select_for_update().filter(
        person_id__in={person for person, _ in wanted}, programme__in=pack.group
    )
    list(guards.order_by("person_id", "programme").values_list("id", flat=True))


def decide_case(case: Case, *, by: Actor, at: datetime) -> None:
    """Decide all lines of a locked case anew and freeze facts, decisions and mismatches; refused lines leave the sum, others come back."""
    lines = decidable(case)
    lock_guards(pack_of(case), lines)
    pack, worked = work_out(case, lines, at)
    for one in worked:
        freeze(pack, one, by=by, at=at)
    freeze_mismatches(case, [(one.line, one.facts) for one in worked], at=at)


def freeze(pack: Pack, one: Worked, *, by: Actor, at: datetime) -> None:
    """Write facts and decision to the line, and let its state follow the outcome."""
    line, decision = one.line, one.decision
    refused = decision.outcome is Outcome.REFUSED
    if line.state == LineState.REFUSED and not refused:
        move_line(line, "count", why="", by=by, at=at, as_program=True)
    line.facts, line.decision = frozen_facts(one.facts.facts), frozen_decision(pack, decision)
    line.sources = {name: str(source) for name, source in one.facts.sources.items()}
    line.outcome, line.decided_at = str(decision.outcome), at
    line.amount_fen, line.if_allowed_fen = decision.amount_fen, decision.if_allowed_fen
    # A line that may still be allowed keeps its place under the cap, so that nobody takes it meanwhile.
    line.reserved_fen = 0 if refused else decision.amount_fen + decision.if_allowed_fen
    line.save()
    if refused and line.state == LineState.COUNTED:
        why = reasons(
            pack, decision.outcome, decision.oks, decision.missing, provisional=decision.provisional, capped=False
        )
        move_line(line, "refuse", why=why.zh, by=by, at=at, as_program=True)


def decide_frozen(case: Case, line: CaseLine, *, at: datetime) -> None:
    """Decide one line again on its frozen facts, with the officer's discretion added: nothing else may change with it."""
    pack = pack_of(case)
    lock_guards(pack, [line])
    facts = thawed_facts(line.facts) | {"allowed_by": str(line.allowed_by_id), "allowed_reason": line.allowed_reason}
    key = str(line.person_id)
    known = LineFacts(line.roster_line_id, line.person_id, key, line.name, line.id_masked, facts, {})
    plan = plan_of(pack, applicant_of(case).region)
    [decision] = decide_lines(plan, [known], earlier_awards(case, pack, [known]))
    line.facts = frozen_facts(facts)
    line.decision = frozen_decision(pack, decision)
    line.sources |= {"allowed_by": "officer", "allowed_reason": "officer"}
    line.outcome, line.decided_at = str(decision.outcome), at
    line.amount_fen, line.if_allowed_fen = decision.amount_fen, decision.if_allowed_fen
    line.reserved_fen = decision.amount_fen + decision.if_allowed_fen
    line.save()


def decide_found(case: Case, line: CaseLine, names: Iterable[str], *, by: Actor, at: datetime) -> None:
    """Decide one line again on its frozen facts with those of the names as they are noted now."""
    pack = pack_of(case)
    lock_guards(pack, [line])
    noted = {name: line.given[name] for name in names}
    facts = thawed_facts(line.facts) | {name: restored(name, value) for name, (value, _) in noted.items()}
    sources = {name: Source(one) for name, one in line.sources.items()}
    sources |= {name: Source(source) for name, (_, source) in noted.items()}
    key = str(line.person_id)
    known = LineFacts(line.roster_line_id, line.person_id, key, line.name, line.id_masked, facts, sources)
    plan = plan_of(pack, applicant_of(case).region)
    [decision] = decide_lines(plan, [known], earlier_awards(case, pack, [known]))
    freeze(pack, Worked(line, known, decision), by=by, at=at)


def differences(case: Case, at: datetime) -> list[Difference]:
    """As changes_of, with everyone's guards locked: what it says holds until the end of the transaction."""
    lock_guards(pack_of(case), decidable(case))
    return changes_of(case, at)


def changes_of(case: Case, at: datetime) -> list[Difference]:
    """What comes out otherwise than it was frozen: by line the facts the rule reads, outcome, amount; mismatches with the plan."""
    pack, worked = work_out(case, decidable(case), at)
    plan = plan_of(pack, applicant_of(case).region)
    lines = [change for one in worked for change in _changes(plan, one)]
    return [*lines, *changed_mismatches(case, [(one.line, one.facts) for one in worked])]


def _changes(plan: Plan, one: Worked) -> Iterable[Difference]:
    line = one.line
    before, now = thawed_facts(line.facts), thawed_facts(frozen_facts(one.facts.facts))
    for name in (*plan.facts, "allowed_by"):
        if name in COLUMNS and before.get(name) != now.get(name):
            then, today = shown_fact(name, before.get(name)), shown_fact(name, now.get(name))
            yield Difference(str(line.public_id), line.name, fact_name(name), then, today)
    if line.outcome != one.decision.outcome:
        then, today = OUTCOME_WORDS[Outcome(line.outcome)], OUTCOME_WORDS[one.decision.outcome]
        yield Difference(str(line.public_id), line.name, Text("结论", "outcome"), then, today)
    if line.amount_fen != one.decision.amount_fen:
        then, today = (Text(fen, fen) for fen in map(yuan_shown, (line.amount_fen, one.decision.amount_fen)))
        yield Difference(str(line.public_id), line.name, Text("金额（元）", "amount (yuan)"), then, today)
