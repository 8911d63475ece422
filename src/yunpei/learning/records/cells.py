"""What the cells of an export mean: a moment, a length of time. Nothing is guessed."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal

from yunpei.learning.records.mappings import Platform

_MOMENT = re.compile(
    r"(?:(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2}))"
    r"(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)")
_LENGTH = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)(?:个?小时|时|h))?(?:(?P<m>\d+(?:\.\d+)?)(?:分钟|分|min|m))?(?:(?P<s>\d+(?:\.\d+)?)(?:秒钟?|s))?"
)
_CLASS_HOURS = re.compile(r"(\d+(?:\.\d+)?)个?(?:课时|学时)")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?")


def moment_of(text: str) -> tuple[date, time | None] | None:
    """A date, and the time of day where one is written; None for anything else."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(one) for one in (found.groups()[:3] if found[1] else found.groups()[3:6]))
    try:
        clock = time(int(found[7]), int(found[8]), int(found[9] or 0)) if found[7] else None
        return date(year, month, day), clock
    except ValueError:
        return None


def length_of(text: str, platform: Platform) -> int | None:
    """Milliseconds that a cell means: a number in the platform's unit, or one with its own; None for anything else."""
    plain_text = "".join(text.split()).replace(",", "").casefold()
    if _NUMBER.fullmatch(plain_text):
        return _whole(Decimal(plain_text) * platform.unit_seconds)
    if found := _CLOCK.fullmatch(plain_text):
        return (int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])) * 1000
    if found := _CLASS_HOURS.fullmatch(plain_text):
        return _whole(Decimal(found[1]) * platform.hour_seconds) if platform.hour_seconds else None
    found = _LENGTH.fullmatch(plain_text)
    if found is None or not any(found.groups()):
        return None
    hours, minutes, seconds = (Decimal(found[name] or 0) for name in "hms")
    return _whole(hours * 3600 + minutes * 60 + seconds)


def _whole(seconds: Decimal) -> int:
    return int(seconds * 1000)
