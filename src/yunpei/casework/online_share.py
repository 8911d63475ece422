"""How much of a plan is online, beside what its circular says of a course moved online (大人社发〔2020〕41号 三)."""

from __future__ import annotations

from dataclasses import dataclass

from yunpei.casework.programmes import clause_name, loaded
from yunpei.casework.types import CaseCard, PlanFields
from yunpei.common.language import Text

MOVED_ONLINE = "converted_half"  # the check of a pack that says it


@dataclass(frozen=True, slots=True)
class OnlineShare:
    """Whole per cent of the planned hours, rounded up so that no share looks smaller; rule and clause where the pack has one."""

    percent: int
    rule: Text | None
    clause: str


def online_share(card: CaseCard, plan: PlanFields) -> OnlineShare | None:
    """The share of a plan with hours of both kinds, or of a course moved online; None for every other."""
    if not plan.planned_hours or not (plan.converted or (plan.online_hours and plan.offline_hours)):
        return None
    percent = -(-plan.online_hours * 100 // plan.planned_hours)
    pack = loaded(f"{card.programme}@{card.pack_version}")
    said = next((one for one in pack.checks if one.id == MOVED_ONLINE and plan.converted), None)
    return OnlineShare(percent, said.text if said else None, clause_name(said.clauses[0]) if said else "")
