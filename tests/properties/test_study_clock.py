"""Whatever a client sends, in whatever order, to whichever worker: the study clock's sums hold.

Heartbeats are lost before they arrive (nothing happens), answered and the answer lost (sent again), doubled (sent twice in one
batch), reordered (an old one sent later), said by clients whose clocks are wrong (their times are not even sent), and go to one
of several workers with connections of their own. Sessions are opened, closed and left between.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.study_stores import KEYS, START, Moved, draw
from yunpei.evidence import actions, engine, queries, replay, sessions
from yunpei.evidence.asking import Ask, Asking
from yunpei.evidence.reasons import Reason
from yunpei.evidence.receipt import fingerprint, read, sign, verify
from yunpei.evidence.rules import CURRENT
from yunpei.evidence.sessions import Heartbeat
from yunpei.evidence.store import Chosen, open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted, Claim, Kind, Session, State

SECRET = "secret"
ASKS = Asking(20, 40, (Ask.QUESTION, Ask.IDENTITY))
SECONDS = 120
positions = st.integers(0, (SECONDS + 30) * 1000) | st.sampled_from([0, 15_000, 30_000, SECONDS * 1000])
claims = st.builds(
    Claim,
    playing=st.booleans() | st.just(True),
    visible=st.booleans() | st.just(True),
    rate=st.sampled_from([50, 100, 125, 126, 1600]) | st.just(100),
    start=st.none() | positions,
    position=positions,
)
answered = st.builds(Claim._replace, claims, answer=st.none() | st.booleans())
passing = st.sampled_from([0, 1, 4_999, 5_000, 15_000, 45_000, 45_001, 90_000]) | st.integers(-20_000, 60_000)


def sums_hold(session: Session, state: State) -> None:
    """What is true of every receipt."""
    assert state.credited + state.pending + sum(state.excluded.values()) == state.at - session.opened
    assert min(state.credited, state.pending, *state.excluded.values(), 0) == 0
    assert session.before + state.credited + state.pending <= session.planned
    assert session.before + state.credited + state.pending <= state.watched.bit_count() * 1000 + 1000
    assert set(state.excluded) <= set(Reason)


def never_shrinks(before: State, after: State) -> None:
    """What is true from one receipt to the next."""
    passed = after.at - before.at
    assert passed >= 0
    assert 0 <= (after.credited + after.pending) - (before.credited + before.pending) <= passed
    assert before.watched & ~after.watched == 0
    assert 0 <= after.reach - before.reach <= passed * CURRENT.rate // 100
    assert all(after.excluded.get(code, 0) >= ms for code, ms in before.excluded.items())


@given(
    st.lists(st.tuples(passing, claims), max_size=30),
    st.sampled_from(list(Kind)),
    st.integers(0, SECONDS * 1000),
    st.integers(0, 200_000),
    st.integers(-1, 600_000),
)
def test_sums_hold_after_every_heartbeat(
    beats: list[tuple[int, Claim]], kind: Kind, before: int, cap: int, until: int
) -> None:
    session = Session("s", START, "p", "c", "l", kind, SECONDS * 1000, "1", "d", before, cap, START + until, "")
    state = engine.first(session)._replace(watched=(1 << (before + 999) // 1000) - 1)
    for passed, claim in beats:
        after = engine.advance(session, state, claim, state.at + passed, CURRENT, draw)
        sums_hold(session, after)
        never_shrinks(state, after)
        assert after.day - state.day <= max(0, cap)
        assert after.credited == state.credited or after.at <= session.until
        text = sign(session, after, claim, "", KEYS).text
        assert read(text)[:2] == (session, after)
        state = after
    ended = engine.close(state, state.at + 10, Reason.OUTSIDE, CURRENT)
    sums_hold(session, ended)
    assert ended.credited == state.credited


@given(st.lists(st.tuples(passing, answered), max_size=40), st.sampled_from(["question", "identity"]))
def test_sums_hold_under_challenges(beats: list[tuple[int, Claim]], kind: str) -> None:
    """And without a right answer nothing is credited beyond the first challenge, however one behaves."""
    asks = Asking(30, 60, (Ask(kind),))
    session = Session("s", START, "p", "c", "l", Kind.VIDEO, 10**7, "1", "d", 0, CURRENT.cap, START + 10**9, asks.text)
    state = engine.first(session)
    for ms, claim in beats:
        after = engine.advance(session, state, claim, state.at + ms, CURRENT, draw)
        sums_hold(session, after)
        assert after.credited >= state.credited
        assert after.day >= after.pending
        assert after.challenge or not after.pending
        assert state.asked <= after.asked <= state.asked + 1
        assert read(sign(session, after, claim, "", KEYS).text)[:2] == (session, after)
        state = after
    if not any(claim.answer for _, claim in beats):
        assert state.credited <= (asks.most * 1000) + CURRENT.gap
    for ended in (engine.left(state), engine.close(state, state.at + 10, Reason.OUTSIDE, CURRENT)):
        sums_hold(session, ended)
        assert (ended.credited, ended.pending) == (state.credited, 0)


LATENCY = st.integers(0, 2_500)


@given(
    st.integers(100, 125),
    st.lists(st.tuples(LATENCY, LATENCY, st.sampled_from([0, 0, 0, 0, 60_000])), min_size=1, max_size=12),
)
def test_an_honest_learner_on_a_bad_line_finishes(rate: int, line: list[tuple[int, int, int]]) -> None:
    """A true player: it sends 15 s after each answer, up and down take their time, sometimes the line is gone for a minute.

    At the end of the film it begins again. Three viewings after the line was last gone everything is earned, and none of it was
    ever taken for a jump or for playing too fast.
    """
    session = Session("s", 0, "p", "c", "l", Kind.VIDEO, SECONDS * 1000, "1", "d", 0, CURRENT.cap, START, "")
    state, here, sent, position, viewings, n = engine.first(session), 0, 0, 0, 0, 0
    while state.credited < session.planned:
        assert viewings <= 3, state.excluded
        up, down, gone = line[n % len(line)]
        viewings = 0 if n < len(line) else viewings
        moment = here + CURRENT.heartbeat + (gone if n < len(line) else 0)
        n += 1
        played_from = None
        if position >= session.planned:
            position, viewings, played_from = 0, viewings + 1, 0
        position = min(position + (moment - sent) * rate // 100, session.planned)
        claim = Claim(True, True, rate, played_from, position)
        state = engine.advance(session, state, claim, moment + up, CURRENT, draw)
        sent, here = moment, moment + up + down
        assert not {"seek", "rate", "spacing"} & state.excluded.keys()


class Workers(RuleBasedStateMachine):
    """Three workers on one store; people who may say anything."""

    def source(self) -> str:
        """Where the empty store of this example is; the same however often it is asked."""
        if not hasattr(self, "folder"):
            self.folder = Path(tempfile.mkdtemp(prefix="study-workers-"))
        return str(self.folder / "study.sqlite3")

    @initialize()
    def start(self) -> None:
        self.clock = Moved()
        self.workers = [Study(open_store(self.source(), self.clock), KEYS) for _ in range(3)]
        self.receipts: dict[str, list[str]] = defaultdict(list)  # person → every receipt it ever got

    @rule(person=st.sampled_from(["p-1", "p-2"]), lesson=st.sampled_from(["l-1", "l-2"]), worker=st.integers(0, 2))
    def opens(self, person: str, lesson: str, worker: int) -> None:
        admitted = Admitted(person, "c", lesson, Kind.VIDEO, SECONDS, START + 10**9, 100_000, ASKS.text)
        step = actions.session_open(admitted=admitted, secret=SECRET, study=self.workers[worker])
        self.receipts[person].append(step.text)

    @rule(ms=passing)
    def time_passes(self, ms: int) -> None:
        self.clock.now += ms

    @precondition(lambda self: any(self.receipts.values()))
    @rule(data=st.data(), worker=st.integers(0, 2))
    def a_batch(self, data: st.DataObject, worker: int) -> None:
        """Several heartbeats in one batch: of the last receipts, of old ones, the same twice. Some answers get lost."""
        known = [text for texts in self.receipts.values() for text in texts[-2:] + texts[:1]]
        chosen = data.draw(
            st.lists(st.tuples(st.sampled_from(known), answered, st.booleans(), st.booleans()), max_size=4)
        )
        beats = [Heartbeat(verify(text, KEYS), claim, leaves) for text, claim, leaves, _ in chosen]
        going = [beat for beat in beats if not beat.last.state.closed]
        study = self.workers[worker]
        with study.store.writing() as tx:
            steps = sessions.advance(tx, going, KEYS)
        lost = [lose for (_, _, _, lose), beat in zip(chosen, beats, strict=True) if not beat.last.state.closed]
        for step, lose in zip(steps, lost, strict=True):
            if step is not None and not lose:
                self.receipts[step.session.person].append(step.text)

    @rule(person=st.sampled_from(["p-1", "p-2"]), worker=st.integers(0, 2))
    def the_line_is_voided(self, person: str, worker: int) -> None:
        actions.sessions_close(reason=Reason.OUTSIDE, person=person, study=self.workers[worker])

    @invariant()
    def all_sums_hold(self) -> None:
        if not hasattr(self, "workers"):
            return
        study = self.workers[0]
        with study.store.reading() as tx:
            rows = tx.sessions(Chosen())
            chains = {row.id: [receipt.text for receipt in tx.receipts(row.id)] for row in rows}
        by_person: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            assert replay.fault(chains[row.id], KEYS) is None
            last = read(chains[row.id][-1])
            sums_hold(last.session, last.state)
            assert (row.closed is not None) == bool(last.state.closed)
            by_person[row.person].append(last)
        for person, lasts in by_person.items():
            self.one_at_a_time(person, lasts)

    def one_at_a_time(self, person: str, lasts: list[Any]) -> None:
        for before, after in pairwise(lasts):
            assert before.state.closed
            assert before.state.at <= after.session.opened
        assert sum(last.state.credited for last in lasts) <= lasts[-1].state.at - lasts[0].session.opened
        for total in queries.totals(person, "c", study=self.workers[1]).values():
            assert total.credited_ms + total.pending_ms + sum(total.excluded_ms.values()) == total.elapsed_ms
            assert total.credited_ms <= total.planned_ms

    def teardown(self) -> None:
        for study in getattr(self, "workers", []):
            study.store.close()
        shutil.rmtree(getattr(self, "folder", ""), ignore_errors=True)


class PostgresWorkers(Workers):
    """The same on PostgreSQL, in a schema for each example."""

    def source(self) -> str:
        url = os.environ["DATABASE_URL"]
        if not hasattr(self, "schema"):
            self.schema = f"workers_{uuid4().hex}"
            self.on_server(f'CREATE SCHEMA "{self.schema}"')
        return f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{self.schema}"

    def on_server(self, statement: str) -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(statement.encode())

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "schema"):
            self.on_server(f'DROP SCHEMA "{self.schema}" CASCADE')


TestWorkers = Workers.TestCase
TestWorkers.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestPostgresWorkers = pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="no PostgreSQL is given")(
    PostgresWorkers.TestCase
)
TestPostgresWorkers.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)


def test_a_secret_never_stands_in_a_receipt() -> None:
    session = Session("s", START, "p", "c", "l", Kind.VIDEO, 1000, "1", fingerprint(SECRET), 0, 1, START, "")
    assert SECRET not in sign(session, engine.first(session), None, "", KEYS).text


@pytest.mark.parametrize("why", list(Reason))
def test_every_reason_can_end_a_session(why: Reason) -> None:
    session = Session("s", START, "p", "c", "l", Kind.VIDEO, 1000, "1", "d", 0, 1, START, "")
    ended = engine.close(engine.first(session), START + 3_000, why, CURRENT)
    assert ended.excluded == {why: 3_000}
