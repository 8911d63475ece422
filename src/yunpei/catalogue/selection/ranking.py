"""How platforms rank: per criterion the mean of the marks of those who count, weighed. Exact fractions, plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from yunpei.catalogue.selection.types import Criterion

Marks = Mapping[int, int]  # criterion → 0–100


def means(criteria: Sequence[Criterion], marks: Sequence[Marks]) -> dict[int, Fraction]:
    """The mean of each criterion over the reviewers. marks: one of each reviewer, at least one."""
    return {one.id: Fraction(sum(given[one.id] for given in marks), len(marks)) for one in criteria}


def points(criteria: Sequence[Criterion], mean: Mapping[int, Fraction]) -> Fraction:
    """What the means come to with their weights, of 100."""
    return sum((mean[one.id] * one.weight for one in criteria), Fraction(0)) / 100


def places(found: Sequence[Fraction]) -> list[int]:
    """The place of each, the most points first; equal points share the better place (1, 2, 2, 4)."""
    return [1 + sum(other > one for other in found) for one in found]
