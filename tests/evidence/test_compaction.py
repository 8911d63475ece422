"""Compaction changes where receipts lie and nothing that anybody reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.evidence.test_actions import beat, opened
from tests.study_stores import KEYS, Moved
from yunpei.evidence import queries, replay
from yunpei.evidence.compaction import Compacted, receipts_compact
from yunpei.evidence.packing import pack
from yunpei.evidence.receipt import Read
from yunpei.evidence.store import Chosen
from yunpei.evidence.study import Study
from yunpei.evidence.types import DAY_MS, Receipt

BROKEN = (sqlite3.Error, psycopg.Error)
DAY_S = DAY_MS // 1000


def watched(study: Study, clock: Moved, **other: Any) -> tuple[str, Read]:
    """A session of an hour's third that was left; its last heartbeat but one, and its end."""
    before = last = opened(study, **other)
    start = last.state.position
    for count in range(1, 8):
        clock.passes(15)
        before, last = last, beat(study, last.text, start + count * 15_000, leaves=count == 7)
    return before.text, last


def bound(study: Study) -> Any:
    """A checkpoint that binds all there is."""

    def tips(sessions: Sequence[str]) -> Mapping[str, tuple[int, int]]:
        with study.store.reading() as tx:
            found = {tip.session: (tip.seq, 0) for tip in tx.tips(Chosen())}
        return {session: found[session] for session in sessions}

    return tips


def rows(study: Study) -> int:
    with study.store.reading() as tx:
        return int(next(iter(tx._run("SELECT count(*) FROM study_receipt", ())))[0])


@pytest.mark.req("R09")
def test_nobody_who_reads_sees_a_difference(study: Study, clock: Moved) -> None:
    before_end, end = watched(study, clock)
    watched(study, clock, person="p-2")
    clock.passes(DAY_S + 60)
    watched(study, clock)
    last = opened(study, person="p-3")

    def read() -> list[Any]:
        with study.store.reading() as tx:
            tips, one = tx.tips(Chosen()), tx.receipt(end.session.id, 3)
        people = ["p-1", "p-2", "p-3"]
        texts = [queries.receipts(person, "c-1", study=study) for person in people]
        return [tips, one, texts, queries.class_totals("c-1", study=study)]

    seen, held = read(), rows(study)
    assert receipts_compact(study.store, bound(study)) == Compacted(2, 14, 0)
    assert rows(study) == held - 14
    assert read() == seen
    assert receipts_compact(study.store, bound(study)) == Compacted()
    assert replay.fault(queries.receipts("p-2", "c-1", study=study), KEYS) is None
    # The answer to a heartbeat that was lost is still the same; a late one forks nothing; study goes on.
    from yunpei.evidence import sessions
    from yunpei.evidence.receipt import verify
    from yunpei.evidence.types import Claim

    with study.store.writing() as tx:
        late = sessions.Heartbeat(verify(before_end, KEYS), Claim(True, True, 100, None, 90_000))
        assert sessions.advance(tx, [late], KEYS) == [end]
    assert rows(study) == held - 14
    clock.passes(15)
    assert beat(study, last.text, 15_000).state.credited == 15_000


def test_what_is_not_bound_to_its_end_or_fresh_stays(study: Study, clock: Moved) -> None:
    _, end = watched(study, clock)
    held = rows(study)
    clock.passes(DAY_S - 60)
    assert receipts_compact(study.store, bound(study)) == Compacted()  # ended less than a day ago
    clock.passes(61)
    assert receipts_compact(study.store, lambda _: {}) == Compacted(0, 0, 1)
    assert receipts_compact(study.store, lambda _: {end.session.id: (end.state.seq - 1, 0)}) == Compacted(0, 0, 1)
    assert rows(study) == held
    assert receipts_compact(study.store, bound(study)) == Compacted(1, 7, 0)


def test_receipts_that_do_not_follow_are_left_to_be_looked_into(study: Study, clock: Moved, caplog: Any) -> None:
    for person in ("p-1", "p-2"):
        watched(study, clock, person=person)
    with study.store.writing() as tx:
        first, second = (one.id for one in tx.sessions(Chosen()))
        tx._run(
            "INSERT INTO study_receipt SELECT session, 9, at, text FROM study_receipt WHERE session = ? AND seq = 7",
            (first,),
        )
    clock.passes(DAY_S + 1)
    held = rows(study)
    assert receipts_compact(study.store, bound(study)) == Compacted(1, 7, 1)
    assert first in caplog.text
    assert second not in caplog.text
    assert rows(study) == held - 7


def test_it_stops_where_it_was_told_and_goes_on_later(study: Study, clock: Moved, monkeypatch: Any) -> None:
    monkeypatch.setattr("yunpei.evidence.compaction.PIECE", 2)
    for person in range(5):
        watched(study, clock, person=f"p-{person}")
    clock.passes(DAY_S + 1)
    assert receipts_compact(study.store, bound(study), most=2).sessions == 2
    assert receipts_compact(study.store, bound(study)).sessions == 3


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM study_receipt WHERE seq = 2",
        "DELETE FROM study_pack",
        "UPDATE study_pack SET digest = 'forged'",
    ],
)
def test_the_database_lets_go_only_what_a_blob_holds(study: Study, source: str, statement: str) -> None:
    held = [Receipt("s-1", seq, 5, f"text {seq}") for seq in range(3)]
    with study.store.writing() as tx:
        tx.add_receipts(held)
        assert tx.put_pack(pack(held[:2])) == 2
        assert tx.put_pack(pack(held[:2])) == 0
        assert tx.receipts("s-1") == held
    connection: Any = sqlite3.connect(source) if source.endswith(".sqlite3") else psycopg.connect(source)
    with closing(connection), pytest.raises(BROKEN):
        connection.execute(statement)
