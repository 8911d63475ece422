"""A server process looks for garbage seldom, and still finds it."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import gc, weakref
from yunpei.config.collecting import YOUNG, collect_seldom
class Ring: pass
collect_seldom()
assert gc.get_threshold()[0] == YOUNG and gc.get_freeze_count() > 0
ring = Ring(); ring.self = ring; seen = weakref.ref(ring); del ring
kept = [[] for _ in range(YOUNG + 1_000)]
print("found" if seen() is None else "kept")
"""


def test_a_ring_made_after_the_start_is_found() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "found"
