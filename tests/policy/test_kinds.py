"""The parts of a rule fit together, so that no line of a roster can make it fail."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from yunpei.common.language import Text
from yunpei.policy.kinds import kind_faults
from yunpei.policy.rules import rule_faults
from yunpei.policy.types import Parameter

PATH = Path("rule.py")
PARAMETERS = {
    name: Parameter(name, unit, Text("", ""), (), True, None) for name, unit in (("rate_fen", "fen"), ("until", "date"))
}


def faults_of(check: str, *, gross: str = "line.online_hours", left: str = "None", known: bool = True) -> list[str]:
    source = f'def rule(line, before, params, o):\n    return {gross}, {left}, {{\n        "a": {check},\n    }}\n'
    assert not rule_faults(PATH, source)
    found = list(kind_faults(PATH, ast.parse(source), PARAMETERS if known else None))
    assert all(fault.line in (2, 3) and fault.mend.zh and fault.mend.en for fault in found)
    return [f"{fault.what.en} → {fault.mend.en}" for fault in found]


@pytest.mark.parametrize(
    "check",
    [
        "line.completed",
        "line.completed & line.insured | (line.online_hours > 0)",
        "line.online_hours * 2 + 1 - params.rate_fen >= 0",
        "line.class_start <= params.until",
        "line.class_start != line.class_end",
        "line.project == line.class_no",
        "line.employer_kind == 'enterprise'",
        "'enterprise' != line.employer_kind",
        "o.neg(o.one_of(line.worker_kind, 'employee', 'dispatched'))",
        "o.one_of(line.project, 'anything')",
        "o.there(line.filed_on) & o.there(line.certificate_no)",
        "o.add_months(line.class_end, 3) >= line.claimed_on",
        "o.year(line.class_end) == 2020",
        "o.least(line.class_start, line.class_end) <= params.until",
        "o.where(line.completed, line.class_start, line.class_end) <= params.until",
        "o.total(before, lambda b: o.where(b.class_start >= line.class_start, 1, 0)) < 3",
        "o.every(before, lambda b: (b.programme != 'a/b') & (b.amount_fen > 0))",
    ],
)
def test_what_fits(check: str) -> None:
    assert faults_of(check) == []


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ("line.complete", "did you mean completed"),
        ("line.v", "there is no fact line.v"),
        ("line.revenue_wan > 1", "can't read revenue_wan"),
        ("params.rate > 0", "did you mean rate_fen"),
        ("o.every(before, lambda b: b.online_hours > 0)", "there is no fact b.online_hours"),
        ("line.online_hours", "this is a figure → it must be a condition"),
        ("line.completed & line.online_hours", "this is a figure → it must be a condition"),
        ("line.completed == line.insured", "a condition and a condition can't be compared so"),
        ("line.completed > 0", "both sides must be alike"),
        ("line.class_start > 5", "both sides must be alike"),
        ("line.class_start - line.class_end > 5", "this is a date → it must be a figure"),
        ("line.class_start + 1 > line.class_end", "this is a date → it must be a figure"),
        ("line.project < line.class_no", "can't be compared so"),
        ("line.employer_kind > 'a'", "can't be compared so"),
        ("line.employer_kind == 'firm'", "employer_kind has no 'firm'"),
        ("line.employer_kind == line.employer_size", "can't be compared so"),
        ("line.employer_kind == line.project", "can't be compared so"),
        ("o.one_of(line.employer_kind, 'enterprize')", "did you mean enterprise"),
        ("o.one_of(line.employer_kind, 1)", "the choices of one_of must be words"),
        ("o.one_of(line.online_hours, '1')", "it must be a coded word or a text"),
        ("o.neg(line.online_hours)", "it must be a condition"),
        ("o.there(line.class_no)", "o.there is for facts that may be none"),
        ("o.there(line.online_hours + 1)", "o.there is for facts that may be none"),
        ("o.year(line.online_hours) == 1", "it must be a date"),
        ("o.add_months(line.class_end, line.class_end) > params.until", "it must be a figure"),
        ("o.add_months(line.online_hours, 1) > params.until", "it must be a date"),
        ("o.least(line.class_end, 1) > 0", "dates and figures are mixed"),
        ("o.where(line.completed, line.class_end, 1) > 0", "dates and figures are mixed"),
        ("o.where(line.online_hours, 1, 2) > 0", "it must be a condition"),
        ("o.where(line.completed, line.insured, line.insured) > 0", "it must be a date or a figure"),
        ("o.total(before, lambda b: b.class_no) > 0", "it must be a figure"),
        ("o.every(before, lambda b: b.amount_fen)", "it must be a condition"),
        ("1 > 0", "depends on no fact and no parameter"),
    ],
)
def test_what_does_not_fit(check: str, words: str) -> None:
    found = faults_of(check)
    assert found
    assert words in found[0]


def test_money_is_a_figure_that_depends_on_something() -> None:
    assert "it must be a figure" in faults_of("line.completed", gross="line.class_end")[0]
    assert "depends on no fact" in faults_of("line.completed", gross="30000")[0]
    assert "it must be a figure" in faults_of("line.completed", left="line.completed")[0]
    assert "depends on no fact" in faults_of("line.completed", left="50000")[0]


def test_parameters_that_could_not_be_read_are_not_missed() -> None:
    assert faults_of("params.anything > params.another", known=False) == []
    assert faults_of("params.anything") != []
