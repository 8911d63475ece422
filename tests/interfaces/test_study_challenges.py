"""What the door shows of a challenge, and that an answer is judged once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.study_stores import KEYS, START, Moved
from yunpei.evidence import engine
from yunpei.evidence.asking import Ask
from yunpei.evidence.receipt import Read, sign
from yunpei.evidence.rules import CURRENT
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Kind, Session
from yunpei.interfaces.study_challenges import Asker, Challenge


class Rooms:
    """Knows one answer and counts how often it is asked."""

    def __init__(self) -> None:
        self.judged: list[Challenge] = []

    def shown(self, challenge: Challenge, *, send: bool) -> dict[str, Any]:
        return {"drawn": challenge.drawn, "send": send}

    def right(self, challenge: Challenge, answer: str) -> bool:
        self.judged.append(challenge)
        return answer == "right"


@pytest.fixture
def rooms() -> Rooms:
    return Rooms()


@pytest.fixture
def asker(tmp_path: Path, rooms: Rooms) -> Iterator[Asker]:
    store = open_store(str(tmp_path / "study.sqlite3"), Moved())
    yield Asker(Study(store, KEYS), rooms)
    store.close()


def standing(challenge: str = "sign_in.3.1", person: str = "p-1") -> Read:
    asks = "60-120-sign_in"
    of = Session("s-1", START, person, "c-1", "l-1", Kind.VIDEO, 600_000, "1", "d", 0, CURRENT.cap, START + 10**9, asks)
    return sign(of, engine.first(of)._replace(challenge=challenge, due=START + 1_000, asked=3), None, "", KEYS)


def test_what_is_shown_is_the_challenges_own(asker: Asker) -> None:
    shown = json.loads(asker.shown(standing(), True))
    assert (shown["id"], shown["kind"], shown["send"]) == ("sign_in.3.1", "sign_in", True)
    again = json.loads(asker.shown(standing("sign_in.3.2"), False))
    assert again["drawn"] == shown["drawn"]
    others = [standing("sign_in.4.0"), standing(person="p-2")]
    assert shown["drawn"] not in [json.loads(asker.shown(one, False))["drawn"] for one in others]


def test_an_answer_sent_again_is_not_judged_again(asker: Asker, rooms: Rooms) -> None:
    assert [asker.right(standing(), "right") for _ in range(3)] == [True] * 3
    assert [asker.right(standing(), "wrong") for _ in range(3)] == [False] * 3
    asker.right(standing("sign_in.3.2"), "right")
    assert len(rooms.judged) == 3
    judged = rooms.judged[0]
    assert (judged.kind, judged.number, judged.person, judged.class_id, judged.lesson) == (
        Ask.SIGN_IN, 3, "p-1", "c-1", "l-1",
    )  # fmt: skip
    assert judged.at.timestamp() * 1000 == START
