"""Reads programme.toml of a version folder and, with its parameters and rule, builds the Pack; keeps every fault on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from yunpei.common.language import Text
from yunpei.policy import schema
from yunpei.policy.circulars import FILE, Circulars, Citations
from yunpei.policy.columns import COLUMNS, DATES
from yunpei.policy.faults import Fault, PackFaults
from yunpei.policy.figures import Figures
from yunpei.policy.toml_lines import Document, Place
from yunpei.policy.types import Check, Circular, Force, Item, Pack, Reading, Rule, Term

TERM = ("by", "after", "days", "unit")  # what makes a deadline one that the program counts
MOST_CHECKS = 31  # the columns carrier keeps two bits of each in 64
ENGINE_CHECK = "class_once"  # the one check that the fold works out, not the rule


class Builder:
    """One version folder as far as it can be read; `faults` holds what is wrong with its TOML files, each with its line.

    `document` is None where programme.toml can't be used at all.
    """

    def __init__(self, folder: Path, circulars: Circulars) -> None:
        """Read programme.toml and parameters/ of `folder`; clauses are looked up in `circulars`."""
        self.folder = folder
        self._own: list[Fault] = []
        self.circular = self._read_circular(circulars, folder.parents[1].name)
        self._citations = Citations(circulars, folder.parents[1].name)
        self.document = self._read_programme()
        self.figures = Figures(folder, self.circular.region if self.circular else None, self._citations)
        self._parts = self._read_parts(self.document) if self.document else {}

    @property
    def faults(self) -> list[Fault]:
        """Everything found so far, in the order of circular, programme, parameters, citations."""
        return [*self._own, *self.figures.faults, *self._citations.faults]

    def _read_circular(self, circulars: Circulars, name: str) -> Circular | None:
        try:
            return circulars[name]
        except PackFaults as error:
            self._own += error.faults
        except KeyError:
            path = self.folder.parents[1] / FILE
            mend = "补上通知的编号、名称和条款", "add it, with the notice's number, title and clauses"
            self._own.append(Fault.of(path, 1, f"没有 {FILE}", f"there is no {FILE}", *mend))
        return None

    def _read_programme(self) -> Document | None:
        try:
            document = Document(self.folder / "programme.toml")
        except PackFaults as error:
            self._own += error.faults
            return None
        found = list(schema.faults_in(document, schema.PROGRAMME))
        self._own += found or [*self._name_faults(), *_sense_faults(document)]
        return None if found else document

    def _name_faults(self) -> Iterator[Fault]:
        try:
            date.fromisoformat(self.folder.name)
        except ValueError:
            zh, en = f"文件夹名 {self.folder.name} 不是日期", f"the folder's name {self.folder.name} is no date"
            mend = "改为生效日期，如 2020-02-24", "name it after the day in force, such as 2020-02-24"
            yield Fault.of(self.folder / "programme.toml", 1, zh, en, *mend)

    def _read_parts(self, document: Document) -> dict[str, Any]:
        """The parts of the Pack that cite clauses."""
        values = document.values
        return {
            "fund_clause": self._citations.cite(document, ("fund_clause",), values.get("fund_clause")),
            "checks": self._checks(document),
            "readings": self._readings(document),
            "class_hour": self._cited(document, ("class_hour",), values.get("class_hour", {})),
            "study": self._cited(document, ("study",), values.get("study", {})),
            "public_notice": self._cited(document, ("public_notice",), values.get("public_notice", {})),
            "plan": self._cited(document, ("plan",), values.get("plan", {})),
            "advance": self._cited(document, ("advance",), values.get("advance", {})),
            "looked_up_clause": self._citations.cite(document, ("looked_up_clause",), values.get("looked_up_clause")),
            "forms": self._items(document, "forms"),
            "documents": self._items(document, "documents"),
            "evidence": self._items(document, "evidence"),
            "steps": self._items(document, "steps"),
            "deadlines": self._items(document, "deadlines"),
            "excludes": tuple(
                self._cited(document, ("excludes", number), one)
                for number, one in enumerate(values.get("excludes", ()))
            ),
        }

    def _checks(self, document: Document) -> tuple[Check, ...]:
        made = []
        for number, one in enumerate(document.values["checks"]):
            place: Place = ("checks", number, "clause")
            written = [one["clause"]] if isinstance(one["clause"], str) else one["clause"]
            if not written:
                self._own.append(
                    document.fault(place, "条件没有条款", "a check without a clause", "写上条款", "cite one")
                )
            cited = [self._citations.cite(document, place, clause) for clause in written]
            texts = tuple(clause for clause in cited if clause)
            made.append(Check(one["id"], Text(one["zh"], one["en"]), texts, Force(one["force"])))
        return tuple(made)

    def _readings(self, document: Document) -> tuple[Reading, ...]:
        return tuple(
            Reading(
                Text(one["zh"], one["en"]),
                self._citations.cite(document, ("reading", number, "clause"), one.get("clause")),
            )
            for number, one in enumerate(document.values.get("reading", ()))
        )

    def _items(self, document: Document, key: str) -> tuple[Item, ...]:
        return tuple(
            Item(
                one["id"],
                Text(one["zh"], one["en"]),
                self._citations.cite(document, (key, number, "clause"), one.get("clause")),
                one.get("stage"),
                one.get("required", True),
                _term(one),
            )
            for number, one in enumerate(document.values.get(key, ()))
        )

    def _cited(self, document: Document, place: Place, table: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(table)
        if "clause" in made:
            made["clause"] = self._citations.cite(document, (*place, "clause"), made["clause"])
        return made

    def pack(self, rule: Rule) -> Pack:
        """The Pack, its digest still empty. Only where there are no `faults`."""
        assert self.document is not None
        assert self.circular is not None
        values = self.document.values
        return Pack(
            programme=f"{self.circular.id}/{self.folder.parent.name}",
            version=date.fromisoformat(self.folder.name),
            until=values.get("until"),
            folder=self.folder,
            circular=self.circular,
            clauses=self._citations.sentences,
            name=Text(values["name"], values["name_en"]),
            fund=values["fund"],
            claimants=_listed(values["claimant"]),
            reviewer=values["reviewer"],
            payer=values["payer"],
            payee_account=values["payee_account"],
            order=tuple(values["order"]),
            once=tuple(values["once"]),
            counts_with=tuple(values.get("counts_with", ())),
            most_lines=values["most_lines"],
            required=tuple(values["inputs"]["required"]),
            facts=tuple(values["inputs"]["facts"]),
            attested=tuple(values.get("attested", ())),
            looked_up=tuple(values.get("looked_up", ())),
            parameters=self.figures.parameters,
            silent=tuple(map(Text, values.get("silent", ()), values.get("silent_en", ()))),
            retention_years=values.get("retention_years"),
            digest="",
            rule=rule,
            **self._parts,
        )


def _sense_faults(document: Document) -> Iterator[Fault]:
    """What the shape of programme.toml can't tell: names that must be known, and what must go together."""
    values = document.values
    if "until" in values and values["until"].isoformat() < document.path.parent.name:
        yield document.fault(("until",), "止于生效之前", "it ends before it begins", "改正日期", "mend the date")
    order = values["order"]
    if order[-1:] != ["row"] or not order[:-1] or set(order[:-1]) - set(DATES):
        known = ", ".join(DATES)
        mend = f"用日期列（{known}），以 row 结尾", f"use columns of dates ({known}), and row at the end"
        yield document.fault(("order",), "顺序不合式", "no such order", *mend)
    study = values.get("study", {})
    after, by = study.get("challenge_after", 0), study.get("challenge_by", 0)
    if bool(after) != bool(by) or after > by:
        zh, en = "应答间隔要有起止，且起不大于止", "challenges need both an earliest and a latest minute, in order"
        yield document.fault(
            ("study",), zh, en, "写上 challenge_after 与 challenge_by", "give challenge_after and challenge_by"
        )
    yield from _column_faults(document)
    yield from _service_faults(document)
    yield from _twice(document, "checks")
    for key in ("forms", "documents", "evidence", "steps", "deadlines"):
        yield from _twice(document, key)
    if len(values["checks"]) > MOST_CHECKS:
        zh, en = f"条件多于 {MOST_CHECKS} 个", f"there are more than {MOST_CHECKS} checks"
        yield document.fault(("checks", MOST_CHECKS), zh, en, "合并几个", "put some together")
    if ENGINE_CHECK not in [check["id"] for check in values["checks"]]:
        mend = (
            "补上：同一人、同一单位的同一班级只能申请一次",
            "add it: the same class of a person may be claimed only once",
        )
        yield document.fault(("checks",), f"缺少条件 {ENGINE_CHECK}", f"there is no check {ENGINE_CHECK}", *mend)
    if len(values.get("silent", [])) != len(values.get("silent_en", [])):
        zh, en = "silent 与 silent_en 条数不同", "silent and silent_en differ in length"
        yield document.fault(("silent",), zh, en, "逐条对应", "pair them one by one")


def _column_faults(document: Document) -> Iterator[Fault]:
    values = document.values
    places: list[tuple[Place, list[str]]] = [
        (("once",), values["once"]),
        (("attested",), values.get("attested", [])),
        (("looked_up",), values.get("looked_up", [])),
        (("advance", "assumes"), values.get("advance", {}).get("assumes", [])),
        (("inputs", "required"), values["inputs"]["required"]),
        (("inputs", "facts"), values["inputs"]["facts"]),
    ]
    for place, names in places:
        for number, name in enumerate(names):
            if name not in COLUMNS:
                mend = schema.nearest(name, COLUMNS)
                yield document.fault((*place, number), f"没有列 {name}", f"there is no column {name}", mend.zh, mend.en)
            if name in names[:number]:
                yield document.fault((*place, number), f"{name} 重复", f"{name} stands twice", "删去一个", "remove one")
    required = values["inputs"]["required"]
    for place, names in places[1:4]:
        for number, name in enumerate(names):
            if name in COLUMNS and name not in (*required, *values["inputs"]["facts"]):
                zh, en = f"{place[0]} 的 {name} 不在 inputs 中", f"{name} of {place[0]} is not in inputs"
                yield document.fault(
                    (*place, number), zh, en, "加入 inputs.facts 或删去", "add it to inputs.facts or remove it"
                )
    for name in ("person_id", *(key for key in values["order"] if key in DATES)):
        if name not in required:
            zh, en = f"inputs.required 缺少 {name}", f"inputs.required lacks {name}"
            yield document.fault(("inputs", "required"), zh, en, f"加上 {name}", f"add {name}")


def _service_faults(document: Document) -> Iterator[Fault]:
    """Who claims, and what goes together of facts looked up, facts assumed and terms."""
    values = document.values
    if not values["claimant"]:
        yield document.fault(("claimant",), "没有申领者", "nobody claims", "写上申领者", "say who does")
    if bool(values.get("looked_up")) != ("looked_up_clause" in values):
        mend = "两个一起写", "write both or neither"
        zh, en = "looked_up 与 looked_up_clause 须一起写", "looked_up and looked_up_clause go together"
        yield document.fault(("looked_up" if "looked_up" in values else "looked_up_clause",), zh, en, *mend)
    for number, name in enumerate(values.get("looked_up", ())):
        if name in values.get("attested", ()):
            zh, en = f"{name} 既由系统查询又由申领者承诺", f"{name} is both looked up and attested"
            yield document.fault(("looked_up", number), zh, en, "只留一处", "leave it in one")
    for number, name in enumerate(values.get("advance", {}).get("assumes", ())):
        if name in COLUMNS and COLUMNS[name].kind != "yes_no":
            zh, en = f"只有是否类的事实可以假定，{name} 不是", f"only a yes/no fact can be assumed, {name} is none"
            yield document.fault(("advance", "assumes", number), zh, en, "删去", "remove it")
    for number, one in enumerate(values.get("deadlines", ())):
        given = [key for key in TERM if key in one]
        if (given or "faster" in one) and len(given) < len(TERM):
            lacking = ", ".join(key for key in TERM if key not in one)
            zh, en = f"期限 {one['id']} 缺少 {lacking}", f"the deadline {one['id']} lacks {lacking}"
            yield document.fault(("deadlines", number), zh, en, "补全或都删去", "complete it, or remove them all")


def _term(one: Mapping[str, Any]) -> Term | None:
    if not all(key in one for key in TERM):
        return None
    return Term(one["by"], one["after"], one["days"], one["unit"], one.get("faster"))


def _listed(written: str | list[str]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


def _twice(document: Document, key: str) -> Iterator[Fault]:
    """Documents and forms may share an id across their stages, nothing else may."""
    seen = set()
    for number, one in enumerate(document.values.get(key, ())):
        same = (one["id"], one.get("stage"))
        if same in seen:
            zh, en = f"{key} 中 {one['id']} 重复", f"{one['id']} stands twice in {key}"
            yield document.fault((key, number, "id"), zh, en, "删去一个或改名", "remove one or rename it")
        seen.add(same)
