"""The real study clock, from sign-in to a class hour: no stub between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.classroom import IN_CLASS, Town, enter
from yunpei.catalogue import queries as catalogue
from yunpei.common.actor import Actor
from yunpei.evidence import actions as evidence
from yunpei.evidence import study as evidence_study
from yunpei.evidence.receipt import Keyring, verify
from yunpei.evidence.sessions import Heartbeat, advance
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Claim
from yunpei.learning import queries, study
from yunpei.learning.admission import admit
from yunpei.training import actions as training
from yunpei.training.types import ClassFacts


class Moment:
    """The store's clock, moved by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> int:
        return int(self.at.timestamp() * 1000)


@pytest.fixture
def moment() -> Moment:
    return Moment(IN_CLASS)


@pytest.fixture
def clock(tmp_path: Path, moment: Moment, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    made = Study(open_store(str(tmp_path / "study.sqlite3"), moment), Keyring("k", {"k": b"x" * 32}))
    monkeypatch.setattr(evidence_study, "_made", [made])
    yield made
    made.store.close()


def watch(held: ClassFacts, who: Actor, clock: Study, moment: Moment, seconds: int) -> str:
    """Watch the first lesson from its start for so long; the last receipt."""
    assert who.person_id
    lesson = catalogue.lessons(held.course_id)[0].public_id
    let_in = admit(person_id=who.person_id, class_id=held.public_id, lesson_id=lesson, at=moment.at)
    text = evidence.session_open(admitted=let_in, secret="s" * 32).text
    for second in range(15, seconds + 1, 15):
        moment.at += timedelta(seconds=15)
        text = beat(clock, text, second)
    return text


def beat(clock: Study, text: str, second: int) -> str:
    claim = Claim(playing=True, visible=True, rate=100, start=None, position=second * 1000)
    with clock.store.writing() as tx:
        (step,) = advance(tx, [Heartbeat(verify(text, clock.keys), claim)], clock.keys)
    assert step is not None
    return step.text


@pytest.mark.req("R15", "R17")
def test_ninety_seconds_are_one_hour_of_a_minute(held: ClassFacts, there: Town, clock: Study, moment: Moment) -> None:
    who = there.learners[1]
    enter(held, who)
    watch(held, who, clock, moment, 90)
    assert who.person_id
    page = queries.class_page(held.public_id, person_id=who.person_id, at=moment.at)
    assert (page.standing.hours, page.standing.credited_ms, page.lessons[0].credited_ms) == (1, 90_000, 90_000)
    assert page.standing.to_next_hour_ms == 30_000
    assert [facts.facts["online_hours"].value for facts in queries.claim_facts(held.id)] == [1, 0]
    assert study.totals(held, "nobody") == {}


def test_closing_the_class_ends_the_session(
    held: ClassFacts, there: Town, clock: Study, moment: Moment, django_capture_on_commit_callbacks
) -> None:
    who = there.learners[1]
    enter(held, who)
    last = watch(held, who, clock, moment, 30)
    with django_capture_on_commit_callbacks(execute=True):
        training.class_close(class_id=held.id, by=there.admin, at=moment.at)
    moment.at += timedelta(seconds=15)
    met = verify(beat(clock, last, 45), clock.keys)
    assert met.state.closed == "outside"
    assert met.state.credited == 30_000
