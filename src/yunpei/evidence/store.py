"""Where sessions and receipts are kept: one interface, two databases. All time comes from here, and only from here.

A transaction takes the database's clock once, raised to the highest time ever used (kept in the database): the clock may stand
still, it never goes back. Demo and tests pass a clock of their own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from yunpei.evidence.packing import Pack, unpack
from yunpei.evidence.types import Receipt

Clock = Callable[[], int]
"""Server time in ms since 1970."""


# The high-water mark is written this seldom: every batch raising one row would put all workers in one queue. A clock that
# goes back by less is caught by each receipt's own time, which the engine never goes behind.
MARK_MS = 1_000


class StoreDown(Exception):
    """The database did not take the transaction. Nothing has advanced; the same request may be sent again."""


class SessionRow(NamedTuple):
    """A session as the store finds it; all else is in its receipts."""

    id: str
    person: str
    class_id: str
    lesson: str
    opened: int
    closed: int | None  # server time, ms


class Chosen(NamedTuple):
    """Which sessions are meant; None leaves the choice open."""

    person: str | None = None
    class_id: str | None = None
    lesson: str | None = None
    only_open: bool = False


_SESSION = "SELECT id, person, class_id, lesson, opened, closed FROM study_session"
_RECEIPT = "SELECT session, seq, at, text FROM study_receipt WHERE session = ?"
_PACK = "SELECT session, last, digest, texts FROM study_pack WHERE session = ?"
_NOT_PACKED = (
    "SELECT number, id FROM study_session WHERE closed < ? AND number > ?"
    " AND NOT EXISTS (SELECT 1 FROM study_pack WHERE session = id) ORDER BY number LIMIT ?"
)
_TIPS = (
    "SELECT r.session, r.seq, r.at, r.text FROM study_session JOIN study_receipt r ON r.session = id"
    " AND r.seq = (SELECT max(seq) FROM study_receipt WHERE session = id)"
)


class Transaction(ABC):
    """One transaction of the store. `now` is its server time in ms."""

    def __init__(self, now: int) -> None:
        self.now = now

    @abstractmethod
    def _run(self, statement: str, values: Sequence[object]) -> Any:
        """Run a statement with `?` for each value; where it selects, its rows can be gone through."""

    @abstractmethod
    def _insert(self, receipts: Sequence[Receipt]) -> int:
        """Insert or leave alone, one by one; how many were inserted."""

    @abstractmethod
    def lock_person(self, person: str) -> None:
        """Wait until nobody else opens a session of this person. `now` is the time after the wait."""

    def sessions(self, chosen: Chosen) -> list[SessionRow]:
        """Sessions by time of opening, latest last."""
        where, values = _where(chosen)
        return [SessionRow(*row) for row in self._run(f"{_SESSION}{where} ORDER BY opened, number", values)]

    def last_session(self, chosen: Chosen) -> SessionRow | None:
        """The session opened last among those chosen."""
        where, values = _where(chosen)
        rows = self._run(f"{_SESSION}{where} ORDER BY opened DESC, number DESC LIMIT 1", values)
        return next((SessionRow(*row) for row in rows), None)

    def tip(self, session: str) -> Receipt | None:
        """The last receipt of a session."""
        return next((Receipt(*row) for row in self._run(f"{_RECEIPT} ORDER BY seq DESC LIMIT 1", (session,))), None)

    def receipt(self, session: str, seq: int) -> Receipt | None:
        """One stored receipt."""
        row = next((Receipt(*row) for row in self._run(f"{_RECEIPT} AND seq = ?", (session, seq))), None)
        return row or next((one for one in self._packed(session) if one.seq == seq), None)

    def tips(self, chosen: Chosen) -> list[Receipt]:
        """The last receipt of each session chosen, by time of opening."""
        where, values = _where(chosen)
        return [Receipt(*row) for row in self._run(f"{_TIPS}{where} ORDER BY opened, number", values)]

    def receipts(self, session: str) -> list[Receipt]:
        """All receipts of a session, in order. Raises BadPack where a blob was changed."""
        rows = [Receipt(*row) for row in self._run(f"{_RECEIPT} ORDER BY seq", (session,))]
        return rows if rows and rows[0].seq == 0 else self._packed(session) + rows

    def not_packed(self, *, ended_before: int, after: int, most: int) -> list[tuple[int, str]]:
        """(number, id) of ended sessions whose receipts are still rows, by order of opening, from after a number on."""
        return [(number, session) for number, session in self._run(_NOT_PACKED, (ended_before, after, most))]

    def put_pack(self, made: Pack) -> int:
        """Keep a session's receipts as one blob and let their rows go; how many went. Nothing where that was done before."""
        places = "(session, last, digest, texts) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        if not self._run(f"INSERT INTO study_pack {places}", made).rowcount:
            return 0
        gone: int = self._run("DELETE FROM study_receipt WHERE session = ? AND seq <= ?", made[:2]).rowcount
        return gone

    def _packed(self, session: str) -> list[Receipt]:
        """What was compacted of a session."""
        return next((unpack(Pack(*row)) for row in self._run(_PACK, (session,))), [])

    def add_session(self, row: SessionRow) -> None:
        """Insert an open session. The database refuses a second one of the same person."""
        places = "(id, person, class_id, lesson, opened, closed) VALUES (?, ?, ?, ?, ?, ?)"
        self._run(f"INSERT INTO study_session {places}", row)

    def add_receipts(self, receipts: Sequence[Receipt]) -> list[Receipt]:
        """Insert or leave alone, one by one. For each the receipt that is stored at its session and seq now."""
        if self._insert(receipts) == len(receipts):
            return list(receipts)
        return [self.receipt(receipt.session, receipt.seq) or receipt for receipt in receipts]

    def end_sessions(self, ended: Sequence[tuple[str, int]]) -> None:
        """Mark (session, server time) as closed."""
        for session, at in sorted(ended):
            self._run("UPDATE study_session SET closed = ? WHERE id = ? AND closed IS NULL", (at, session))


class Store(Protocol):
    """A database of receipts. May be used from several threads and processes at once."""

    def prepare(self) -> None:
        """Create the tables where they are missing."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """A transaction that is durable when the block ends, or not there at all. Raises StoreDown."""

    def reading(self) -> AbstractContextManager[Transaction]:
        """A consistent view. Raises StoreDown."""

    def make_room(self) -> list[str]:
        """Make the partitions that the next weeks' sessions go to; the names of those made. Raises StoreDown."""

    def may_compact(self) -> bool:
        """Whether this role may let rows of receipts go: the owner of the tables may, the application's role may not."""

    def close(self) -> None:
        """Give back every connection."""


class Closable(Protocol):
    """What a pool needs of a connection."""

    def close(self) -> None:
        """Give it back to the database."""


ConnectionT = TypeVar("ConnectionT", bound=Closable)


class Pool(Generic[ConnectionT]):
    """Connections for whichever thread comes next; one that failed is thrown away."""

    def __init__(self, connect: Callable[[], ConnectionT]) -> None:
        self._connect = connect
        self._free: deque[ConnectionT] = deque()

    @contextmanager
    def lent(self) -> Iterator[ConnectionT]:
        """A connection that nobody else uses within the block."""
        try:
            connection = self._free.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._free.append(connection)

    def close(self) -> None:
        """Close the connections that are not lent."""
        while self._free:
            self._free.pop().close()


def open_store(source: str, clock: Clock | None = None) -> Store:
    """The store at `source`: `postgresql://…` or libpq's `dbname=…`, else the path of an SQLite file.

    Tables are created where they are missing. Raises StoreDown.
    """
    if source.startswith(("postgresql://", "postgres://", "dbname=")):
        from yunpei.evidence.store_postgres import PostgresStore  # psycopg only where it is used

        store: Store = PostgresStore(source, clock)
    else:
        from yunpei.evidence.store_sqlite import SqliteStore

        store = SqliteStore(source, clock)
    store.prepare()
    return store


def _where(chosen: Chosen) -> tuple[str, list[str]]:
    named = {"person": chosen.person, "class_id": chosen.class_id, "lesson": chosen.lesson}
    tests = [f"{column} = ?" for column, value in named.items() if value is not None]
    tests += ["closed IS NULL"] * chosen.only_open
    return f" WHERE {' AND '.join(tests)}" if tests else "", [value for value in named.values() if value is not None]
