"""Receipts in an SQLite file of their own: WAL, synchronous=FULL, one writer at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from pathlib import Path

from yunpei.evidence.store import MARK_MS, Clock, Pool, StoreDown, Transaction
from yunpei.evidence.types import Receipt

_WAIT_S = 20
# Triggers guard against mistakes of this program; whoever owns the file can drop them. The signatures are the proof.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS study_session (
    number INTEGER PRIMARY KEY, -- the order of opening, also within one ms
    id TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL,
    class_id TEXT NOT NULL,
    lesson TEXT NOT NULL,
    opened INTEGER NOT NULL,
    closed INTEGER CHECK (closed >= opened)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS study_session_one_open ON study_session (person) WHERE closed IS NULL;
CREATE INDEX IF NOT EXISTS study_session_of_person ON study_session (person, class_id, lesson, opened);
CREATE INDEX IF NOT EXISTS study_session_of_class ON study_session (class_id) WHERE closed IS NULL;
CREATE TABLE IF NOT EXISTS study_receipt (
    session TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 0),
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (session, seq)
) STRICT;
CREATE TABLE IF NOT EXISTS study_pack (
    session TEXT PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last >= 0),
    digest TEXT NOT NULL,
    texts BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS study_clock (one INTEGER PRIMARY KEY CHECK (one = 1), high INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO study_clock VALUES (1, 0);
CREATE TRIGGER IF NOT EXISTS study_receipt_kept BEFORE UPDATE ON study_receipt
    BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
DROP TRIGGER IF EXISTS study_receipt_stays;
CREATE TRIGGER IF NOT EXISTS study_receipt_goes_packed BEFORE DELETE ON study_receipt
    WHEN NOT EXISTS (SELECT 1 FROM study_pack WHERE session = OLD.session AND last >= OLD.seq)
    BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
CREATE TRIGGER IF NOT EXISTS study_pack_kept BEFORE UPDATE ON study_pack
    BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
CREATE TRIGGER IF NOT EXISTS study_pack_stays BEFORE DELETE ON study_pack
    BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
CREATE TRIGGER IF NOT EXISTS study_session_stays BEFORE DELETE ON study_session
    BEGIN SELECT RAISE(ABORT, 'sessions are append-only'); END;
CREATE TRIGGER IF NOT EXISTS study_session_ends_once BEFORE UPDATE ON study_session
    WHEN OLD.closed IS NOT NULL OR NEW.closed IS NULL OR NEW.id <> OLD.id OR NEW.person <> OLD.person
        OR NEW.class_id <> OLD.class_id OR NEW.lesson <> OLD.lesson OR NEW.opened <> OLD.opened
    BEGIN SELECT RAISE(ABORT, 'a session changes once: it ends'); END;
"""
# julianday is the only clock of SQLite before 3.42 that knows milliseconds
_NOW = "SELECT CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER), high FROM study_clock"


class SqliteTransaction(Transaction):
    """A Transaction on one connection."""

    def __init__(self, connection: sqlite3.Connection, now: int) -> None:
        super().__init__(now)
        self._connection = connection

    def lock_person(self, person: str) -> None:
        """Nothing to wait for: a writing transaction has the whole file."""

    def _run(self, statement: str, values: Sequence[object]) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    def _insert(self, receipts: Sequence[Receipt]) -> int:
        # One statement: executemany would hand the interpreter to another thread and wait for it after every row.
        values = list(chain.from_iterable(receipts))
        return self._connection.execute(_insertion(len(receipts)), values).rowcount if receipts else 0


class SqliteStore:
    """A Store in one file; see store.py."""

    def __init__(self, path: str, clock: Clock | None = None) -> None:
        self._path = Path(path)
        self._clock = clock
        self._pool = Pool(self._connect)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "wal_autocheckpoint = 4000"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def prepare(self) -> None:
        """Create the file and its tables where they are missing."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with _down(), self._pool.lent() as connection:
            connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}COMMIT;")

    @contextmanager
    def writing(self) -> Iterator[SqliteTransaction]:
        """A transaction that is on the disk when the block ends, or not there at all. Raises StoreDown."""
        with _down(), self._pool.lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                now, high = self._times(connection)
                if now > high + MARK_MS:
                    connection.execute("UPDATE study_clock SET high = ?", (now,))
                yield SqliteTransaction(connection, max(now, high))
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[SqliteTransaction]:
        """A consistent view. Raises StoreDown."""
        with _down(), self._pool.lent() as connection:
            connection.execute("BEGIN")
            try:
                yield SqliteTransaction(connection, max(self._times(connection)))
            finally:
                connection.execute("ROLLBACK")

    def make_room(self) -> list[str]:
        """One table holds all: nothing to make."""
        return []

    def may_compact(self) -> bool:
        """Whoever can write to the file may."""
        return True

    def close(self) -> None:
        """Give back every connection."""
        self._pool.close()

    def _times(self, connection: sqlite3.Connection) -> tuple[int, int]:
        """The clock and its high-water mark."""
        now, high = connection.execute(_NOW).fetchone()
        return self._clock() if self._clock else now, high


@cache
def _insertion(rows: int) -> str:
    return f"INSERT OR IGNORE INTO study_receipt VALUES {', '.join(['(?, ?, ?, ?)'] * rows)}"  # noqa: S608  # only a number comes from outside


@contextmanager
def _down() -> Iterator[None]:
    """Say in the store's words that the database failed; a broken constraint is a fault of ours and stays what it is."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise StoreDown(str(error)) from error
