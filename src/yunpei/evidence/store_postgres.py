"""Receipts in PostgreSQL. Any number of workers write at once; each batch takes the database's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from psycopg import errors

from yunpei.evidence.store import MARK_MS, Clock, Pool, StoreDown, Transaction
from yunpei.evidence.store_postgres_tables import SCHEMA, partition, weeks
from yunpei.evidence.types import Receipt

_AHEAD = 4  # weeks
_WAIT = "SET LOCAL lock_timeout = '2s'"  # tables in use are left for the next time
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
            if _row(connection, "SELECT to_regclass('study_pack')") == (None,):
                connection.execute(SCHEMA.encode())
                self._make_room(connection, 1)

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

    def make_room(self) -> list[str]:
        """Make the partitions of this week and the next ones; the names of those made.

        Without them nothing is lost: the default partition takes what has no other. A week of which it holds receipts already
        stays in it. Raises StoreDown, also where the tables stayed in use.
        """
        with _down(), self._pool.lent() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(7305001)")
            return self._make_room(connection, _AHEAD)

    def may_compact(self) -> bool:
        """The owner of the tables may; the application's role may not."""
        with _down(), self._pool.lent() as connection:
            return bool(_row(connection, "SELECT has_table_privilege('study_receipt', 'DELETE')")[0])

    def close(self) -> None:
        """Give back every connection."""
        self._pool.close()

    def _make_room(self, connection: psycopg.Connection[Any], ahead: int) -> list[str]:
        """Session ids carry the machine's time, so weeks are the machine's as well, whatever clock the study goes by."""
        (now,) = _row(connection, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
        connection.execute(_WAIT)
        made = []
        for week in weeks(now, ahead):
            taken = (
                "SELECT to_regclass(%s), EXISTS (SELECT FROM study_receipt_rest WHERE session >= %s AND session < %s)"
            )
            there, held = connection.execute(taken, week).fetchone() or (None, True)
            if there is None and not held:
                connection.execute(partition(week).encode())
                made.append(week.name)
        return made

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
