"""How seldom a server process looks for garbage that counting references does not find.

A heartbeat or a page leaves next to none, but makes many short-lived objects, and by Python's defaults every few requests all
that a worker remembers of its sessions is gone through again: a fifth of a heartbeat's CPU (`python -m bench.study_clock`).
"""

from __future__ import annotations

import gc

YOUNG = 50_000  # objects made, not freed, before the youngest are gone through: about 3 ms, then
OLDER, OLDEST = 20, 50


def collect_seldom() -> None:
    """Leave out of every later round what is there once the process has started, and make the rounds rare."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDEST)
