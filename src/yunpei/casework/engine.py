"""The same engine as the command line, asked for cases: facts in, decisions out, and both as JSON to be frozen.

Facts carry no ID number: the fold knows a person by an opaque key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from yunpei.casework.types import Facts, LineFacts
from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.cells import norm_project
from yunpei.policy.columns import COLUMNS
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.types import Decision, Pack

NONE = {"none": True}  # how ABSENT ("there is none") is written; null is "not known"


def engine_line(facts: Facts, key: str, row: int) -> dict[str, Any]:
    """One line as the fold wants it: every column there, projects comparable, the person by an opaque key."""
    line = {name: facts.get(name) for name in COLUMNS} | {"person_id": key, "row": row}
    if line["project"]:
        line["project"] = norm_project(line["project"])
    return line


def decide_lines(plan: Plan, lines: Sequence[LineFacts], awards: Mapping[str, Sequence[Facts]]) -> list[Decision]:
    """A decision for each line, in the order given. awards: earlier and reserved money of each person, by their key."""
    return decide(plan, [engine_line(one.facts, one.key, place) for place, one in enumerate(lines, start=1)], awards)


def frozen_facts(facts: Facts) -> dict[str, Any]:
    """Facts as JSON, also those that no rule reads but officers do (seconds studied, exam mark). Dates become text."""
    return {name: _to_json(value) for name, value in facts.items() if name != "person_id"}


def thawed_facts(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The policy facts among those that `frozen_facts` wrote."""
    return {name: _from_json(name, value) for name, value in stored.items() if name in COLUMNS}


def _to_json(value: Any) -> Any:
    if value is ABSENT:
        return NONE
    return value.isoformat() if isinstance(value, date) else value


def _from_json(name: str, value: Any) -> Any:
    if value == NONE:
        return ABSENT
    return date.fromisoformat(value) if COLUMNS[name].kind == "date" and isinstance(value, str) else value


def frozen_decision(pack: Pack, one: Decision) -> dict[str, Any]:
    """A decision as JSON: outcome, money in fen, each check by its id."""
    return {
        "outcome": str(one.outcome),
        "gross_fen": one.gross_fen,
        "left_fen": one.left_fen,
        "amount_fen": one.amount_fen,
        "if_allowed_fen": one.if_allowed_fen,
        "provisional": one.provisional,
        "checks": {check.id: ok for check, ok in zip(pack.checks, one.oks, strict=True)},
        "missing": list(one.missing),
    }


def shown_fact(name: str, value: Any) -> str:
    """A fact as officers read it: the Chinese word of a coded one, 是 or 否, — where it is not known, 无 where there is none."""
    if value is ABSENT:
        return "无"
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    words = COLUMNS[name].words if name in COLUMNS else {}
    spelt = words.get(value, ()) if isinstance(value, str) else ()
    return spelt[1] if len(spelt) > 1 else value.isoformat() if isinstance(value, date) else str(value)


def failing(pack: Pack, oks: Iterable[bool | None]) -> list[str]:
    """Ids of the checks that are known to fail."""
    return [check.id for check, ok in zip(pack.checks, oks, strict=True) if ok is False]
