"""Receipts in PostgreSQL. Any number of workers write at once; each batch takes the database's clock.

Not yet: partitions by session id, and a role that may only insert and select.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import errors

from yunpei.evidence.store import MARK_MS, Chosen, Clock, Pool, SessionRow, StoreDown
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
_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
_SESSION = "SELECT id, person, class_id, lesson, opened, closed FROM study_session"
_TIPS = (
    "SELECT r.session, r.seq, r.at, r.text FROM study_session JOIN study_receipt r ON r.session = id"
    " AND r.seq = (SELECT max(seq) FROM study_receipt WHERE session = id)"
)
_RECEIPT = "SELECT session, seq, at, text FROM study_receipt WHERE session = %s"


_Clock = Callable[[psycopg.Connection[Any]], int]


class PostgresTransaction:
    """A Transaction on one connection; see store.py."""

    def __init__(self, connection: psycopg.Connection[Any], now: int, clock: _Clock) -> None:
        self._connection = connection
        self._clock = clock
        self.now = now

    def lock_person(self, person: str) -> None:
        """Wait until nobody else opens a session of this person. `now` is the time after the wait."""
        self._connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7305))", (person,))
        self.now = max(self.now, self._clock(self._connection))

    def sessions(self, chosen: Chosen) -> list[SessionRow]:
        """Sessions by time of opening, latest last."""
        where, values = _where(chosen)
        rows = self._connection.execute(f"{_SESSION}{where} ORDER BY opened, number", values)
        return [SessionRow(*row) for row in rows]

    def last_session(self, chosen: Chosen) -> SessionRow | None:
        """The session opened last among those chosen."""
        where, values = _where(chosen)
        row = self._connection.execute(
            f"{_SESSION}{where} ORDER BY opened DESC, number DESC LIMIT 1", values
        ).fetchone()
        return SessionRow(*row) if row else None

    def tip(self, session: str) -> Receipt | None:
        """The last receipt of a session."""
        row = self._connection.execute(f"{_RECEIPT} ORDER BY seq DESC LIMIT 1", (session,)).fetchone()
        return Receipt(*row) if row else None

    def receipt(self, session: str, seq: int) -> Receipt | None:
        """One stored receipt."""
        row = self._connection.execute(f"{_RECEIPT} AND seq = %s", (session, seq)).fetchone()
        return Receipt(*row) if row else None

    def tips(self, chosen: Chosen) -> list[Receipt]:
        """The last receipt of each session chosen, by time of opening."""
        where, values = _where(chosen)
        rows = self._connection.execute(f"{_TIPS}{where} ORDER BY opened, number", values)
        return [Receipt(*row) for row in rows]

    def receipts(self, session: str) -> list[Receipt]:
        """All receipts of a session, in order."""
        return [Receipt(*row) for row in self._connection.execute(f"{_RECEIPT} ORDER BY seq", (session,))]

    def add_session(self, row: SessionRow) -> None:
        """Insert an open session. The database refuses a second one of the same person."""
        self._connection.execute(
            "INSERT INTO study_session (id, person, class_id, lesson, opened, closed) VALUES (%s, %s, %s, %s, %s, %s)",
            row,
        )

    def add_receipts(self, receipts: Sequence[Receipt]) -> list[Receipt]:
        """Insert or leave alone, one by one. For each the receipt that is stored at its session and seq now.

        Rows go in by key: two workers with the same heartbeats wait for each other in one order and never in a circle.
        """
        columns = [list(column) for column in zip(*sorted(receipts, key=_place), strict=True)] or [[], [], [], []]
        done = self._connection.execute(
            "INSERT INTO study_receipt SELECT * FROM unnest(%s::text[], %s::int[], %s::bigint[], %s::text[])"
            " ON CONFLICT DO NOTHING",
            columns,
        )
        if done.rowcount == len(receipts):
            return list(receipts)
        return [self.receipt(receipt.session, receipt.seq) or receipt for receipt in receipts]

    def end_sessions(self, ended: Sequence[tuple[str, int]]) -> None:
        """Mark (session, server time) as closed."""
        for session, at in sorted(ended):
            self._connection.execute(
                "UPDATE study_session SET closed = %s WHERE id = %s AND closed IS NULL", (at, session)
            )


class PostgresStore:
    """A Store in a PostgreSQL database; see store.py."""

    def __init__(self, url: str, clock: Clock | None = None) -> None:
        self._url = url
        self._given = clock
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
            if _number(connection, "SELECT count(to_regclass('study_clock'))") == 0:
                connection.execute(_SCHEMA.encode())

    @contextmanager
    def writing(self) -> Iterator[PostgresTransaction]:
        """A transaction that is on the disk when the block ends, or not there at all. Raises StoreDown."""
        with _down(), self._pool.lent() as connection, connection.transaction():
            now, high = self._time(connection), self._high(connection)
            if now > high + (0 if self._given else MARK_MS):
                connection.execute("UPDATE study_clock SET high = %s WHERE high < %s", (now, now))
            yield PostgresTransaction(connection, max(now, high), self._time)

    @contextmanager
    def reading(self) -> Iterator[PostgresTransaction]:
        """A consistent view. Raises StoreDown."""
        with _down(), self._pool.lent() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield PostgresTransaction(connection, max(self._time(connection), self._high(connection)), self._time)

    def close(self) -> None:
        """Give back every connection."""
        self._pool.close()

    def _time(self, connection: psycopg.Connection[Any]) -> int:
        return self._given() if self._given else _number(connection, _NOW)

    @staticmethod
    def _high(connection: psycopg.Connection[Any]) -> int:
        return _number(connection, "SELECT high FROM study_clock")


def _place(receipt: Receipt) -> tuple[str, int]:
    return receipt.session, receipt.seq


def _number(connection: psycopg.Connection[Any], statement: LiteralString) -> int:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def _down() -> Iterator[None]:
    """Say in the store's words that the database failed; a broken constraint is a fault of ours and stays what it is."""
    try:
        yield
    except (errors.IntegrityError, errors.ProgrammingError, errors.RaiseException):
        raise
    except psycopg.Error as error:
        raise StoreDown(str(error)) from error


def _where(chosen: Chosen) -> tuple[str, list[str]]:
    named = {"person": chosen.person, "class_id": chosen.class_id, "lesson": chosen.lesson}
    tests = [f"{column} = %s" for column, value in named.items() if value is not None]
    tests += ["closed IS NULL"] * chosen.only_open
    return f" WHERE {' AND '.join(tests)}" if tests else "", [value for value in named.values() if value is not None]
