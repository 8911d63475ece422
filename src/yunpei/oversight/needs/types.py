"""What other rooms may name of training needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from yunpei.common.language import Text


class NeedState(StrEnum):
    """Whether a need still stands."""

    STATED = "stated"
    WITHDRAWN = "withdrawn"


class NeedMode(StrEnum):
    """How they want to learn."""

    ONLINE = "online"
    OFFLINE = "offline"
    BLENDED = "blended"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class NeedGiven:
    """A need as it is stated. month: the first day of the month in which they want to begin."""

    region: str
    project: str
    people: int
    month: date
    mode: NeedMode
    words: str = ""


@dataclass(frozen=True, slots=True)
class NeedCard:
    """A need as whoever stated it sees it."""

    id: str
    region: str
    project: str
    people: int
    month: date
    mode: NeedMode
    words: str
    state: NeedState
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class DemandRow:
    """How many want a project, by region, as anyone may have it; None: too few, or what would give them away. all: every region."""

    project: Text
    by_region: tuple[int | None, ...]
    all: int | None
