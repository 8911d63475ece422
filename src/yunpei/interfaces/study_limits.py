"""How often one caller may ask: token buckets in this process's memory, a bound on what a flood can store."""

from __future__ import annotations

import time
from collections import OrderedDict


class Buckets:
    """One bucket per key: `burst` at once, then `per_second`. Only the `keep` keys used last are remembered."""

    def __init__(self, burst: int, per_second: float, keep: int = 100_000) -> None:
        self._burst, self._per_second, self._keep = burst, per_second, keep
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Whether `key` may go on now; takes one token if so."""
        now = time.monotonic()
        left, since = self._left.pop(key, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._per_second)
        granted = left >= 1
        self._left[key] = (left - 1 if granted else left, now)
        if len(self._left) > self._keep:
            self._left.popitem(last=False)
        return granted
