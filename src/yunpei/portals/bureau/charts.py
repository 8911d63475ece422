"""Bars drawn on the server: lengths in percent of the longest, so that they fit any screen without a script or a style."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from yunpei.common.language import Text
from yunpei.policy.rehearsal_types import Breakdown

MOST_BARS = 12  # more are in the table below


@dataclass(frozen=True, slots=True)
class Bar:
    """One group: money on both sides in fen, and how long its bars are, as "37.5%". before None: nothing to compare with."""

    name: Text
    after_fen: int
    before_fen: int | None
    after: str
    before: str


def bars(breakdown: Breakdown, name: Callable[[str, str | None], Text]) -> list[Bar]:
    """The groups with the most money on either side, in the order of the table."""
    money = {
        group.value: (group.after.fen, None if group.before is None else group.before.fen) for group in breakdown.groups
    }
    most = max((max(after, before or 0) for after, before in money.values()), default=0)
    kept = sorted(money, key=lambda value: -max(money[value][0], money[value][1] or 0))[:MOST_BARS]
    return [
        Bar(name(breakdown.dimension, value), after, before, _length(after, most), _length(before or 0, most))
        for value, (after, before) in money.items()
        if value in kept
    ]


def _length(fen: int, most: int) -> str:
    thousandths = fen * 1000 // most if most else 0
    return f"{thousandths // 10}.{thousandths % 10}%"
