"""What a programme reads of a roster, and what each column is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yunpei.common.language import Text
from yunpei.policy.builder import ENGINE_CHECK
from yunpei.policy.columns import COLUMNS, Column
from yunpei.policy.deciding import Plan
from yunpei.policy.types import Force, Pack, Parameter, ParameterValue

PERSON = "person_id"
ALLOWING = ("allowed_by", "allowed_reason")
KINDS = {
    "person_id": Text("18位号码", "18 characters"),
    "credit_code": Text("18位代码", "18 characters"),
    "text": Text("文字", "text"),
    "date": Text("日期", "date"),
    "hours": Text("整数课时", "whole class hours"),
    "days": Text("整数天", "whole days"),
    "count": Text("整数", "whole number"),
    "money": Text("元", "yuan"),
    "decimal": Text("数字", "number"),
    "yes_no": Text("是 / 否", "yes 是 / no 否"),
}
UNITS = {
    "fen": Text("元", "yuan"),
    "hours": Text("课时", "class hours"),
    "count": Text("次", "times"),
    "months": Text("个月", "months"),
    "days": Text("天", "days"),
    "percent": Text("%", "%"),
    "date": Text("日期", "date"),
}


@dataclass(frozen=True)
class Input:
    """One column: whether it must be filled, the checks that need it, whether the amount does, whether a signature vouches for it.

    looked_up: the office takes it from its own systems, and nobody is asked to prove it.
    """

    column: Column
    required: bool
    checks: tuple[str, ...]
    amount: bool
    orders: bool
    attested: bool
    looked_up: bool


def inputs_of(pack: Pack) -> list[Input]:
    """Every column that the programme reads, in the order of the contract."""
    plan = Plan.of(pack, {})
    allowing = ALLOWING if any(check.force is Force.IN_PRINCIPLE for check in pack.checks) else ()
    wanted = {PERSON, *plan.facts, *allowing}
    return [
        Input(
            column,
            name in pack.required,
            tuple(_checks_of(plan, name)),
            name in plan.trace.amount,
            name in pack.order,
            name in pack.attested,
            name in pack.looked_up,
        )
        for name, column in COLUMNS.items()
        if name in wanted
    ]


def _checks_of(plan: Plan, name: str) -> Iterator[str]:
    pack, trace = plan.pack, plan.trace
    for check in pack.checks:
        reads = name in (pack.once if check.id == ENGINE_CHECK else trace.checks[check.id])
        if reads or (name in ALLOWING and check.force is Force.IN_PRINCIPLE):
            yield check.id


def accepted(column: Column) -> Text:
    """What a cell of the column may hold."""
    if column.kind != "coded":
        return KINDS[column.kind]
    words = [(word, spellings[1]) for word, spellings in column.words.items()]
    return Text(" / ".join(zh for _, zh in words), " / ".join(f"{word} {zh}" for word, zh in words))


def value_shown(parameter: Parameter, one: ParameterValue) -> Text:
    """A value with its unit; money in yuan."""
    unit = UNITS[parameter.unit]
    if parameter.unit == "date":
        return Text(str(one.value), str(one.value))
    assert isinstance(one.value, int)
    if parameter.unit == "fen":
        from yunpei.common.money import yuan_shown

        shown = yuan_shown(one.value)
        return Text(f"{shown} {unit.zh}", f"{shown} {unit.en}")
    gap = "" if parameter.unit == "percent" else " "
    return Text(f"{one.value}{gap}{unit.zh}", f"{one.value}{gap}{unit.en}")


def dates_shown(one: ParameterValue) -> Text:
    """From when until when a value holds; empty where it always does."""
    if one.since is None and one.until is None:
        return Text("", "")
    if one.until is None:
        return Text(f"{one.since} 起", f"from {one.since}")
    if one.since is None:
        return Text(f"至 {one.until}", f"until {one.until}")
    return Text(f"{one.since} 至 {one.until}", f"{one.since} to {one.until}")
