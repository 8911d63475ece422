"""Who applies, what they are asked, and what stands open: applications as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yunpei.casework.types.words import Source
from yunpei.common.language import Text
from yunpei.people.types import OrganisationCard, PersonCard
from yunpei.policy.intake import BadCell


@dataclass(frozen=True, slots=True)
class Applicant:
    """One of firm and person is there. claimant: a word of the packs. region: where they apply; figures and offices go by it."""

    claimant: str
    region: str
    firm: OrganisationCard | None = None
    person: PersonCard | None = None

    @property
    def name(self) -> str:
        """What they are called."""
        if self.firm is not None:
            return self.firm.name
        assert self.person is not None
        return self.person.name

    @property
    def signer(self) -> str:
        """Who signs for them: the legal representative, or the person."""
        return self.firm.legal_representative if self.firm is not None else self.name


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A fact that somebody has to state. kind, words: as the columns of the packs have them. needed: without it nothing goes."""

    name: str
    text: Text
    meaning: Text
    kind: str
    words: Mapping[str, Text]
    needed: bool


@dataclass(frozen=True, slots=True)
class OfferedProgramme:
    """A programme that one may apply under, with the place that its circular is for."""

    programme: str
    name: Text
    circular: str
    region: str
    region_name: Text


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact that our own records answer: its column, what it is called, its value in words, and the record."""

    name: str
    text: Text
    value: Text
    source: Source


@dataclass(frozen=True, slots=True)
class ApplicationPart:
    """What the page of an application shows beside the rest of the case.

    asked: of the applicant, line by line. office: what the office takes from its own systems, and the clause that says so.
    recorded: line → what our own records say, so that nobody is asked. classes: of ours that a person may apply for, public id
    and number, and the one that is named. stated: line → fact → as it was written. accounts: lines whose own account is known.
    paid_to: kind of account, "" for no money.
    """

    asked: tuple[AskedFact, ...]
    office: tuple[AskedFact, ...]
    office_clause: str
    stated: Mapping[str, Mapping[str, str]]
    accounts: frozenset[str]
    paid_to: str
    table: str
    recorded: Mapping[str, tuple[RecordedFact, ...]] = field(default_factory=dict)
    classes: tuple[tuple[str, str], ...] = ()
    class_named: str = ""


@dataclass(frozen=True)
class TableTaken:
    """What came of a table: the rows that were taken over, or every bad cell, and then nothing was."""

    rows: int
    bad: tuple[BadCell, ...]
    warnings: tuple[Text, ...]
    marked: str | None = None  # public id of the table given back with its bad cells marked


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """A figure of the programme that the bureau has not set yet. why: what the circular says instead."""

    name: str
    text: Text
    why: Text | None


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A time limit of a case. due_on None: it does not run yet, its figure is not set, or the calendar ends before it (waits).

    ended_on: the day on which the office answered. missing: figures that are not set.
    """

    text: Text
    clause: str | None
    by: str
    days: int | None
    unit: str
    due_on: date | None
    ended_on: date | None
    missing: tuple[Text, ...]
    waits: Text | None
