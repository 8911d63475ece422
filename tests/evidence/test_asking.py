"""The schedule of challenges and what an answer does, second by second. Tricks against it are in tests/attacks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study_stores import KEYS, START, draw
from yunpei.evidence import actions, engine, queries, replay
from yunpei.evidence.asking import EVERY_10_TO_20_MINUTES, OVERDUE, Ask, Asking, asked, asking_of
from yunpei.evidence.receipt import Keyring
from yunpei.evidence.rules import CURRENT
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Claim, Kind, Session, State

ASKS = Asking(60, 120, (Ask.QUESTION,))
DEVICE, OTHER = "d" * 40, "e" * 40


def session(asks: Asking = ASKS, person: str = "p") -> Session:
    return Session("s", START, person, "c", "l", Kind.VIDEO, 10**7, "1", "d", 0, CURRENT.cap, START + 10**9, asks.text)


def watched(of: Session, state: State, seconds: int, **claim: Any) -> State:
    """So many seconds of viewing in heartbeats of 15 s; what is claimed beside goes with the first."""
    for n in range(seconds // 15):
        said = Claim(True, True, 100, None, state.position + 15_000, **(claim if n == 0 else {}))
        state = engine.advance(of, state, said, state.at + 15_000, CURRENT, draw)
    return state


def until_asked(of: Session, state: State | None = None) -> State:
    state = state or engine.first(of)
    while not state.challenge:
        state = watched(of, state, 15)
    return state


def test_a_challenge_comes_between_the_two_times() -> None:
    firsts = [until_asked(session(person=f"p-{n}")) for n in range(30)]
    assert all(60_000 <= state.credited <= 135_000 for state in firsts)
    assert len({state.credited for state in firsts}) > 2
    assert {(state.challenge, state.asked, state.due - state.at) for state in firsts} == {("question.1.0", 1, 180_000)}


def test_the_moment_is_the_keys_alone() -> None:
    other = Keyring("t2", {"t2": b"another-key-another-key-another-"})
    texts = [f"p|c|{n}" for n in range(5)]
    assert [draw(text) for text in texts] == [KEYS.draw("t1", text) for text in texts]
    assert [draw(text) for text in texts] != [other.draw("t2", text) for text in texts]


def test_time_waits_for_the_answer() -> None:
    state = until_asked(session())
    earned = state.credited
    state = watched(session(), state, 30)
    assert (state.credited, state.pending) == (earned, 30_000)
    state = watched(session(), state, 15, answer=True)
    assert (state.credited, state.pending, state.challenge, state.due) == (earned + 45_000, 0, "", 0)
    assert state.since == 0


def test_what_was_missed_is_left_out_and_the_next_one_stands() -> None:
    state = until_asked(session())
    earned = state.credited
    state = watched(session(), state, 195)
    assert (state.credited, state.pending, state.excluded) == (earned, 0, {"challenge": 195_000})
    assert (state.challenge, state.due) == ("question.2.0", state.at + 180_000)
    state = watched(session(), state, 15, answer=True)
    assert state.credited == earned + 15_000


def test_an_identity_check_has_its_own_reason() -> None:
    of = session(Asking(60, 60, (Ask.IDENTITY,)))
    state = watched(of, until_asked(of), 195)
    assert state.excluded == {"identity": 195_000}


def test_a_wrong_answer_twice_is_the_last() -> None:
    state = until_asked(session())
    for _ in range(2):
        state = watched(session(), state, 15, answer=False)
    assert state.challenge == "question.1.2"
    state = watched(session(), state, 15, answer=True)
    assert (state.challenge, state.pending) == ("question.1.2", 45_000)


def test_paused_time_brings_no_challenge() -> None:
    of = session()
    state = watched(of, engine.first(of), 45)
    for _ in range(40):
        paused = Claim(False, True, 100, None, state.position)
        state = engine.advance(of, state, paused, state.at + 15_000, CURRENT, draw)
    assert state.challenge == ""


def test_pending_time_counts_for_the_day_of_the_answer() -> None:
    of = session()
    state = until_asked(of)._replace(at=START + 16 * 3_600_000 - 20_000, due=START + 16 * 3_600_000 + 160_000)
    state = watched(of, state, 30)
    assert state.day == 30_000
    assert watched(of, state, 15, answer=True).day == 45_000
    assert engine.left(state).day == 0


@pytest.mark.parametrize(
    "text", ["", "1-2", "0-60-question", "90-60-question", "60-90-face", "60-90-", "1-999999-question"]
)
def test_what_is_no_schedule(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whichever part it is about
        asking_of(text)


def test_a_schedule_is_written_and_read() -> None:
    both = Asking(600, 1200, (Ask.QUESTION, Ask.SIGN_IN))
    assert both.text == "600-1200-question.sign_in"
    assert asking_of(both.text) == both
    assert EVERY_10_TO_20_MINUTES.text == "600-1200-question"
    assert Asking(1, 2, ()).text == ""


def test_every_kind_has_its_turn() -> None:
    of = session(Asking(1, 1, tuple(Ask)))
    due = engine.first(of)._replace(since=OVERDUE)
    kinds = {asked(of, due._replace(asked=n), None, CURRENT, draw).challenge.partition(".")[0] for n in range(40)}
    assert kinds == set(Ask)


@pytest.mark.database
def test_it_survives_sessions_lessons_and_devices(study: Study, clock: Any) -> None:
    def opened(lesson: str, device: str) -> Any:
        admitted = Admitted("p", "c", lesson, Kind.VIDEO, 3600, START + 10**9, asks=ASKS.text)
        return actions.session_open(admitted=admitted, secret=device, study=study)

    def beat(step: Any, device: str, **claim: Any) -> Any:
        clock.passes(15)
        said = Claim(True, True, 100, None, step.state.position + 15_000, **claim)
        return actions.heartbeat(receipt=step.text, secret=device, claim=said, study=study)

    step, credited = opened("l-1", DEVICE), 0
    for n in range(12):
        if step.state.challenge:
            break
        step = opened(f"l-{n}", DEVICE)
        step = beat(step, DEVICE)
        credited += 15_000
    assert step.state.challenge == "question.1.0"
    assert 60_000 <= credited <= 135_000
    beat(step, DEVICE)
    step = opened("l-other", OTHER)
    assert (step.state.challenge, step.state.pending) == ("question.2.0", 0)
    step = beat(step, OTHER, answer=True)
    assert (step.state.challenge, step.state.credited) == ("", 15_000)
    chains: dict[str, list[str]] = {}
    for text in queries.receipts("p", "c", study=study):
        chains.setdefault(text.split("|")[1], []).append(text)
    assert [replay.fault(texts, KEYS) for texts in chains.values()] == [None] * len(chains)
    excluded = [total.excluded_ms for total in queries.totals("p", "c", study=study).values()]
    assert {"challenge": 15_000} in excluded
