from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.evidence.types import Claim
from yunpei.interfaces.study_requests import BadRequest, challenge, heartbeat, opening

GOOD: dict[str, Any] = {
    "receipt": "yr1|a",
    "secret": "s",
    "position": 15_000,
    "state": "playing",
    "visible": True,
    "rate": 1.25,
}


def test_a_heartbeat_is_read() -> None:
    got = heartbeat(json.dumps({**GOOD, "start": 0, "leave": True, "answer": "甲"}).encode())
    assert got.claim == Claim(True, True, 125, 0, 15_000)
    assert (got.receipt, got.secret, got.leaves, got.answer) == ("yr1|a", "s", True, "甲")
    assert heartbeat(json.dumps({**GOOD, "start": None, "answer": None}).encode()).claim.start is None


def test_an_opening_is_read() -> None:
    assert opening(b'{"lesson": "l-1", "class": "c-1"}') == ("l-1", "c-1", None)
    assert opening(b'{"lesson": "l-1"}') == ("l-1", None, None)
    device = "d" * 32
    assert opening(json.dumps({"lesson": "l-1", "secret": device}).encode()) == ("l-1", None, device)


def test_a_name_that_stands_twice_counts_as_it_stands_last() -> None:
    assert opening(b'{"lesson": "l", "lesson": "m"}').lesson == "m"


def test_a_question_about_a_challenge_is_read() -> None:
    assert challenge(b'{"receipt": "yr1|a", "secret": "s"}') == ("yr1|a", "s", False)
    assert challenge(b'{"receipt": "yr1|a", "secret": "s", "send": true}').send


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b'{"lesson": "l"',
        b'{"lesson": "a b"}',
        b'{"lesson": "a|b"}',
        b'{"lesson": "a\\n"}',
        b'{"lesson": "\xff"}',
        b'{"lesson": ""}',
        b'{"lesson": 1}',
        b'{"lesson": "l", "class": null}',
        b'{"lesson": "l", "person": "p"}',
        b'{"lesson": NaN}',
        b'{"lesson": "l", "secret": "short"}',
        b"[" * 100_000,
    ],
)
def test_other_openings_are_refused(body: bytes) -> None:
    with pytest.raises(BadRequest):
        opening(body)


@pytest.mark.parametrize(
    "change",
    [
        {"secret": "\ud800"},
        {"secret": "s" * 129},
        {"receipt": 1},
        {"receipt": ""},
        {"receipt": "yr1|…"},
        {"secret": "\u0007"},
        {"position": 1.5},
        {"position": 10**9},
        {"rate": True},
        {"rate": "1"},
        {"rate": float("inf")},
        {"rate": 65},
        {"visible": "yes"},
        {"state": None},
        {"leave": 1},
        {"more": 1},
    ],
)
def test_other_heartbeats_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        heartbeat(json.dumps({**GOOD, **change}).encode())


@pytest.mark.parametrize("missing", sorted(GOOD))
def test_nothing_may_be_missing(missing: str) -> None:
    with pytest.raises(BadRequest):
        heartbeat(json.dumps({name: value for name, value in GOOD.items() if name != missing}).encode())


@given(
    st.binary()
    | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_anything_else_is_a_bad_request_and_never_a_fault(body: bytes) -> None:
    for reading in (opening, heartbeat, challenge):
        with pytest.raises(BadRequest):
            reading(body)
