"""Reads parameters/*.toml of a pack: dated values, each with where it stands, and every fault of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from yunpei.common.language import Text
from yunpei.common.regions import trunk
from yunpei.policy import schema
from yunpei.policy.carriers.trace import LARGEST_FIGURE
from yunpei.policy.circulars import Citations
from yunpei.policy.faults import Fault, PackFaults
from yunpei.policy.toml_lines import Document, Place
from yunpei.policy.types import Parameter, ParameterValue

# A pack may hold no more than this of what is not money; months and days lead to a date, which must stay one.
LARGEST = {"fen": LARGEST_FIGURE, "hours": 10**6, "count": 10**6, "months": 1_200, "days": 36_600, "percent": 100}


class Figures:
    """The parameters of one version folder by name; `where` says where each stands; `faults` what is wrong."""

    def __init__(self, folder: Path, region: str | None, citations: Citations) -> None:
        """Read every file of `folder`/parameters. `region` is the circular's, None where it is not known."""
        self._region, self._citations = region, citations
        self.parameters: dict[str, Parameter] = {}
        self.where: dict[str, tuple[Document, Place]] = {}
        self.faults: list[Fault] = []
        for path in sorted((folder / "parameters").glob("*.toml")):
            try:
                document = Document(path)
            except PackFaults as error:
                self.faults += error.faults
                continue
            for name, table in document.values.items():
                self.faults += self._read(document, name, table)

    def _read(self, document: Document, name: str, table: Any) -> Iterator[Fault]:
        place: Place = (name,)
        key = schema.Key(dict, of=schema.PARAMETER)
        found = list(schema.faults_in(document, {name: key}, {name: table}))
        if not found and not re.fullmatch(schema.NAME.pattern, name, re.ASCII):
            form = schema.NAME.text
            found.append(
                document.fault(place, f"参数名 {name} 不合式", f"{name} is no name", f"用{form.zh}", f"use {form.en}")
            )
        if found:
            yield from found
            return
        if name in self.where:
            yield document.fault(place, f"参数 {name} 重复", f"{name} stands twice", "删去一个", "remove one")
        self.where.setdefault(name, (document, place))
        values = []
        for number, one in enumerate(table["values"]):
            at = (name, "values", number)
            yield from self._value_faults(document, at, table["unit"], one)
            values.append(self._value(document, at, one))
        parameter = Parameter(
            name, table["unit"], Text(table["zh"], table["en"]), tuple(values), "set_by" in table, why(table)
        )
        self.parameters.setdefault(name, parameter)
        if not values and not (parameter.set_by_bureau and parameter.why):
            mend = (
                '写上数值，或 set_by = "bureau" 并写 why_zh 和 why_en',
                'give values, or set_by = "bureau" and why_zh, why_en',
            )
            yield document.fault(place, f"{name} 没有数值", f"{name} has no value", *mend)
        yield from _date_faults(document, place, values)

    def _value(self, document: Document, place: Place, one: Mapping[str, Any]) -> ParameterValue:
        return ParameterValue(
            value=one["value"],
            since=one.get("from"),
            until=one.get("until"),
            region=one.get("region"),
            clause=self._citations.cite(document, (*place, "clause"), one.get("clause")),
            source=one.get("source"),
            link=one.get("link"),
            verified=one["verified"],
            last_confirmed_on=one.get("last_confirmed_on"),
            why=why(one),
        )

    def _value_faults(self, document: Document, place: Place, unit: str, one: Mapping[str, Any]) -> Iterator[Fault]:
        value, fault = one["value"], document.fault
        if not _fits(unit, value):
            most = LARGEST.get(unit)
            wanted = ("写成日期", "write a date") if most is None else (f"0 至 {most}", f"write 0 to {most}")
            yield fault((*place, "value"), f"{value} 不是 {unit}", f"{value} is no {unit}", *wanted)
        if "clause" not in one and "source" not in one:
            yield fault(
                place, "数值没有出处", "a value without a source", "写 clause 或 source", "give clause or source"
            )
        if not one["verified"] and why(one) is None:
            mend = "写 why_zh 和 why_en", "give why_zh and why_en"
            yield fault((*place, "verified"), "未核实而没有说明", "unverified without a reason", *mend)
        if one.get("from") and one.get("until") and one["until"] < one["from"]:
            mend = "改正 from 和 until", "mend from and until"
            yield fault((*place, "until"), "止于开始之前", "it ends before it begins", *mend)
        region = one.get("region")
        if region and self._region and not _related(region, self._region):
            zh, en = f"地区 {region} 不在 {self._region} 之内", f"region {region} is not in {self._region}"
            yield fault((*place, "region"), zh, en, "改正地区", "mend the region")


def why(table: Mapping[str, Any]) -> Text | None:
    """The reason that a table gives, in both languages; None unless both are there."""
    return Text(table["why_zh"], table["why_en"]) if "why_zh" in table and "why_en" in table else None


def _fits(unit: str, value: int | date) -> bool:
    if isinstance(value, date):
        return unit == "date"
    return unit != "date" and 0 <= value <= LARGEST[unit]


def _related(one: str, other: str) -> bool:
    """Whether one region is, holds or lies in the other."""
    return trunk(one).startswith(trunk(other)) or trunk(other).startswith(trunk(one))


def _date_faults(document: Document, place: Place, values: list[ParameterValue]) -> Iterator[Fault]:
    """Values of one region must follow each other day by day: neither gap nor overlap."""
    for region in sorted({value.region or "" for value in values}):
        own = [(value, number) for number, value in enumerate(values) if (value.region or "") == region]
        own.sort(key=lambda one: one[0].since or date.min)
        for (earlier, _), (later, number) in pairwise(own):
            at = (*place, "values", number)
            if earlier.until is None or later.since is None or later.since <= earlier.until:
                mend = "改正 from 和 until", "mend from and until"
                yield document.fault(at, f"{place[0]} 的数值日期重叠", f"the dates of {place[0]} overlap", *mend)
            elif later.since != earlier.until + timedelta(days=1):
                zh = f"{place[0]} 在 {earlier.until} 与 {later.since} 之间没有数值"
                en = f"{place[0]} has no value between {earlier.until} and {later.since}"
                yield document.fault(at, zh, en, "补上这段日期的数值", "give a value for those days")
