"""From credited milliseconds to class hours (课时): whole hours only, accumulated as the programme says.

大人社发〔2020〕41号: a class hour is at least 45 minutes; whether minutes of several lessons or days may be put together is left
open, so it is a parameter of the class, shown wherever the hours are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from yunpei.training.types import Accumulate

MS = 1_000


@dataclass(frozen=True, slots=True)
class Credit:
    """Time that the study clock credited to one person: in which lesson, on which day of Asia/Shanghai, how many ms."""

    lesson: Hashable
    day: date
    ms: int


def class_hours(earned: Iterable[Credit], *, seconds: int, accumulate: Accumulate) -> int:
    """Whole class hours of one person in one class.

    seconds: length of a class hour (> 0). accumulate: what the time is added up over before whole hours are taken.
    Raises ValueError for a class hour without length or for negative time.
    """
    if seconds <= 0:
        raise ValueError("a class hour has a length")
    return sum(ms // (seconds * MS) for ms in heaps(earned, accumulate).values())


def heaps(earned: Iterable[Credit], accumulate: Accumulate) -> dict[Hashable, int]:
    """What is put together before whole hours are taken → its ms: None for all time, a lesson, or a day.

    Raises ValueError for negative time.
    """
    found: defaultdict[Hashable, int] = defaultdict(int)
    for credit in earned:
        if credit.ms < 0:
            raise ValueError("credited time is never negative")
        found[_heap(credit, accumulate)] += credit.ms
    return dict(found)


def ms_to_next_hour(earned: Iterable[Credit], *, seconds: int, accumulate: Accumulate) -> int | None:
    """Milliseconds still to be studied for one more whole hour when all time counts together; None for other ways.

    By lesson or by day it depends on what is studied next, so nothing is promised.
    """
    if accumulate is not Accumulate.CLASS:
        return None
    return seconds * MS - sum(credit.ms for credit in earned) % (seconds * MS)


def _heap(credit: Credit, accumulate: Accumulate) -> Hashable:
    if accumulate is Accumulate.CLASS:
        return None
    return credit.lesson if accumulate is Accumulate.LESSON else credit.day
