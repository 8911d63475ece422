"""What both databases must do alike."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.study_stores import START, Moved
from yunpei.evidence.store import Chosen, SessionRow, StoreDown, open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Receipt

BROKEN = (sqlite3.Error, psycopg.Error)
ROW = SessionRow("s-1", "p-1", "c-1", "l-1", START, None)


def receipt(seq: int, text: str = "text", session: str = "s-1") -> Receipt:
    return Receipt(session, seq, START, text)


def test_what_stands_first_stays(study: Study) -> None:
    with study.store.writing() as tx:
        assert tx.add_receipts([receipt(0), receipt(1, "one")]) == [receipt(0), receipt(1, "one")]
    with study.store.writing() as tx:
        kept = tx.add_receipts([receipt(2), receipt(1, "other"), receipt(2, "doubled")])
        assert kept == [receipt(2), receipt(1, "one"), receipt(2)]
    with study.store.reading() as tx:
        assert tx.tip("s-1") == receipt(2)
        assert tx.receipts("s-1") == [receipt(0), receipt(1, "one"), receipt(2)]
        assert tx.receipt("s-1", 7) is None


def test_a_person_has_one_open_session(study: Study) -> None:
    with study.store.writing() as tx:
        tx.add_session(ROW)
    with pytest.raises(BROKEN), study.store.writing() as tx:
        tx.add_session(ROW._replace(id="s-2"))
    with study.store.writing() as tx:
        tx.end_sessions([("s-1", START + 5)])
        tx.add_session(ROW._replace(id="s-2", opened=START + 6))
        assert tx.sessions(Chosen(person="p-1", only_open=True)) == [ROW._replace(id="s-2", opened=START + 6)]
        assert tx.last_session(Chosen(class_id="c-1", lesson="l-1")) == ROW._replace(id="s-2", opened=START + 6)


def test_a_failed_transaction_leaves_nothing(study: Study) -> None:
    with pytest.raises(BROKEN), study.store.writing() as tx:  # noqa: PT012  # the first two would have succeeded
        tx.add_session(ROW)
        tx.add_receipts([receipt(0)])
        tx.add_session(ROW)
    with study.store.reading() as tx:
        assert tx.sessions(Chosen()) == []
        assert tx.tip("s-1") is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE study_receipt SET text = 'forged'",
        "DELETE FROM study_receipt",
        "DELETE FROM study_session",
        "UPDATE study_session SET person = 'other', closed = opened",
        "UPDATE study_session SET closed = NULL",
    ],
)
def test_the_past_is_not_changed_by_mistake(study: Study, source: str, statement: str) -> None:
    with study.store.writing() as tx:
        tx.add_session(ROW)
        tx.add_receipts([receipt(0)])
    connection: Any = sqlite3.connect(source) if source.endswith(".sqlite3") else psycopg.connect(source)
    with closing(connection), pytest.raises(BROKEN):
        connection.execute(statement)


def test_time_never_goes_back(study: Study, source: str, clock: Moved) -> None:
    clock.passes(100)
    with study.store.writing() as tx:
        assert tx.now == START + 100_000
    clock.passes(-50)
    other = open_store(source, clock)
    with other.writing() as tx:
        assert tx.now == START + 100_000
    with other.reading() as tx:
        assert tx.now == START + 100_000
    other.close()


def test_its_own_clock_is_the_databases(source: str) -> None:
    store = open_store(source)
    with store.writing() as tx:
        first = tx.now
    with store.writing() as tx:
        assert 0 <= tx.now - first < 60_000
    assert first > START
    store.close()


def test_a_worker_that_starts_stands_in_nobodys_way(study: Study, source: str, clock: Moved) -> None:
    """Once on PostgreSQL it deadlocked with one that was writing."""
    if source.endswith(".sqlite3"):
        return  # one writer at a time: it waits its turn
    with study.store.writing() as tx:
        tx.add_receipts([receipt(0)])
        open_store(source, clock).close()
        tx.add_receipts([receipt(1)])


def test_workers_with_the_same_heartbeats_agree(study: Study) -> None:
    """Each writes the same places in another order; one text wins each place and all are told which."""
    told: list[list[Receipt]] = []

    def work(name: int) -> None:
        places = range(20) if name % 2 else reversed(range(20))
        with study.store.writing() as tx:
            told.append(sorted(tx.add_receipts([receipt(seq, f"by-{name}") for seq in places])))

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 4
    assert all(one == told[0] for one in told)


def test_a_database_that_is_away_is_said_so(source: str) -> None:
    away = "/proc/nowhere/study.sqlite3" if source.endswith(".sqlite3") else "postgresql://nobody@/none?host=/nowhere"
    with pytest.raises((StoreDown, OSError)):
        open_store(away)
