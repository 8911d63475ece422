"""How often one caller may ask: token buckets in this process's memory, a bound on what a flood can store."""

from __future__ import annotations

import time

from yunpei.interfaces.study_recent import Recent


class Buckets:
    """One bucket per key: `burst` at once, then `per_second`. The `keep` keys used last are remembered."""

    def __init__(self, burst: int, per_second: float, keep: int = 100_000) -> None:
        self._burst, self._per_second = burst, per_second
        self._left = Recent[tuple[float, float]](keep)

    def take(self, key: str) -> bool:
        """Whether `key` may go on now; takes one token if so."""
        now = time.monotonic()
        left, since = self._left.get(key) or (self._burst, now)
        left += (now - since) * self._per_second
        if left > self._burst:
            left = self._burst
        granted = left >= 1
        self._left.put(key, (left - 1 if granted else left, now))
        return granted
