"""The code on the teacher's screen: six digits, new every ten seconds, of one meeting at one place. Pure: no tables, no clock."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

WINDOW = 10  # seconds that a code is shown
KEPT = 1  # windows for which it is taken afterwards: a slow line is no reason to stay outside
DIGITS = 6


def code_at(key: bytes, *, meeting: str, place: str, at: datetime) -> str:
    """What the screen shows at that moment. meeting: public id."""
    return _code(key, meeting, place, window_of(at))


def code_window(key: bytes, given: str, *, meeting: str, place: str, at: datetime) -> int | None:
    """The window that a code is of, if it is shown now or was just before; None for every other."""
    now = window_of(at)
    right = [
        one
        for one in range(now - KEPT, now + 1)
        if hmac.compare_digest(_code(key, meeting, place, one).encode(), given.strip().encode())
    ]
    return right[-1] if right else None


def window_of(at: datetime) -> int:
    """The number of the ten seconds in which a moment lies."""
    return int(at.timestamp()) // WINDOW


def _code(key: bytes, meeting: str, place: str, window: int) -> str:
    digest = hmac.new(key, f"{meeting}\0{place}\0{window}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"
