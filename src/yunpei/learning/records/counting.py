"""How long somebody studied for certain, from sources that overlap or may overlap. Pure: whole milliseconds, no database.

A source says: so many ms, at some time in this window. Where a window is filled by its time the time itself is known. Of two
sources whose windows overlap without being filled nobody can say how much is the same time; only what cannot be the same is
counted, and the rest is told to the officer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """`ms` of study at some time from `start` (included) to `end` (not included). Raises ValueError where it can't fit."""

    start: int
    end: int
    ms: int

    def __post_init__(self) -> None:
        """A window shorter than its time would let a day hold more than it has."""
        if not 0 <= self.ms <= self.end - self.start:
            raise ValueError("the time does not fit its window")

    @property
    def filled(self) -> bool:
        """Whether the whole window was studied, so that it is known when."""
        return self.ms == self.end - self.start


def least(pieces: Sequence[Piece]) -> int:
    """Ms that were studied for certain, however the pieces overlap; never falls when a piece is added."""
    known = _joined((one.start, one.end) for one in pieces if one.filled)
    rest = [
        Piece(one.start, one.end, left)
        for one in pieces
        if not one.filled and (left := one.ms - _shared(known, one)) > 0
    ]
    return _length(known) + _apart(rest)


def most(pieces: Sequence[Piece]) -> int:
    """Ms that were studied at most: no more than the sources say, no more than their windows hold together."""
    return min(sum(one.ms for one in pieces), _length(_joined((one.start, one.end) for one in pieces)))


def gains(before: Sequence[Piece], pieces: Sequence[Piece]) -> list[int]:
    """What each piece adds for certain to those before it, in their order."""
    found = [0] * len(pieces)
    for group in _together([*before, *pieces]):
        taken = [before[place] for place in group if place < len(before)]
        counted = least(taken)
        for place in group[len(taken) :]:
            taken.append(pieces[place - len(before)])
            now = least(taken)
            found[place - len(before)], counted = now - counted, now
    return found


def unsure(pieces: Sequence[Piece]) -> int:
    """Ms that may be more than `least` says."""
    groups = ([pieces[place] for place in group] for group in _together(pieces))
    return sum(most(group) - least(group) for group in groups)


def _together(pieces: Sequence[Piece]) -> list[list[int]]:
    """Places of the pieces whose windows hang together, each group in the order given."""
    groups: list[list[int]] = []
    end = None
    for place in sorted(range(len(pieces)), key=lambda one: pieces[one].start):
        if end is None or pieces[place].start >= end:
            groups.append([])
        groups[-1].append(place)
        end = max(pieces[place].end, end or pieces[place].end)
    return [sorted(group) for group in groups]


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _shared(spans: Sequence[Span], one: Piece) -> int:
    """How much of a piece's window the spans fill."""
    return sum(max(0, min(end, one.end) - max(start, one.start)) for start, end in spans)


def _apart(pieces: Sequence[Piece]) -> int:
    """The most that pieces with windows apart from each other come to: their times can't be the same."""
    ordered = sorted(pieces, key=lambda one: one.end)
    ends = [one.end for one in ordered]
    best = [0]
    for place, one in enumerate(ordered):
        best.append(max(best[-1], best[bisect_right(ends, one.start, 0, place)] + one.ms))
    return best[-1]
