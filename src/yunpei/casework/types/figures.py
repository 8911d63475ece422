"""What is shown of the figures that circulars leave to the bureau."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yunpei.common.language import Text


@dataclass(frozen=True, slots=True)
class FigureSet:
    """One value as somebody set it: for which region and all below it, why, when, and who (by name)."""

    region: str
    value: int | date
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class FigureRest:
    """A condition that rests on a figure, with the clauses that it carries out and their sentences."""

    text: Text
    clauses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure that a circular leaves open. unit: as in the packs (fen, date, count …).

    why: what the text says instead. money: whether an amount rests on it. current: what holds for the reader's region, None
    while nobody set it, and then nothing that rests on it can be decided. history: every value so far, the latest first.
    """

    name: str
    unit: str
    text: Text
    why: Text | None
    money: bool
    rests: tuple[FigureRest, ...]
    current: FigureSet | None
    history: tuple[FigureSet, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """A programme with what it leaves open. may_set: whether the reader may set it."""

    programme: str
    name: Text
    circular: str
    figures: tuple[FigureCard, ...]
    may_set: bool
