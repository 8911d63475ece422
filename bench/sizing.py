"""What receipts take on the disk, as rows and compacted, and how fast compaction is: the table of docs/sizing.md.

usage: python -m tests.postgres python -m bench.sizing [SESSIONS]        without tests.postgres: SQLite alone; about 20 s
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg

from bench.study_clock_servers import KEYS
from yunpei.common.identifiers_db import new_id
from yunpei.evidence import sessions
from yunpei.evidence.compaction import receipts_compact
from yunpei.evidence.receipt import fingerprint
from yunpei.evidence.store import Chosen, Store, open_store
from yunpei.evidence.types import DAY_MS, Admitted, Claim, Kind

SESSIONS, MINUTES = 1_000, 20
BEATS = MINUTES * 4
START = 1_583_020_800_000


class Moved:
    """A clock that the bench moves; ms since 1970."""

    now = START

    def __call__(self) -> int:
        return self.now


def filled(store: Store, clock: Moved, how_many: int) -> None:
    """So many sessions of 20 minutes without a break, all left."""
    device = fingerprint("bench")
    with store.writing() as tx:
        last = [
            sessions.begin(
                tx,
                Admitted(str(new_id()), str(new_id()), str(new_id()), Kind.VIDEO, 3600, 1 << 50),
                lambda: str(new_id()),
                device,
                KEYS,
            )
            for _ in range(how_many)
        ]
    for beat in range(1, BEATS + 1):
        clock.now += 15_000
        claim = Claim(True, True, 100, None, beat * 15_000)
        with store.writing() as tx:
            moved = [sessions.Heartbeat(one, claim, beat == BEATS) for one in last]
            last = [one for one in sessions.advance(tx, moved, KEYS) if one]


def size(source: str) -> int:
    """Bytes of receipts and blobs with their indexes; what was deleted is given back first."""
    if source.startswith("postgresql://"):
        with psycopg.connect(source, autocommit=True) as connection:
            connection.execute("VACUUM (FULL) study_receipt")
            row = connection.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
                " WHERE relkind = 'r' AND (relname LIKE 'study\\_receipt%' OR relname = 'study_pack')"
            ).fetchone()
        return int(row[0]) if row else 0
    import sqlite3

    with sqlite3.connect(source, isolation_level=None) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(source).stat().st_size


def measure(source: str, how_many: int) -> None:
    """One database's line."""
    clock = Moved()
    store = open_store(source, clock)
    empty = size(source)
    filled(store, clock, how_many)
    rows = size(source) - empty
    clock.now += 2 * DAY_MS
    with store.reading() as tx:
        ends: Mapping[str, tuple[int, int]] = {tip.session: (tip.seq, 0) for tip in tx.tips(Chosen())}

    def bound(some: Sequence[str]) -> Mapping[str, tuple[int, int]]:
        return {session: ends[session] for session in some}

    begun = time.perf_counter()
    done = receipts_compact(store, bound)
    taken = time.perf_counter() - begun
    packed, beats = size(source) - empty, how_many * (BEATS + 1)
    store.close()
    name = "PostgreSQL" if source.startswith("postgresql://") else "SQLite"
    print(
        f"{name:11} {rows / beats:5.0f} bytes a heartbeat as a row, {packed / beats:5.0f} compacted: {rows / packed:.1f} × less;"
        f" {done.sessions / taken:.0f} sessions/s compacted ({done.receipts / taken:.0f} receipts/s)"
    )


def main() -> None:
    """Both databases, where there are two."""
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    with tempfile.TemporaryDirectory(prefix="bench-sizing-") as folder:
        measure(f"{folder}/study.sqlite3", how_many)
    if url := os.environ.get("DATABASE_URL"):
        measure(url, how_many)


if __name__ == "__main__":
    main()
