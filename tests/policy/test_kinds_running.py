"""A rule that grammar and kinds let through runs on any facts, and comes to the same on values and on columns."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.common.language import Text
from yunpei.policy.carriers.columns import Award, Column, ColumnOps, figure, lift
from yunpei.policy.carriers.trace import AWARD_FACTS, LARGEST_FIGURE, Overflow, trace_rule
from yunpei.policy.carriers.values import ABSENT, Val, ValueOps
from yunpei.policy.columns import largest
from yunpei.policy.kinds import kind_faults
from yunpei.policy.rules import compile_rule
from yunpei.policy.types import Parameter

DATES = ("class_start", "class_end", "filed_on", "claimed_on")
FIGURES = ("online_hours", "planned_hours")
CONDITIONS = ("completed", "insured")
TEXTS = ("project", "class_no")
FACTS = {
    **dict.fromkeys(DATES, pl.Date),
    **dict.fromkeys(FIGURES, pl.Int64),
    **dict.fromkeys(CONDITIONS, pl.Boolean),
    **dict.fromkeys((*TEXTS, "employer_kind"), pl.String),
}
OF_AWARDS = {"class_start": pl.Date, "class_end": pl.Date, "project": pl.String, "amount_fen": pl.Int64}
UNITS = {"rate_fen": "fen", "max_times": "count", "until": "date"}

days = st.one_of(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from([date(2020, 2, 29), date(2019, 12, 31), date(2020, 3, 31)]),
)


def parts_of(kind: str, inside: str) -> st.SearchStrategy[str]:
    """The leaves of one kind; `inside` is `b` in a fold over awards."""
    names = {"date": DATES[:2], "figure": ("amount_fen",), "text": ("project",)} if inside else {}
    own = {"date": DATES, "figure": FIGURES, "condition": CONDITIONS, "text": TEXTS}
    leaves = [f"line.{name}" for name in own[kind]] + [f"{inside}.{name}" for name in names.get(kind, ())]
    leaves += {"date": ["params.until"], "figure": ["params.max_times", "params.rate_fen", "0", "1", "3"]}.get(kind, [])
    return st.sampled_from(leaves)


FORMS = {  # what an expression of a kind may be made of: {kind} is a smaller one, {b.kind} one over an award
    "date": ["o.add_months({date}, 3)", "o.where({condition}, {date}, {date})", "o.least({date}, {date})"],
    "figure": [
        "({figure} + {figure})",
        "({figure} - {figure})",
        "({figure} * 2)",
        "({figure} * line.online_hours)",
        "o.least({figure}, {figure}, {figure})",
        "o.where({condition}, {figure}, {figure})",
        "o.year({date})",
        "o.total(before, lambda b: {b.figure})",
    ],
    "text": [],
    "condition": [
        *(
            f"({{{kind}}} {sign} {{{kind}}})"
            for kind in ("date", "figure")
            for sign in ("==", "!=", "<", "<=", ">", ">=")
        ),
        "({text} == {text})",
        "({text} != {text})",
        "({condition} & {condition})",
        "({condition} | {condition})",
        "o.neg({condition})",
        "o.there(line.filed_on)",
        "o.one_of(line.employer_kind, 'enterprise', 'platform')",
        "(line.employer_kind != 'platform')",
        "o.every(before, lambda b: {b.condition})",
    ],
}


@st.composite
def expressions(draw: st.DrawFn, kind: str, depth: int = 4, inside: str = "") -> str:
    forms = [form for form in FORMS[kind] if not (inside and "lambda" in form)]
    if depth == 0 or not forms or draw(st.integers(0, 4)) == 0:
        return draw(parts_of(kind, inside))
    pieces = re.split(r"\{([b.]*)(\w+)\}", draw(st.sampled_from(forms)))
    for at in range(2, len(pieces), 3):
        within = "b" if pieces[at - 1] else inside
        pieces[at - 1], pieces[at] = "", draw(expressions(pieces[at], depth - 1, within))
    return "".join(pieces)


def fact(kind: Any) -> st.SearchStrategy[Any]:
    known = {
        pl.Date: days,
        pl.Int64: st.integers(0, 2000),
        pl.Boolean: st.booleans(),
        pl.String: st.sampled_from(["enterprise", "platform", "other"]),
    }
    return st.none() | known[kind]


lines = st.fixed_dictionaries(
    {**{name: fact(kind) for name, kind in FACTS.items()}, "filed_on": st.none() | st.just(ABSENT) | days}
)
awards = st.fixed_dictionaries({name: fact(kind) for name, kind in OF_AWARDS.items()})
figures = st.fixed_dictionaries(
    {"rate_fen": st.none() | st.integers(0, 10**6), "max_times": st.integers(0, 9), "until": st.none() | days}
)


def by_value(rule: Any, line: dict[str, Any], before: list[dict[str, Any]], params: dict[str, Any]) -> list[Any]:
    wrapped = [SimpleNamespace(**{name: Val(award.get(name)) for name in AWARD_FACTS}) for award in before]
    facts = SimpleNamespace(**{name: Val(value) for name, value in line.items()})
    gross, _, checks = rule(
        facts, wrapped, SimpleNamespace(**{name: Val(one) for name, one in params.items()}), ValueOps
    )
    return [gross.v, checks["a"].v]


def by_column(
    rule: Any, table: list[dict[str, Any]], before: list[list[dict[str, Any]]], params: dict[str, Any]
) -> list[list[Any]]:
    data = {
        name: pl.Series([None if line[name] is ABSENT else line[name] for line in table], dtype=kind)
        for name, kind in FACTS.items()
    }
    data["there"] = pl.Series(
        [None if line["filed_on"] is None else line["filed_on"] is not ABSENT for line in table], dtype=pl.Boolean
    )
    for place in range(len(before[0])):
        for name, kind in OF_AWARDS.items():
            data[f"{name}@{place}"] = pl.Series([awards[place][name] for awards in before], dtype=kind)
    facts = SimpleNamespace(
        **{name: Column(pl.col(name), True, pl.col("there") if name == "filed_on" else None) for name in FACTS}
    )
    wrapped = [
        Award(SimpleNamespace(**{name: Column(pl.col(f"{name}@{place}"), True) for name in OF_AWARDS}), None)
        for place in range(len(before[0]))
    ]
    values = SimpleNamespace(**{name: figure(one, UNITS[name]) for name, one in params.items()})
    gross, _, checks = rule(facts, wrapped, values, ColumnOps)
    done = pl.DataFrame(data).select(gross=lift(gross).expr, a=lift(checks["a"]).expr)
    if done.height == 1 < len(table):  # nothing in it reads a column
        done = pl.concat([done] * len(table))
    return [list(row) for row in done.iter_rows()]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rule") / "rule.py"


@given(data=st.data(), gross=expressions("figure"), check=expressions("condition"), params=figures)
def test_rules_at_random(data: st.DataObject, gross: str, check: str, params: dict[str, Any], place: Path) -> None:
    path = place
    path.write_text(
        f'def rule(line, before, params, o):\n    return {gross} + line.online_hours, None, {{"a": {check} & line.completed}}\n'
    )
    rule, tree = compile_rule(path)
    parameters = {name: Parameter(name, unit, Text("", ""), (), True, None) for name, unit in UNITS.items()}
    assert not list(kind_faults(path, tree, parameters))
    try:
        trace_rule(rule, largest, dict.fromkeys(parameters, LARGEST_FIGURE).get)
    except Overflow:
        return
    count = data.draw(st.integers(0, 2))
    table = data.draw(st.lists(lines, min_size=1, max_size=4))
    before = [data.draw(st.lists(awards, min_size=count, max_size=count)) for _ in table]
    expected = [by_value(rule, line, own, params) for line, own in zip(table, before, strict=True)]
    assert by_column(rule, table, before, params) == expected
