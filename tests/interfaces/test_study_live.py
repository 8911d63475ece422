"""No claim reaches past what was sent, and many who watch ask once a second."""

from __future__ import annotations

import time

import pytest

from yunpei.evidence.rules import CURRENT
from yunpei.evidence.types import Claim, Kind, Session
from yunpei.interfaces import study_live
from yunpei.interfaces.study_live import Sent, cut_off

pytestmark = pytest.mark.req("R16")
SESSION = Session("s", 0, "p", "c", "l", Kind.LIVE, 60_000, "1", "d", 0, CURRENT.cap, 10**9, "")


def test_a_claim_ends_where_the_stream_does() -> None:
    claim = Claim(True, True, 100, 20_000, 35_000)
    assert cut_off(claim, 40_000) == claim
    assert cut_off(claim, 30_000) == claim._replace(position=30_000)
    assert cut_off(claim, 10_000) == claim._replace(position=10_000, start=10_000)
    assert cut_off(claim._replace(start=None), 10_000).start is None


def test_the_figure_is_asked_for_when_it_is_a_second_old(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    asked: list[tuple[str, str]] = []

    def ask(class_id: str, lesson: str) -> int:
        asked.append((class_id, lesson))
        return len(asked) * 5000

    sent = Sent(ask)
    assert sent.known(SESSION) is None
    assert sent.asked(SESSION) == 5000
    assert sent.known(SESSION) == 5000
    now[0] += study_live.FRESH
    assert sent.known(SESSION) is None
    assert asked == [("c", "l")]
