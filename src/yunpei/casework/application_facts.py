"""Which facts an application asks for: those its rule reads that we do not know ourselves, and who has to state them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yunpei.casework.engine import fact_name, stored
from yunpei.casework.facts import shared_facts
from yunpei.casework.types import Applicant, AskedFact, Source
from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.common.sheets import text_of
from yunpei.policy.cells import parse_cell
from yunpei.policy.columns import Column
from yunpei.policy.inputs import ALLOWING, PERSON, Input, inputs_of
from yunpei.policy.intake import fact_of
from yunpei.policy.types import Pack

ASSESSED = "assessed"  # the amount that the office's own system works out: never the applicant's to say
Given = dict[str, list[Any]]


def asked(pack: Pack, applicant: Applicant) -> list[Input]:
    """What the applicant states of each line, in the order of the columns."""
    known = {PERSON, *ALLOWING, *shared_facts(pack, applicant, date.min, signed=False), *_office(pack)}
    return [one for one in inputs_of(pack) if one.column.name not in known]


def of_office(pack: Pack) -> list[Input]:
    """What the office takes from its own systems, so that nobody is asked for it."""
    return [one for one in inputs_of(pack) if one.column.name in _office(pack)]


def _office(pack: Pack) -> set[str]:
    return {*pack.looked_up, ASSESSED}


def read_typed(inputs: Iterable[Input], typed: Mapping[str, str], source: Source) -> tuple[Given, list[Problem]]:
    """Facts as they were typed, with all that is wrong with them. What is left empty stays unknown, unless empty means none."""
    given: Given = {}
    problems = []
    for one in inputs:
        column = one.column
        value, problem = parse_cell(column, text_of(typed.get(column.name, "").strip()))
        if problem is not None:
            problems.append(
                Problem(column.name, Text(f"{column.zh}：{problem.zh}", f"{fact_name(column.name).en}: {problem.en}"))
            )
        else:
            keep(given, column, fact_of(column, value), source)
    return given, problems


def keep(given: Given, column: Column, value: Any, source: Source) -> None:
    """Note a fact with its source; one that is not known is not noted."""
    if value is not None:
        given[column.name] = [stored(value), str(source)]


def shown(value: Any) -> str:
    """A noted fact as it may be typed again."""
    if isinstance(value, dict):  # there is none
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def asked_fact(one: Input) -> AskedFact:
    """The same for a page: a form is made of these."""
    column = one.column
    words = {word: Text(spelt[1], word.replace("_", " ")) for word, spelt in column.words.items()}
    return AskedFact(column.name, fact_name(column.name), column.meaning, column.kind, words, one.required)
