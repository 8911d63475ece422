"""What an officer asks of a rehearsal, and what there is to rehearse on."""

from __future__ import annotations

from dataclasses import dataclass

from yunpei.common.language import Text
from yunpei.policy.intake import BadCell
from yunpei.policy.rehearsal_types import Rehearsal


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A version on hand: `circular/programme@2020-02-24`, the circular's number, the programme's name."""

    name: str
    circular: str
    text: Text


@dataclass(frozen=True, slots=True)
class DecidedYear:
    """Lines of approved claims that were decided in a year, under one programme, with the districts of their firms."""

    year: int
    programme: str
    lines: int
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RehearsalAsked:
    """programme, against: names of versions; against "" = whatever there is. years: how many years earlier either is read."""

    programme: str
    against: str = ""
    years: int | None = None
    against_years: int | None = None


@dataclass(frozen=True)
class FileRehearsed:
    """A file's rehearsal; None with every bad cell that stands in its way."""

    rehearsal: Rehearsal | None
    bad: tuple[BadCell, ...]
    warnings: tuple[Text, ...]
