"""Worked examples read from a pack's examples/*.toml: facts as the fold takes them, and what each line must come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from yunpei.common.language import Text
from yunpei.policy import schema
from yunpei.policy.carriers.trace import AWARD_FACTS, LARGEST_FIGURE, LARGEST_OF
from yunpei.policy.carriers.values import ABSENT
from yunpei.policy.cells import norm_project
from yunpei.policy.circulars import Citations
from yunpei.policy.columns import COLUMNS, Column
from yunpei.policy.faults import Fault, PackFaults
from yunpei.policy.packs import circulars_of
from yunpei.policy.parameters import BadParameter, read_parameter
from yunpei.policy.toml_lines import Document, Place
from yunpei.policy.types import Example, Expected, Outcome, Pack

NOT_KNOWN = "?"  # a fact so written is missing, though [common] has it
SOMEONE = "A"  # who a line is about unless it says otherwise


@dataclass(frozen=True)
class Worked:
    """An example as it stands in its file: where each line is, and what the line itself says, as written."""

    example: Example
    document: Document
    place: Place
    own: tuple[Mapping[str, Any], ...]

    def line_of(self, number: int) -> int:
        """Where in the file the example's line of that number (from 0) is written."""
        return self.document.line_of((*self.place, "lines", number))


def read_examples(pack: Pack) -> list[Worked]:
    """Every worked example of a pack, in the order of files and places. Raises PackFaults with all that is wrong in them."""
    worked, faults = examples_in(pack.folder)
    citations = Citations(circulars_of(pack.folder), pack.circular.id)
    made = []
    for one in worked:
        clause = citations.cite(one.document, (*one.place, "clause"), one.example.clause)
        made.append(replace(one, example=replace(one.example, clause=clause)))
        faults += _disagreements(pack, one)
    faults += citations.faults
    if faults:
        raise PackFaults(faults)
    return made


def examples_in(folder: Path) -> tuple[list[Worked], list[Fault]]:
    """The worked examples of a version folder, and what is wrong with their form whatever the pack says."""
    worked: list[Worked] = []
    faults: list[Fault] = []
    for path in sorted((folder / "examples").glob("*.toml")):
        try:
            reader = _Reader(Document(path))
        except PackFaults as error:
            faults += error.faults
            continue
        worked += reader.worked()
        faults += reader.faults
    if not worked and not faults:
        mend = "在 examples/ 中补上，先写通知自己的例子", "add some to examples/, the circular's own first"
        faults.append(Fault.of(folder / "examples", 1, "没有算例", "there are no worked examples", *mend))
    seen: set[str] = set()
    for one in worked:
        if one.example.id in seen:
            zh, en = f"算例 {one.example.id} 重复", f"the example {one.example.id} stands twice"
            faults.append(one.document.fault((*one.place, "id"), zh, en, "改名", "rename it"))
        seen.add(one.example.id)
    return worked, faults


class _Reader:
    """One examples file; `faults` holds what is wrong with its form."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.faults = list(schema.faults_in(document, schema.EXAMPLES))
        self._tables: list[dict[str, Any]] = [] if self.faults else document.values["examples"]
        self._common: dict[str, Any] = document.values.get("common", {})
        self._params: dict[str, Any] = document.values.get("common_params", {})
        if not self.faults:
            self.faults += self._fact_faults(self._common, ("common",))
            self.faults += self._figure_faults(self._params, ("common_params",))

    def worked(self) -> list[Worked]:
        """The examples of the file; none if its form is at fault."""
        return [self._one(("examples", number), table) for number, table in enumerate(self._tables)]

    def _one(self, place: Place, table: Mapping[str, Any]) -> Worked:
        lines, expected, own = [], [], []
        for number, written in enumerate(table["lines"]):
            at = (*place, "lines", number)
            facts = {name: value for name, value in written.items() if name != "expect"}
            self.faults += self._fact_faults(facts, at)
            lines.append({**_facts({"person_id": SOMEONE, **self._common, **facts}), "row": number + 2})
            expected.append(self._expected(at, {"expect": written["expect"]} if "expect" in written else {}))
            own.append(facts)
        for number, award in enumerate(table.get("history", ())):
            self.faults += self._award_faults(award, (*place, "history", number))
        self.faults += self._figure_faults(table.get("params", {}), (*place, "params"))
        example = Example(
            id=table["id"],
            text=Text(table["zh"], table["en"]),
            clause=table.get("clause"),
            params={**self._params, **table.get("params", {})},
            history=tuple(_facts({"person_id": SOMEONE, **award}) for award in table.get("history", ())),
            lines=tuple(lines),
            expected=tuple(expected),
            file=self._document.path,
            line=self._document.line_of(place),
        )
        return Worked(example, self._document, place, tuple(own))

    def _expected(self, place: Place, written: Mapping[str, Any]) -> Expected:
        key = schema.Key(dict, of=schema.EXPECT)
        found = list(schema.faults_in(self._document, {"expect": key}, written, place))
        self.faults += found
        if found:
            return Expected(Outcome.UNDETERMINED)
        table = written["expect"]
        return Expected(
            Outcome(table["outcome"]),
            table.get("amount_fen", 0),
            table.get("if_allowed_fen", 0),
            frozenset(table.get("failed", ())),
            frozenset(table.get("missing", ())),
            table.get("provisional", False),
            None if table.get("advance_fen") == NOT_KNOWN else table.get("advance_fen", 0),
        )

    def _fact_faults(self, facts: Mapping[str, Any], place: Place) -> Iterator[Fault]:
        for name, value in facts.items():
            if name not in COLUMNS:
                yield self._unknown((*place, name), name, COLUMNS)
            elif value != NOT_KNOWN and not _fits(COLUMNS[name], value):
                yield self._unfit((*place, name), value, _wanted(COLUMNS[name]))

    def _award_faults(self, award: Mapping[str, Any], place: Place) -> Iterator[Fault]:
        known = dict.fromkeys(("person_id", *AWARD_FACTS))
        for name, value in award.items():
            if name not in known:
                yield self._unknown((*place, name), name, known)
            elif name == "amount_fen":
                if type(value) is not int or not 0 <= value <= LARGEST_FIGURE:
                    yield self._unfit((*place, name), value, Text("整数分", "whole fen"))
            elif name == "programme":
                if not isinstance(value, str) or value.count("/") != 1:
                    yield self._unfit((*place, name), value, schema.PROGRAMME_ID.text)
            elif not _fits(COLUMNS[name], value):
                yield self._unfit((*place, name), value, _wanted(COLUMNS[name]))
        for name in ("programme", "amount_fen"):
            if name not in award:
                yield self._document.fault(place, f"缺少 {name}", f"{name} is missing", f"补上 {name}", f"add {name}")

    def _figure_faults(self, figures: Mapping[str, Any], place: Place) -> Iterator[Fault]:
        for name, value in figures.items():
            if type(value) is not date and type(value) is not int:
                yield self._unfit((*place, name), value, Text("整数或日期", "a whole number or a date"))

    def _unknown(self, place: Place, name: str, known: Mapping[str, Any]) -> Fault:
        mend = schema.nearest(name, known)
        return self._document.fault(place, f"没有列 {name}", f"there is no column {name}", mend.zh, mend.en)

    def _unfit(self, place: Place, value: Any, wanted: Text) -> Fault:
        zh, en = f"{place[-1]} 不能是 {value!r}", f"{place[-1]} can't be {value!r}"
        return self._document.fault(place, zh, en, f"应为{wanted.zh}", f"it must be {wanted.en}")


def _facts(written: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the fold takes them: `?` left out, an empty filed_on or certificate_no as known to be none."""
    facts = {}
    for name, value in written.items():
        if value == NOT_KNOWN:
            continue
        if value == "" and name in COLUMNS and COLUMNS[name].absent_is_none:
            facts[name] = ABSENT
        else:
            facts[name] = norm_project(value) if name == "project" and isinstance(value, str) else value
    return facts


def _fits(column: Column, value: Any) -> bool:
    if value == "":
        return column.absent_is_none
    if column.kind == "date":
        return type(value) is date and 1900 <= value.year <= 2100
    if column.kind == "yes_no":
        return type(value) is bool
    if column.kind in (*LARGEST_OF, "decimal"):
        return type(value) is int and 0 <= value <= LARGEST_OF.get(column.kind, LARGEST_FIGURE)
    return isinstance(value, str) and (column.kind != "coded" or value in column.words)


def _wanted(column: Column) -> Text:
    if column.kind == "coded":
        words = " | ".join(column.words)
        return Text(words, words)
    return {
        "date": Text("日期，如 2020-03-01", "a date such as 2020-03-01"),
        "yes_no": Text("true 或 false", "true or false"),
        "decimal": Text("整数", "a whole number"),
        **{kind: Text(f"0 至 {most} 的整数", f"a whole number from 0 to {most}") for kind, most in LARGEST_OF.items()},
    }.get(column.kind, Text("文字", "text"))


def _disagreements(pack: Pack, worked: Worked) -> Iterator[Fault]:
    """What an example says that the pack does not know, or leaves out that the pack must have."""
    document, example = worked.document, worked.example
    for name, value in example.params.items():
        own = document.values.get("common_params", {})
        place: Place = ("common_params", name) if own.get(name) == value else (*worked.place, "params", name)
        try:
            read_parameter(pack, name, str(value))
        except BadParameter as error:
            mend = schema.nearest(name, pack.parameters)
            yield document.fault(place, error.text.zh, error.text.en, mend.zh, mend.en)
    checks = {check.id: check for check in pack.checks}
    named = dict.fromkeys((*COLUMNS, *pack.parameters))
    for number, (line, expected) in enumerate(zip(example.lines, example.expected, strict=True)):
        at: Place = (*worked.place, "lines", number)
        for name in pack.required:
            if line.get(name) is None:
                yield document.fault(at, f"缺少 {name}", f"{name} is missing", f"补上 {name}", f"add {name}")
        for key, names, known in (("failed", expected.failed, checks), ("missing", expected.missing, named)):
            for name in sorted(names - set(known)):
                mend = schema.nearest(name, known)
                zh, en = f"{key} 中的 {name} 不存在", f"there is no {name}, as {key} has it"
                yield document.fault((*at, "expect", key), zh, en, mend.zh, mend.en)


def lines_of(worked: Iterable[Worked]) -> int:
    """How many lines the examples decide together."""
    return sum(len(one.example.lines) for one in worked)
