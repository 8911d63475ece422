"""What other rooms may name of the figures of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Measure(StrEnum):
    """What is counted, and in what: classes and people by head, hours in milliseconds, money in fen."""

    CLASSES = "classes"  # that began
    TRAINED = "trained"  # people who signed in to a class, each once a class
    HOURS = "hours"  # credited by the study clock, in milliseconds
    CERTIFIED = "certified"  # certificates that stand
    SUBSIDISED = "subsidised"  # lines that money was granted for
    GRANTED = "granted"  # fen of these lines
    PAID = "paid"  # fen that reached payees, less what was asked back; region: the budget's


HEADS = (Measure.TRAINED, Measure.CERTIFIED, Measure.SUBSIDISED)
# A sum says as much about few people as their number does: it is hidden where that is.
TELLS_OF = {Measure.HOURS: Measure.TRAINED, Measure.GRANTED: Measure.SUBSIDISED, Measure.PAID: Measure.SUBSIDISED}


class Split(StrEnum):
    """By what a table of figures has its rows."""

    MONTH = "month"
    REGION = "region"
    PROGRAMME = "programme"
    KIND = "kind"
    GROUP = "group"
    FUND = "fund"


# What a measure is known by: money that was paid has no kind of firm, only people belong to groups.
SPLITS: Mapping[Split, Sequence[Measure]] = {
    Split.MONTH: tuple(Measure),
    Split.REGION: tuple(Measure),
    Split.PROGRAMME: tuple(Measure),
    Split.KIND: tuple(one for one in Measure if one is not Measure.PAID),
    Split.GROUP: HEADS,
    Split.FUND: (Measure.GRANTED, Measure.PAID),
}


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A year's figures by one split. rows: name of the row → measure → value; total: of everything, not of the rows shown.

    counted_at None: nothing was counted yet.
    """

    split: Split
    year: int
    measures: tuple[Measure, ...]
    rows: Mapping[str, Mapping[Measure, int]]
    total: Mapping[Measure, int]
    counted_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A figure as anyone may have it. value None: hidden, because it speaks of too few people."""

    measure: Measure
    month: str  # "2020-03", "" for all of the year
    region: str  # "" for all
    value: int | None
