"""The clock's arithmetic, case by case. Random sequences are in tests/properties/test_study_clock.py."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.study_stores import START, draw
from yunpei.evidence import engine
from yunpei.evidence.reasons import REASONS, Reason
from yunpei.evidence.rules import CURRENT
from yunpei.evidence.types import Claim, Kind, Session, State
from yunpei.evidence.watched import stretches

MIDNIGHT = START + 16 * 3_600_000  # START is 08:00 in China


def session(**other: Any) -> Session:
    plain = Session("s", START, "p", "c", "l", Kind.VIDEO, 600_000, "1", "d", 0, CURRENT.cap, START + 10**9, "")
    return replace(plain, **other)


class Player:
    """Moves a state on; seconds in, seconds out."""

    def __init__(self, **other: Any) -> None:
        self.session = session(**other)
        self.state: State = engine.first(self.session)

    def after(
        self, seconds: float, position: float | None = None, *, start: float | None = None, **claim: Any
    ) -> Player:
        at = self.state.position if position is None else round(position * 1000)
        said = Claim(True, True, 100, None if start is None else round(start * 1000), at)._replace(**claim)
        now = self.state.at + round(seconds * 1000)
        self.state = engine.advance(self.session, self.state, said, now, CURRENT, draw)
        return self

    @property
    def credited(self) -> float:
        return self.state.credited / 1000

    @property
    def excluded(self) -> dict[str, float]:
        return {code: ms / 1000 for code, ms in self.state.excluded.items()}


def test_honest_viewing_earns_every_second() -> None:
    player = Player()
    for n in range(1, 41):
        player.after(15, n * 15)
    assert player.credited == 600
    assert player.excluded == {}
    assert player.after(15, 600).excluded == {"paused": 15}
    assert player.after(15, 15, start=0).excluded == {"paused": 15, "finished": 15}


@pytest.mark.parametrize(
    ("seconds", "position", "claim", "why"),
    [
        (45.001, 45, {}, Reason.GAP),
        (4.999, 4, {}, Reason.SPACING),
        (15, 15, {"playing": False}, Reason.PAUSED),
        (15, 15, {"visible": False}, Reason.HIDDEN),
        (15, 15, {"rate": 150}, Reason.RATE),
        (15, 300, {}, Reason.SEEK),
        (15, 315, {"start": 300}, Reason.SEEK),
        (15, 240, {"start": 0}, Reason.RATE),
        (15, 10, {"start": 12}, Reason.SEEK),
    ],
)
def test_an_interval_is_left_out_whole(seconds: float, position: float, claim: dict[str, Any], why: Reason) -> None:
    player = Player().after(seconds, position, **claim)
    assert player.excluded == {why: seconds}
    assert player.state.watched == 0


def test_at_45_s_and_at_5_s_it_counts() -> None:
    assert Player().after(45, 45).credited == 45
    assert Player().after(5, 5).credited == 5


def test_after_the_class_nothing_counts() -> None:
    player = Player(until=START + 20_000).after(15, 15)
    assert player.after(15, 30).excluded == {"outside": 15}


def test_a_stalled_film_earns_what_played() -> None:
    assert Player().after(15, 10).excluded == {"paused": 5}


def test_a_late_heartbeat_costs_nothing() -> None:
    """The content of a short interval waits for the long one beside it."""
    player = Player().after(11, 15).after(19, 30)
    assert player.credited == 30
    assert player.excluded == {}


def test_a_quarter_faster_earns_wall_time_and_the_rest_by_viewing_again() -> None:
    player = Player()
    for n in range(1, 33):
        player.after(15, n * 18.75)
    assert player.credited == 480
    assert stretches(player.state.watched) == [(0, 600)]
    player.after(15, 15, start=0)
    for n in range(2, 9):
        player.after(15, n * 15)
    assert player.credited == 600
    assert player.after(15, 135).excluded == {"finished": 15}


def test_watching_the_same_again_earns_no_more_than_was_watched() -> None:
    player = Player().after(15, 15).after(15, 30)
    player.after(15, 15, start=0)
    assert player.credited == 31  # one second of rounding
    assert player.excluded == {"repeat": 14}


def test_a_hole_is_watched_again() -> None:
    player = Player().after(15, 15).after(60, 75).after(15, 90)
    assert player.excluded == {"gap": 60}
    assert stretches(player.state.watched) == [(0, 15), (75, 90)]
    player.after(20, 35, start=15).after(20, 55).after(20, 75)
    assert player.credited == 90
    assert stretches(player.state.watched) == [(0, 90)]


def test_after_a_jump_ahead_going_back_earns_again() -> None:
    player = Player().after(15, 15).after(15, 400).after(15, 415)
    assert player.excluded == {"seek": 30}
    reach = player.state.reach / 1000
    assert reach == 15 + 18.75  # the film may have run so far by itself
    assert player.after(15, 30, start=15).credited == 30


def test_a_day_has_a_limit_and_ends_at_midnight_in_china() -> None:
    player = Player(cap=40_000, planned=3_600_000)
    for n in range(1, 5):
        player.after(15, n * 15)
    assert player.credited == 40
    assert player.excluded == {"daily_cap": 20}
    player.state = player.state._replace(at=MIDNIGHT - 10_000)
    player.after(15, 75)
    assert player.credited == 55
    assert player.state.day == 15_000


def test_reading_earns_the_time_it_is_on_screen() -> None:
    player = Player(kind=Kind.DOCUMENT, planned=60_000)
    player.after(15).after(15, visible=False).after(15).after(60).after(15).after(15).after(15)
    assert player.credited == 60
    assert player.excluded == {"hidden": 15, "gap": 60, "finished": 15}


def test_live_one_joins_where_it_is_and_sees_the_rest_later() -> None:
    player = Player(kind=Kind.LIVE, planned=600_000)
    player.after(15, 315, start=300).after(15, 330)
    assert player.credited == 30
    player.after(15, 330)  # nothing was sent: the door cuts off what is claimed
    player.after(15, 400)  # and a leap that nobody told of is one
    assert player.excluded == {"paused": 15, "seek": 15}
    player.after(15, 415, start=400, visible=False).after(15, 430, rate=200)
    assert player.excluded == {"paused": 15, "seek": 15, "hidden": 15, "rate": 15}
    assert player.credited == 30
    later = Player(planned=600_000, before=30_000)
    later.state = later.state._replace(watched=player.state.watched, reach=player.state.reach)
    assert later.after(15, 315, start=300).excluded == {"seek": 15}  # the recording is a film: first what was missed
    assert later.after(15, 15, start=0).credited == 15


def test_a_clock_that_goes_back_stands_still() -> None:
    player = Player().after(15, 15).after(-100, 30)
    assert player.state.at == START + 15_000
    assert player.credited == 15


def test_a_terminal_state_is_the_end() -> None:
    player = Player().after(15, 15)
    ended = engine.close(player.state, player.state.at + 7_000, Reason.PARALLEL, CURRENT)
    assert ended.excluded == {"parallel": 7_000}
    assert ended.closed == "parallel"
    assert engine.close(player.state, player.state.at + 46_000, Reason.PARALLEL, CURRENT).excluded == {"gap": 46_000}
    player.state = ended
    with pytest.raises(ValueError, match="terminal"):
        player.after(15, 30)


def test_every_reason_is_explained() -> None:
    assert set(REASONS) == set(Reason)
    texts = [text for one in REASONS.values() for text in (one.name, one.text)]
    assert all(text.zh and text.en for text in texts)
