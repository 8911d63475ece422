"""Receipts in PostgreSQL. Any number of workers write at once; each batch takes the database's clock.

Not yet: partitions by session id, and a role that may only insert and select.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import errors

from yunpei.evidence.store import MARK_MS, Clock, Pool, StoreDown, Transaction
from yunpei.evidence.types import Receipt

_SCHEMA = """
CREATE TABLE IF NOT EXISTS study_session (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- the order of opening, also within one ms
    id TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    class_id TEXT NOT NULL,
    lesson TEXT NOT NULL,
    opened BIGINT NOT NULL,
    closed BIGINT CHECK (closed >= opened)
);
CREATE UNIQUE INDEX IF NOT EXISTS study_session_one_open ON study_session (person) WHERE closed IS NULL;
CREATE INDEX IF NOT EXISTS study_session_of_person ON study_session (person, class_id, lesson, opened);
CREATE INDEX IF NOT EXISTS study_session_of_class ON study_session (class_id) WHERE closed IS NULL;
CREATE TABLE IF NOT EXISTS study_receipt (
    session TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 0),
    at BIGINT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (session, seq)
);
CREATE TABLE IF NOT EXISTS study_clock (one INTEGER PRIMARY KEY CHECK (one = 1), high BIGINT NOT NULL);
INSERT INTO study_clock VALUES (1, 0) ON CONFLICT DO NOTHING;
CREATE OR REPLACE FUNCTION study_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'study records are append-only'; END $$;
CREATE OR REPLACE FUNCTION study_end_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.closed IS NOT NULL OR NEW.closed IS NULL
            OR (NEW.id, NEW.person, NEW.class_id, NEW.lesson, NEW.opened)
                <> (OLD.id, OLD.person, OLD.class_id, OLD.lesson, OLD.opened)
        THEN RAISE EXCEPTION 'a session changes once: it ends'; END IF;
        RETURN NEW;
    END $$;
CREATE OR REPLACE TRIGGER study_receipt_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON study_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION study_refuse();
CREATE OR REPLACE TRIGGER study_session_stays BEFORE DELETE OR TRUNCATE ON study_session
    FOR EACH STATEMENT EXECUTE FUNCTION study_refuse();
CREATE OR REPLACE TRIGGER study_session_ends_once BEFORE UPDATE ON study_session
    FOR EACH ROW EXECUTE FUNCTION study_end_once();
"""
_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint, high FROM study_clock"
_Times = Callable[[psycopg.Connection[Any]], tuple[int, int]]


class PostgresTransaction(Transaction):
    """A Transaction on one connection."""

    def __init__(self, connection: psycopg.Connection[Any], now: int, times: _Times) -> None:
        super().__init__(now)
        self._connection = connection
        self._times = times

    def lock_person(self, person: str) -> None:
        """Wait until nobody else opens a session of this person. `now` is the time after the wait."""
        self._connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7305))", (person,))
        self.now = max(self.now, *self._times(self._connection))

    def _run(self, statement: str, values: Sequence[object]) -> psycopg.Cursor[Any]:
        return self._connection.execute(statement.replace("?", "%s").encode(), values)

    def _insert(self, receipts: Sequence[Receipt]) -> int:
        """Rows go in by key: two workers with the same heartbeats wait for each other in one order, never in a circle."""
        columns = [list(column) for column in zip(*sorted(receipts, key=_place), strict=True)] or [[], [], [], []]
        done = self._connection.execute(
            "INSERT INTO study_receipt SELECT * FROM unnest(%s::text[], %s::int[], %s::bigint[], %s::text[])"
            " ON CONFLICT DO NOTHING",
            columns,
        )
        return done.rowcount


class PostgresStore:
    """A Store in a PostgreSQL database; see store.py."""

    def __init__(self, url: str, clock: Clock | None = None) -> None:
        self._url = url
        self._clock = clock
        self._pool = Pool(self._connect)

    def _connect(self) -> psycopg.Connection[Any]:
        connection = psycopg.connect(self._url, autocommit=True, connect_timeout=5)
        # "at least as durable as the disk": a server set to answer before writing would break the receipts' promise
        connection.execute("SET synchronous_commit = on")
        return connection

    def prepare(self) -> None:
        """Create the tables where they are missing."""
        with _down(), self._pool.lent() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(7305001)")
            # Not IF NOT EXISTS alone: that locks tables that are there, and a worker that starts would stand in the way of
            # one that writes. They were made in one transaction: where one is, all are.
            if _row(connection, "SELECT to_regclass('study_clock')") == (None,):
                connection.execute(_SCHEMA.encode())

    @contextmanager
    def writing(self) -> Iterator[PostgresTransaction]:
        """A transaction that is on the disk when the block ends, or not there at all. Raises StoreDown."""
        with _down(), self._pool.lent() as connection, connection.transaction():
            now, high = self._times(connection)
            if now > high + MARK_MS:
                connection.execute("UPDATE study_clock SET high = %s WHERE high < %s", (now, now))
            yield PostgresTransaction(connection, max(now, high), self._times)

    @contextmanager
    def reading(self) -> Iterator[PostgresTransaction]:
        """A consistent view. Raises StoreDown."""
        with _down(), self._pool.lent() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield PostgresTransaction(connection, max(self._times(connection)), self._times)

    def close(self) -> None:
        """Give back every connection."""
        self._pool.close()

    def _times(self, connection: psycopg.Connection[Any]) -> tuple[int, int]:
        """The clock and its high-water mark."""
        now, high = _row(connection, _NOW)
        return self._clock() if self._clock else now, high


def _place(receipt: Receipt) -> tuple[str, int]:
    return receipt.session, receipt.seq


def _row(connection: psycopg.Connection[Any], statement: LiteralString) -> tuple[Any, ...]:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return tuple(row)


@contextmanager
def _down() -> Iterator[None]:
    """Say in the store's words that the database failed; a broken constraint is a fault of ours and stays what it is."""
    try:
        yield
    except (errors.IntegrityError, errors.ProgrammingError, errors.RaiseException):
        raise
    except psycopg.Error as error:
        raise StoreDown(str(error)) from error
