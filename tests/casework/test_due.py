"""Time limits: counted from the day after the event, standing still while a case is given back, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from yunpei.casework.due import Due, counted
from yunpei.casework.types import Clock
from yunpei.common.calendar import Calendar
from yunpei.common.language import Text
from yunpei.policy.terms import TimeLimit

# 2020-06-15 is a Monday; Thursday 25 and Friday 26 are off, Sunday 28 is worked.
CALENDAR = Calendar(frozenset({2020}), {date(2020, 6, 25): False, date(2020, 6, 26): False, date(2020, 6, 28): True})


def limit(days: int | None = 5, unit: str = "working", after: str = "accepted") -> TimeLimit:
    return TimeLimit("answer", Text("办结", "answer"), None, "office", after, days, unit)


def steps(*events: tuple[str, int, int]) -> list[tuple[str, datetime]]:
    return [(event, datetime(2020, month, day, 2, tzinfo=UTC)) for event, month, day in events]


@pytest.mark.parametrize(
    ("one", "events", "due"),
    [
        (limit(), [("submit", 6, 11), ("accept", 6, 12)], Due(Clock.RUNNING, date(2020, 6, 19))),
        (limit(after="submitted"), [("submit", 6, 11), ("accept", 6, 12)], Due(Clock.RUNNING, date(2020, 6, 18))),
        (limit(unit="calendar"), [("submit", 6, 11), ("accept", 6, 12)], Due(Clock.RUNNING, date(2020, 6, 17))),
        # across a holiday and a Sunday worked in exchange
        (limit(), [("accept", 6, 22)], Due(Clock.RUNNING, date(2020, 6, 30))),
        (limit(), [("submit", 6, 11)], Due(Clock.NONE)),
        (limit(None), [("accept", 6, 12)], Due(Clock.NO_FIGURE)),
        (limit(), [("accept", 12, 29)], Due(Clock.NO_CALENDAR)),
        # two days used, Monday and Tuesday; handed in again on Friday: Sunday 28, Monday, Tuesday remain
        (limit(), [("accept", 6, 12), ("return", 6, 16)], Due(Clock.STOPPED, None, date(2020, 6, 16), 3)),
        (
            limit(),
            [("accept", 6, 12), ("return", 6, 16), ("submit", 6, 26), ("accept", 6, 29)],
            Due(Clock.RUNNING, date(2020, 6, 30)),
        ),
        # it had run out before it was given back: that stays so
        (limit(), [("accept", 6, 12), ("return", 6, 22)], Due(Clock.STOPPED, None, date(2020, 6, 22), -1)),
        (
            limit(),
            [("accept", 6, 12), ("return", 6, 22), ("submit", 6, 29)],
            Due(Clock.RUNNING, date(2020, 6, 19)),
        ),
        # refused and taken up again: the whole term anew, from its own event
        (limit(), [("accept", 6, 1), ("refuse", 6, 2), ("reopen", 6, 12)], Due(Clock.NONE)),
        (
            limit(after="submitted"),
            [("submit", 6, 1), ("refuse", 6, 2), ("reopen", 6, 12)],
            Due(Clock.RUNNING, date(2020, 6, 19)),
        ),
        # being held does not stop it
        (limit(), [("accept", 6, 12), ("hold", 6, 15)], Due(Clock.RUNNING, date(2020, 6, 19))),
    ],
)
def test_counted(one: TimeLimit, events: list[tuple[str, int, int]], due: Due) -> None:
    assert counted(one, steps(*events), CALENDAR) == due
