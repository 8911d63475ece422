"""What other rooms may name: circulars, packs, parameters, decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from yunpei.common.language import Text


class Outcome(StrEnum):
    """How a line ends. A stronger one hides a weaker one: refused > undetermined > discretion > due."""

    REFUSED = "refused"
    UNDETERMINED = "undetermined"
    DISCRETION = "discretion"
    DUE = "due"


class Force(StrEnum):
    """How hard a check binds: `in_principle` is 原则上, which an officer may set aside with a written reason."""

    MUST = "must"
    IN_PRINCIPLE = "in_principle"


@dataclass(frozen=True)
class Circular:
    """A government notice: its own data and its clauses, id → the exact sentence."""

    id: str
    number: str
    title: Text
    issuers: tuple[str, ...]
    region: str
    region_name: Text
    dated: date | None
    status: str
    source: str
    at_hand: str  # "circular": its own words; "report": only what a report says of it
    clauses: Mapping[str, str]


@dataclass(frozen=True)
class Check:
    """One condition of a programme. `clauses` are full ids, `circular#clause`."""

    id: str
    text: Text
    clauses: tuple[str, ...]
    force: Force


@dataclass(frozen=True)
class ParameterValue:
    """A dated value. `since`/`until` None = open end; `region` None = everywhere; money in fen."""

    value: int | date
    since: date | None
    until: date | None
    region: str | None
    clause: str | None
    source: str | None
    link: str | None
    verified: bool
    last_confirmed_on: date | None
    why: Text | None


@dataclass(frozen=True)
class Parameter:
    """A figure of the circular. No values: the bureau sets it, and `why` says what the text leaves open."""

    name: str
    unit: str
    text: Text
    values: tuple[ParameterValue, ...]
    set_by_bureau: bool
    why: Text | None


@dataclass(frozen=True)
class Reading:
    """A choice of ours where the text allows more than one, or says nothing."""

    text: Text
    clause: str | None


@dataclass(frozen=True)
class Term:
    """A deadline that the program counts: who is held to it (`office`, `claimant`), after which event of the case, how long.

    days, faster: names of parameters; `faster` is the percent by which the days are cut. unit: working | calendar.
    """

    by: str
    after: str
    days: str
    unit: str
    faster: str | None


@dataclass(frozen=True)
class Item:
    """A form, document, step or deadline as the circular lists it; a deadline that can be counted has its `term`."""

    id: str
    text: Text
    clause: str | None
    stage: str | None = None
    required: bool = True
    term: Term | None = None


@dataclass(frozen=True)
class Example:
    """A worked example: lines of one or more invented persons and the exact outcome of each."""

    id: str
    text: Text
    clause: str | None
    params: Mapping[str, int | date]
    history: tuple[Mapping[str, Any], ...]
    lines: tuple[Mapping[str, Any], ...]
    expected: tuple[Expected, ...]
    file: Path
    line: int


@dataclass(frozen=True)
class Expected:
    """What an example line must come to; money in fen."""

    outcome: Outcome
    amount_fen: int = 0
    if_allowed_fen: int = 0
    failed: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    provisional: bool = False
    advance_fen: int | None = 0


Rule = Callable[[Any, Any, Any, Any], tuple[Any, ...]]


@dataclass(frozen=True)
class Pack:
    """One programme in one version: the circular's text as data, its rule and its worked examples.

    `digest` is SHA-256 over the pack's files, the cited clauses, and the ops' version: an old line
    is decided again the same way for ever.
    """

    programme: str
    version: date
    until: date | None
    folder: Path
    circular: Circular
    clauses: Mapping[str, str]
    name: Text
    fund: str
    fund_clause: str | None
    claimants: tuple[str, ...]
    reviewer: str
    payer: str
    payee_account: str
    order: tuple[str, ...]
    once: tuple[str, ...]
    counts_with: tuple[str, ...]
    most_lines: int
    required: tuple[str, ...]
    facts: tuple[str, ...]
    attested: tuple[str, ...]
    looked_up: tuple[str, ...]  # facts that the office takes from its own systems; nobody is asked to prove them
    looked_up_clause: str | None
    checks: tuple[Check, ...]
    parameters: Mapping[str, Parameter]
    readings: tuple[Reading, ...]
    silent: tuple[Text, ...]
    class_hour: Mapping[str, Any]
    study: Mapping[
        str, Any
    ]  # minutes a day that count, minutes between challenges, what they ask for; empty: the clock's own
    public_notice: Mapping[str, Any]
    plan: Mapping[str, Any]  # what a class filing is held to: modes allowed, and the clause that says so
    advance: Mapping[str, Any]  # empty: nothing is paid in advance; else `assumes` and the clause
    forms: tuple[Item, ...]
    documents: tuple[Item, ...]
    evidence: tuple[Item, ...]  # grades of records from elsewhere that count (platform, paper), and what each needs
    steps: tuple[Item, ...]
    deadlines: tuple[Item, ...]
    excludes: tuple[Mapping[str, str], ...]
    retention_years: int | None
    digest: str
    rule: Rule = field(compare=False)

    @property
    def claimant(self) -> str:
        """Who claims; where the text names several, the first it names."""
        return self.claimants[0]

    @property
    def pays(self) -> bool:
        """Whether there is money in it; a service without any ends with the decision."""
        return self.payee_account != "none"

    def account_of(self, claimant: str) -> str:
        """The kind of account that is paid when that one claims: a person's own, else the one the circular names."""
        return "person" if claimant == "person" and self.pays else self.payee_account

    @property
    def group(self) -> frozenset[str]:
        """The programmes whose awards count together with this one, itself included."""
        return frozenset((self.programme, *self.counts_with))


@dataclass(frozen=True, slots=True)
class Decision:
    """One line decided. Money in fen; `oks` stand in the order of `Pack.checks`.

    gross_fen None: not known. advance_fen: the part of the amount that is paid in advance; None while its share is not known.
    """

    row: int
    outcome: Outcome
    gross_fen: int | None
    left_fen: int | None
    amount_fen: int
    if_allowed_fen: int
    provisional: bool
    oks: tuple[bool | None, ...]
    missing: tuple[str, ...]
    advance_fen: int | None = 0
