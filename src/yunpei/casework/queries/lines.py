"""Claim lines: lists, and one line with its checklist (check, clause, fact, source, ok) and its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from yunpei.casework import access
from yunpei.casework.applicants import applicant_of
from yunpei.casework.deciding import changes_of, decidable, earlier_awards, work_out
from yunpei.casework.engine import engine_line, fact_name, failing, frozen_decision, shown_fact, thawed_facts
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.programmes import pack_of, plan_of
from yunpei.casework.sums import money_steps
from yunpei.casework.types import (
    DECIDED,
    CheckRow,
    Difference,
    FactRow,
    LineCard,
    LineDetail,
    LineFacts,
    LineState,
    Source,
)
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.funds import queries as books
from yunpei.learning.reckoning import Reckoning, reckoning
from yunpei.policy.builder import ENGINE_CHECK
from yunpei.policy.columns import COLUMNS
from yunpei.policy.deciding import Plan
from yunpei.policy.explaining import explain
from yunpei.policy.results import missing_name
from yunpei.policy.types import Check, Pack
from yunpei.training import queries as training

MEASURED = {
    "credited_ms": Text("计入时间（毫秒）", "credited time (ms)"),
    "online_hours": Text("线上课时", "class hours online"),
    "offline_hours": Text("线下课时", "class hours on the spot"),
}


def lines(*, number: str, by: Actor) -> list[LineCard]:
    """The lines of a claim in the order of its roster, with what is due and paid. Raises NotFound. 3 queries."""
    row = _claim(number, by)
    pack = pack_of(row)
    own = list(row.lines.order_by("place"))
    standings = books.line_standings(lines=[str(one.public_id) for one in own])
    cards = []
    for one in own:
        standing = standings.get(str(one.public_id))
        due, paid = (standing.due_fen, standing.given_fen) if standing else (0, 0)
        cards.append(replace(_card(pack, one), due_fen=due, paid_fen=paid))
    return cards


def line(*, number: str, line: str, by: Actor) -> LineDetail:
    """One line with its checklist, from the facts and the decision as they were frozen. Raises NotFound."""
    row = _claim(number, by)
    found = row.lines.filter(public_id=line).first()
    if found is None:
        raise NotFound
    time = None if found.roster_line_id is None else time_of(found.roster_line_id)
    return with_time(detail_of(row, found), found, time)


def detail_of(case: Case, row: CaseLine) -> LineDetail:
    """A line with its checklist and its arithmetic, from the facts and the decision that it holds."""
    pack = pack_of(case)
    plan = plan_of(pack, applicant_of(case).region)
    if not row.decision:
        return LineDetail(_card(pack, row), (), (), (), ())
    missing = tuple(str(missing_name(pack, name)) for name in row.decision["missing"])
    told = _arithmetic(plan, case, row)
    checks, steps = tuple(_checks(plan, row)), tuple(money_steps(told))
    return LineDetail(_card(pack, row), checks, steps, told, missing, case=case.number)


def time_of(roster_line_id: int) -> Reckoning | None:
    """Every second of one line of a class's roster; None where the roster is no class's. Raises NotFound, StoreDown."""
    class_id = training.classes_of_lines([roster_line_id]).get(roster_line_id)
    if class_id is None:
        return None
    return reckoning(training.class_of(class_id), training.roster_line(roster_line_id))


def with_time(detail: LineDetail, row: CaseLine, time: Reckoning | None) -> LineDetail:
    """Beside what was decided the time that it was decided on, and where that is another by now."""
    if time is None:
        return detail
    now = {"credited_ms": time.credited_ms, "online_hours": time.online_hours, "offline_hours": time.offline_hours}
    then = {name: row.facts.get(name) for name in now}
    moved = tuple(
        (MEASURED[name], before, now[name])
        for name, before in then.items()
        if isinstance(before, int) and before != now[name]
    )
    return replace(detail, time=time, moved=moved)


def claim_preview(*, number: str, by: Actor, at: datetime) -> list[LineCard]:
    """What the lines of a claim would come to if it were submitted now; nothing is kept. Its organisation. Raises NotFound."""
    row = _claim(number, by)
    access.need_pen(by, row)
    pack, worked = work_out(row, decidable(row), at)
    cards = []
    for one in worked:
        decided = one.line
        decided.decision, decided.outcome = frozen_decision(pack, one.decision), str(one.decision.outcome)
        decided.amount_fen, decided.if_allowed_fen = one.decision.amount_fen, one.decision.if_allowed_fen
        decided.facts = {"online_hours": one.facts.facts.get("online_hours")}
        cards.append(_card(pack, decided))
    return cards


def recheck(*, number: str, by: Actor, at: datetime) -> list[Difference]:
    """What would come out otherwise than it was frozen, were it worked out now. Officers of the region. Raises NotFound."""
    return changes_of(_claim(number, by), at)


def _claim(number: str, by: Actor) -> Case:
    return access.need_seen(by, Case.objects.filter(number=number, kind__in=DECIDED).first())


def _card(pack: Pack, row: CaseLine) -> LineCard:
    oks = row.decision.get("checks", {})
    failed = failing(pack, [oks.get(check.id) for check in pack.checks])
    texts = [check.text for check in pack.checks if check.id in failed]
    texts += [Text(f"缺少{name.zh}", f"missing: {name.en}") for name in _missing(pack, row.decision.get("missing", ()))]
    hours = row.facts.get("online_hours")
    return LineCard(
        id=str(row.public_id),
        person=row.name,
        id_masked=row.id_masked,
        state=LineState(row.state),
        outcome=row.outcome,
        amount_fen=row.amount_fen,
        if_allowed_fen=row.if_allowed_fen,
        online_hours=hours if isinstance(hours, int) else None,
        reasons=Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts)),
        why=row.why,
    )


def _missing(pack: Pack, names: Iterable[str]) -> list[Text]:
    """Missing facts and parameters as people call them; a parameter without its command-line option."""
    return [pack.parameters[name].text if name in pack.parameters else fact_name(name) for name in names]


def _checks(plan: Plan, row: CaseLine) -> Iterable[CheckRow]:
    facts = thawed_facts(row.facts)
    for check in plan.pack.checks:
        yield CheckRow(
            id=check.id,
            text=check.text,
            force=str(check.force),
            clauses=tuple((clause, plan.pack.clauses[clause]) for clause in check.clauses),
            ok=row.decision["checks"].get(check.id),
            facts=tuple(_fact(name, facts.get(name), row.sources) for name in _read_by(plan, check)),
        )


def _read_by(plan: Plan, check: Check) -> list[str]:
    """The facts that a check looks at, in the order of the columns."""
    read = set(plan.pack.once) if check.id == ENGINE_CHECK else plan.trace.checks[check.id]
    return [name for name in COLUMNS if name in read]


def _fact(name: str, value: Any, sources: Mapping[str, str]) -> FactRow:
    source = sources.get(name)
    return FactRow(name, fact_name(name), shown_fact(name, value), Source(source) if source else None)


def _arithmetic(plan: Plan, case: Case, row: CaseLine) -> tuple[str, ...]:
    """From facts to fen in sentences, with the clauses quoted, on the frozen facts and what counts before them now."""
    known = LineFacts(row.roster_line_id, row.person_id, str(row.person_id), row.name, row.id_masked, {}, {})
    awards = earlier_awards(case, plan.pack, [known]).get(known.key, [])
    facts = engine_line(thawed_facts(row.facts) | {"person_name": row.name}, row.id_masked, row.place)
    return tuple(explain(plan, [facts], awards, row.place))
