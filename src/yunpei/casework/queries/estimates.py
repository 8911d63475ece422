"""What would be due? The engine that decides claims asked beforehand, by anyone, for a few fields or a roster. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from yunpei.casework.application_facts import asked_fact
from yunpei.casework.engine import engine_line, fact_name, shown_fact
from yunpei.casework.programmes import plan_of, usable_pack
from yunpei.casework.sums import money_steps
from yunpei.casework.types import AskedFact, CheckRow, FactRow, LineCard, LineDetail, LineState
from yunpei.casework.types.estimates import Estimate, EstimatedRow, RosterEstimate
from yunpei.common.errors import Invalid, Problem
from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.common.sheets import text_of
from yunpei.policy.builder import ENGINE_CHECK
from yunpei.policy.cells import parse_cell
from yunpei.policy.columns import COLUMNS
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.explaining import explain
from yunpei.policy.inputs import ALLOWING, PERSON, Input, inputs_of
from yunpei.policy.intake import EMPTY, Request, end_before_start, open_lines, read_values
from yunpei.policy.results import is_capped, reasons, totals
from yunpei.policy.types import Decision, Force, Outcome, Pack

MOST_LINES = 2_000  # a page that anyone may ask; the command takes millions
MOST_PEOPLE = 100_000
NAMING = {PERSON, *ALLOWING, "person_name", "employer_id", "employer_name", "class_no"}  # who, not what
NO_AWARDS = Text(
    "没有计入这些人此前已领的补贴；已领的要从上限中扣除，同一项目也不重复补贴",
    "earlier awards of these people are not counted; they come off the cap, and the same project is not paid twice",
)


def estimate_facts(*, programme: str) -> list[AskedFact]:
    """What the calculator asks under a programme: what its rule reads, but for who it is. Raises Invalid."""
    return [asked_fact(one) for one in _asked(usable_pack(programme))]


def estimate(*, programme: str, region: str, people: int, typed: Mapping[str, str]) -> Estimate:
    """What so many people in the same situation would come to, in a region. typed: fact → as a cell of a table; empty = not known.

    Raises Invalid with everything that is wrong with it. 1 query for the bureau's figures, 1 for its approvals.
    """
    plan = plan_of(usable_pack(programme), region)
    facts = _read(plan.pack, typed)
    line = engine_line(facts | {"person_name": ""}, "", 1)
    decided = decide(plan, [line])[0]
    told = tuple(explain(plan, [line], [], 1))
    return Estimate(
        detail=LineDetail(
            _card(plan.pack, decided),
            tuple(_checks(plan, line, decided)),
            tuple(money_steps(told)),
            told,
            tuple(str(_named(plan.pack, name)) for name in decided.missing),
        ),
        people=people,
        if_open_fen=if_open(plan, decided),
        assumed=(Text(f"{people} 人情况相同", f"all {people} people are in the same situation"), NO_AWARDS),
    )


def estimate_roster(*, programme: str, region: str, path: Path) -> RosterEstimate:
    """What each line of a roster would come to, or every bad cell of it. Raises UnreadableFile, Invalid beyond MOST_LINES lines."""
    plan = plan_of(usable_pack(programme), region)
    lines, _, rows = open_lines(path, Request(plan.pack.required, plan.pack.order[0]))
    read_values(lines, islice(rows, MOST_LINES + 1), Request(plan.pack.required, plan.pack.order[0]))
    if len(lines.facts) > MOST_LINES:
        told = Text(
            f"文件超过 {MOST_LINES:,} 行；请分开上传，或在命令行运行 yunpei decide",
            f"the file has more than {MOST_LINES:,} lines; upload it in parts, or run yunpei decide",
        )
        raise Invalid([Problem("file", told)])
    if lines.bad:
        return RosterEstimate((), {}, (), tuple(lines.bad), tuple(lines.warnings))
    decided = decide(plan, lines.facts)
    found = tuple(_row(plan, line, one) for line, one in zip(lines.facts, decided, strict=True))
    return RosterEstimate(found, totals(decided), (NO_AWARDS,), (), tuple(lines.warnings))


def if_open(plan: Plan, decided: Decision) -> int | None:
    """Fen that the line comes to should every open condition hold and an officer allow what is theirs to allow.

    None where a condition that binds fails, or where the amount itself hangs on what is not known.
    """
    checks = zip(plan.pack.checks, decided.oks, strict=True)
    if any(ok is False and check.force is Force.MUST for check, ok in checks) or decided.gross_fen is None:
        return None
    if decided.outcome is Outcome.UNDETERMINED and plan.trace.amount & set(decided.missing):
        return None
    return max(0, decided.gross_fen if decided.left_fen is None else min(decided.gross_fen, decided.left_fen))


def _asked(pack: Pack) -> list[Input]:
    return [one for one in inputs_of(pack) if one.column.name not in NAMING]


def _read(pack: Pack, typed: Mapping[str, str]) -> dict[str, Any]:
    """Facts as they were typed. An empty one is not known, never "there is none": nobody knows a certificate beforehand."""
    facts: dict[str, Any] = {}
    problems = []
    for one in _asked(pack):
        name = one.column.name
        facts[name], problem = parse_cell(one.column, text_of(typed.get(name, "").strip()))
        if problem is None and facts[name] is None and one.required:
            problem = EMPTY
        if problem is not None:
            problems.append(Problem(name, problem))
    start, end = facts.get("class_start"), facts.get("class_end")
    if start is not None and end is not None and end < start:
        problems.append(Problem("class_end", end_before_start(start)))
    if problems:
        raise Invalid(problems)
    return facts


def _card(pack: Pack, one: Decision) -> LineCard:
    return LineCard(
        id="",
        person=str(Text("每人", "Each person")),
        id_masked="",
        state=LineState.COUNTED,
        outcome=str(one.outcome),
        amount_fen=one.amount_fen,
        if_allowed_fen=one.if_allowed_fen,
        online_hours=None,
        reasons=_reasons(pack, one),
        why="",
    )


def _reasons(pack: Pack, one: Decision) -> Text:
    return reasons(pack, one.outcome, one.oks, one.missing, provisional=one.provisional, capped=is_capped(one))


def _checks(plan: Plan, line: Mapping[str, Any], decided: Decision) -> list[CheckRow]:
    found = []
    for check, ok in zip(plan.pack.checks, decided.oks, strict=True):
        read = set(plan.pack.once) if check.id == ENGINE_CHECK else plan.trace.checks[check.id]
        facts = tuple(
            FactRow(name, fact_name(name), shown_fact(name, line[name]), None)
            for name in COLUMNS
            if name in read - NAMING
        )
        clauses = tuple((clause, plan.pack.clauses[clause]) for clause in check.clauses)
        found.append(CheckRow(check.id, check.text, str(check.force), clauses, ok, facts))
    return found


def _named(pack: Pack, name: str) -> Text:
    """A missing fact or figure as people call it."""
    return pack.parameters[name].text if name in pack.parameters else fact_name(name)


def _row(plan: Plan, line: Mapping[str, Any], one: Decision) -> EstimatedRow:
    return EstimatedRow(
        row=one.row,
        name=line.get("person_name") or "",
        id_masked=mask_person_id(line["person_id"] or ""),
        outcome=str(one.outcome),
        amount_fen=one.amount_fen,
        if_open_fen=if_open(plan, one),
        reasons=_reasons(plan.pack, one),
    )
