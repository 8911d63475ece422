"""Time limits that a programme sets and the program counts: how long an office, or a claimant, has, and from when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yunpei.common.language import Text
from yunpei.policy.parameters import Setting
from yunpei.policy.types import Pack


@dataclass(frozen=True)
class TimeLimit:
    """One term: who is held to it, after which event of the case it runs (its first day is the next day), and how long.

    days None: the figure is not set, and `missing` names it; nothing may be guessed then.
    """

    id: str
    text: Text
    clause: str | None
    by: str
    after: str
    days: int | None
    unit: str
    missing: tuple[str, ...] = ()


def time_limits(pack: Pack, settings: Mapping[str, Setting], on: date) -> tuple[TimeLimit, ...]:
    """The terms of a programme with the figures in force on a day, as the pack lists them. `settings`: parameters.settle."""
    found = []
    for item in pack.deadlines:
        term = item.term
        if term is None:
            continue
        names = [term.days, *([term.faster] if term.faster else [])]
        values = [settings[name].on(on) for name in names]
        missing = tuple(name for name, value in zip(names, values, strict=True) if value is None)
        days = None if missing else _cut(*values)
        found.append(TimeLimit(item.id, item.text, item.clause, term.by, term.after, days, term.unit, missing))
    return tuple(found)


def _cut(days: int | date | None, percent: int | date | None = 0) -> int:
    """Days cut by a percentage, in whole days: what is left over is cut as well, but a day remains."""
    assert isinstance(days, int)
    assert isinstance(percent, int)
    return max(1, days * (100 - percent) // 100)
