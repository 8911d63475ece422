"""A claim's lines decided again with what an officer made of their records from elsewhere; all else stays as it was frozen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from yunpei.casework.applicants import applicant_of
from yunpei.casework.deciding import Worked, decidable, earlier_awards, freeze, lock_guards, work_out
from yunpei.casework.engine import decide_lines, thawed_facts
from yunpei.casework.mismatches import freeze_mismatches
from yunpei.casework.models import Case
from yunpei.casework.programmes import pack_of, plan_of
from yunpei.common.actor import Actor
from yunpei.policy.columns import COLUMNS

MOVED = frozenset(("online_hours", "offline_hours", "completed"))  # policy facts that records from elsewhere bear on


def decide_records(case: Case, lines: Collection[int], *, by: Actor, at: datetime) -> None:
    """Decide the lines of some roster lines of a locked claim again and freeze them, and its mismatches with the plan."""
    pack = pack_of(case)
    lock_guards(pack, decidable(case))
    _, worked = work_out(case, decidable(case), at)
    mine = [one for one in worked if one.line.roster_line_id in lines]
    known = [replace(one.facts, facts={**one.facts.facts, **_kept(one)}) for one in mine]
    plan = plan_of(pack, applicant_of(case).region)
    decisions = decide_lines(plan, known, earlier_awards(case, pack, known))
    for one, facts, decision in zip(mine, known, decisions, strict=True):
        freeze(pack, Worked(one.line, facts, decision), by=by, at=at)
    freeze_mismatches(case, [(one.line, one.facts) for one in worked], at=at)


def _kept(one: Worked) -> dict[str, object]:
    """The policy facts as they were frozen, but those that the records moved: another change is shown, never swallowed."""
    frozen = thawed_facts(one.line.facts)
    return {name: value for name, value in frozen.items() if name in COLUMNS and name not in MOVED}
