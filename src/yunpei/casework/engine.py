"""The same engine as the command line, asked for cases: facts in, decisions out, and both as JSON to be frozen.

Facts carry no ID number: the fold knows a person by an opaque key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from yunpei.casework.types import Facts, LineFacts
from yunpei.common.language import Text
from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.cells import norm_project
from yunpei.policy.columns import COLUMNS
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.types import Decision, Pack

NONE = {"none": True}  # how ABSENT ("there is none") is written; null is "not known"


def engine_line(facts: Facts, key: str, row: int) -> dict[str, Any]:
    """One line as the fold wants it: every column there, projects comparable, the person by an opaque key."""
    return _comparable({name: facts.get(name) for name in COLUMNS} | {"person_id": key, "row": row})


def decide_lines(plan: Plan, lines: Sequence[LineFacts], awards: Mapping[str, Sequence[Facts]]) -> list[Decision]:
    """A decision for each line, in the order given. awards: earlier and reserved money of each person, by their key."""
    told = [engine_line(one.facts, one.key, place) for place, one in enumerate(lines, start=1)]
    return decide(plan, told, {key: [_comparable(one) for one in mine] for key, mine in awards.items()})


def _comparable(facts: Facts) -> dict[str, Any]:
    """Projects are told apart by their words: spaces, width and case make no other project of one."""
    project = facts.get("project")
    return {**facts, "project": norm_project(project) if project else project}


def frozen_facts(facts: Facts) -> dict[str, Any]:
    """Facts as JSON, also those that no rule reads but officers do (seconds studied, exam mark). Dates become text."""
    return {name: stored(value) for name, value in facts.items() if name != "person_id"}


def thawed_facts(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The policy facts among those that `frozen_facts` wrote."""
    return {name: restored(name, value) for name, value in kept.items() if name in COLUMNS}


def stored(value: Any) -> Any:
    """A fact as JSON: dates as text, "there is none" apart from "not known"."""
    if value is ABSENT:
        return NONE
    return value.isoformat() if isinstance(value, date) else value


def restored(name: str, value: Any) -> Any:
    """A fact of a column as `stored` wrote it."""
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


def fact_name(name: str) -> Text:
    """A fact's header as officers read it."""
    return Text(COLUMNS[name].zh, name.replace("_", " "))


def shown_fact(name: str, value: Any) -> Text:
    """A fact as officers read it: the word of a coded one, yes or no, — where it is not known, none where there is none."""
    if value is ABSENT:
        return Text("无", "none")
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    words = COLUMNS[name].words if name in COLUMNS else {}
    spelt = words.get(value, ()) if isinstance(value, str) else ()
    if len(spelt) > 1:
        return Text(spelt[1], spelt[0].replace("_", " "))
    plain = "—" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return Text(plain, plain)


def failing(pack: Pack, oks: Iterable[bool | None]) -> list[str]:
    """Ids of the checks that are known to fail."""
    return [check.id for check, ok in zip(pack.checks, oks, strict=True) if ok is False]
