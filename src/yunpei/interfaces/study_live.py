"""How far a live lesson has been sent: no heartbeat may claim more. Asked for once a second, however many watch."""

from __future__ import annotations

import time
from collections.abc import Callable

from yunpei.evidence.types import Claim, Session
from yunpei.interfaces.study_recent import Recent

Ask = Callable[[str, str], int]
"""Class, lesson → ms sent so far. Called in a thread."""
FRESH = 1.0  # seconds


class Sent:
    """What was sent of each live lesson, a second old at most."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known = Recent[tuple[int, float]](1000)

    def known(self, session: Session) -> int | None:
        """The ms that are known; None where they have to be asked for."""
        found = self._known.get(f"{session.class_id} {session.lesson}")
        return found[0] if found and time.monotonic() - found[1] < FRESH else None

    def asked(self, session: Session) -> int:
        """The ms as they are now; waits for the database."""
        ms = self._ask(session.class_id, session.lesson)
        self._known.put(f"{session.class_id} {session.lesson}", (ms, time.monotonic()))
        return ms


def cut_off(claim: Claim, sent: int) -> Claim:
    """The claim as far as it can be true: what was not sent was not played."""
    start = claim.start if claim.start is None else min(claim.start, sent)
    return claim._replace(position=min(claim.position, sent), start=start)
