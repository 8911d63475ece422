"""What time it is. Portals and jobs ask here and hand the answer down; rooms take `at` and never ask.

On a real site it is the system's time. On a demo it is a row that stands still until the ops page moves it, so that a
notice of five days runs out when you say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from yunpei.common.statements import Statement

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""

    def today(self) -> date:
        """The date in China at this moment."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The date in China at this moment."""
        return day_of(self.now())


class FixedClock:
    """Stands at one moment, for tests and the demo."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs a time with its zone")
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it stands at, UTC."""
        return self.at

    def today(self) -> date:
        """That moment's date in China."""
        return day_of(self.at)


_held: ContextVar[Clock | None] = ContextVar("clock", default=None)


def current() -> Clock:
    """The clock of this site: one held by `holding`, else the demo's row where the site is a demo, else the system's."""
    held = _held.get()
    if held is not None:
        return held
    from django.conf import settings

    return _demo_clock() if settings.YUNPEI_DEMO else SystemClock()


def _demo_clock() -> Clock:
    row = next(iter(_setting().rows()), None)
    return FixedClock(row[0]) if row else SystemClock()


@cache
def _setting() -> Statement:
    from yunpei.common.models import ClockSetting
    from yunpei.common.statements import Statement

    return Statement(lambda: ClockSetting.objects.filter(pk=1).values_list("fixed_at"))


def move(to: datetime) -> None:
    """Set the demo's clock. Only `demo` and the ops page may call this. Raises RuntimeError on a site that is no demo."""
    from django.conf import settings

    from yunpei.common.models import ClockSetting

    if not settings.YUNPEI_DEMO:
        raise RuntimeError("only a demo's clock can be moved")
    ClockSetting.objects.update_or_create(pk=1, defaults={"fixed_at": FixedClock(to).now()})


@contextmanager
def holding(at: datetime) -> Iterator[None]:
    """Inside this block, in this thread, `current()` stands at `at`: for tests and for building the demo."""
    token = _held.set(FixedClock(at))
    try:
        yield
    finally:
        _held.reset(token)


def day_of(at: datetime) -> date:
    """The date in China of a moment: every term, notice and deadline counts these. Raises ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return at.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in China, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
