"""One line's arithmetic in sentences: facts, each check with its clause, gross, cap, earlier awards, amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.policy.builder import ENGINE_CHECK
from yunpei.policy.carriers.trace import AWARD_FACTS
from yunpei.policy.carriers.values import Val
from yunpei.policy.carriers.words import Told, WordOps, figure_words, named, told
from yunpei.policy.columns import AWARD_COLUMNS, COLUMNS
from yunpei.policy.deciding import Facts, Fold, Plan
from yunpei.policy.results import OUTCOME_WORDS, PROVISIONAL, missing_name
from yunpei.policy.types import Decision, Outcome

MARKS = {True: "✓", False: "✗", None: "?"}


def explain(plan: Plan, own: Sequence[Facts], awards: Sequence[Facts], row: int) -> list[str]:
    """The sentences for one row. `own`: all lines of that row's person; `awards`: the person's earlier money."""
    fold = Fold(plan, awards)
    for line in sorted(own, key=lambda line: tuple(line[key] for key in plan.pack.order)):
        before = fold.awards
        decision = fold.next(line)
        if line["row"] == row:
            return list(_sentences(plan, line, before, decision))
    raise KeyError(row)


def _sentences(plan: Plan, line: Facts, before: Sequence[Facts], decision: Decision) -> Iterator[str]:
    pack = plan.pack
    who = f"{line.get('person_name') or ''} {mask_person_id(line['person_id'])}".strip()
    name, number = pack.name, pack.circular.number
    yield str(Text(f"第 {line['row']} 行 {who}：{number} {name.zh}", f"Row {line['row']} {who}: {number} {name.en}"))
    facts = {name: _fact(name, line.get(name)) for name in plan.facts}
    yield str(Text("事实：", "Facts: ")) + str(Text("；", "; ")).join(one.words for one in facts.values())
    yield from _earlier(before)
    figures = {
        name: named(str(one.parameter.text), Val(one.on(line[pack.order[0]])), one.parameter.unit)
        for name, one in plan.settings.items()
    }
    awards = [SimpleNamespace(**{name: _award_fact(name, award.get(name)) for name in AWARD_FACTS}) for award in before]
    gross, left, checks, *advance = pack.rule(SimpleNamespace(**facts), awards, SimpleNamespace(**figures), WordOps)
    yield str(Text("条件：", "Checks:"))
    quoted: set[str] = set()
    for check, ok in zip(pack.checks, decision.oks, strict=True):
        force = Text("（原则上）", " (in principle)") if check.force == "in_principle" else Text("", "")
        yield f"  {MARKS[ok]} {check.text}{force}"
        if check.id != ENGINE_CHECK:
            yield f"      {told(checks[check.id]).words}"
        for clause in check.clauses:
            yield f"      {clause}" + ("" if clause in quoted else f"：“{pack.clauses[clause]}”")
            quoted.add(clause)
    if gross is None:
        yield str(Text("本项目不拨付资金。", "This programme pays no money."))
    else:
        yield from _money(told(gross), None if left is None else told(left), decision)
    yield from _end(plan, decision)
    if advance:
        share, amount = told(advance[0]).words, figure_words(decision.advance_fen, "fen")
        yield str(Text(f"可预支：{share}（%），{amount}。", f"In advance: {share} (%), {amount}."))


def _earlier(before: Sequence[Facts]) -> Iterator[str]:
    if not before:
        yield str(Text("此前没有计入的补贴。", "No earlier awards count."))
    for award in before:
        days = f"{figure_words(award.get('class_start'))} – {figure_words(award.get('class_end'))}"
        parts = [award["programme"], award.get("project") or "", award.get("class_no") or "", days]
        yield str(Text("此前已计：", "Earlier award: ")) + " ".join(
            (*filter(None, parts), figure_words(award["amount_fen"], "fen"))
        )


def _money(gross: Told, left: Told | None, decision: Decision) -> Iterator[str]:
    result = figure_words(decision.gross_fen, "fen")
    yield str(Text("应计：", "Gross: ")) + f"{gross.words} = {result}"
    if left is None:
        yield str(Text("上限：本项目没有上限。", "Cap: this programme has none."))
    else:
        rest = figure_words(decision.left_fen, "fen")
        yield str(Text("上限余额：", "Left under the cap: ")) + f"{left.words} = {rest}"


def _end(plan: Plan, decision: Decision) -> Iterator[str]:
    outcome = OUTCOME_WORDS[decision.outcome]
    amount = figure_words(decision.amount_fen, "fen")
    yield str(Text(f"结论：{outcome.zh}，金额 {amount}。", f"Outcome: {outcome.en}, amount {amount}."))
    if decision.outcome is Outcome.DISCRETION:
        may = figure_words(decision.if_allowed_fen, "fen")
        yield str(Text(f"如经裁量准予，金额 {may}。", f"If an officer allows it: {may}."))
    if decision.missing:
        names = [missing_name(plan.pack, name) for name in decision.missing]
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        yield str(Text(f"缺少：{zh}", f"Missing: {en}"))
    if decision.provisional:
        yield str(PROVISIONAL)


def _fact(name: str, value: Any) -> Told:
    column = COLUMNS[name]
    val = Val(value)
    if val.v is not None and column.words and isinstance(val.v, str):
        shown = {
            word: str(Text(spellings[min(1, len(spellings) - 1)], word)) for word, spellings in column.words.items()
        }
        return Told(val, f"{_label(name)} {shown.get(val.v, val.v)}", shown=shown)
    return named(_label(name), val, "fen" if column.kind == "money" else "")


def _award_fact(name: str, value: Any) -> Told:
    return named(
        str(Text(f"此前{_label(name)}", f"earlier {_label(name)}")), Val(value), "fen" if name == "amount_fen" else ""
    )


def _label(name: str) -> str:
    column = COLUMNS.get(name) or AWARD_COLUMNS.get(name) or AWARD_COLUMNS["amount"]
    return str(Text(column.zh, column.name))
