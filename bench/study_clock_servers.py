"""Servers for bench/study_clock.py and bench/learners.py: the study clock, and the least that writes a row of the same size alike."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from yunpei.common.errors import NotFound
from yunpei.config.collecting import collect_seldom
from yunpei.evidence.receipt import Keyring
from yunpei.evidence.store import open_store
from yunpei.evidence.study import Study
from yunpei.evidence.types import Admitted
from yunpei.interfaces.study_challenges import Challenge
from yunpei.interfaces.study_door import StudyClock
from yunpei.interfaces.study_limits import Buckets

KEYS = Keyring("b1", {"b1": b"only-for-bench-only-for-bench-32"})
# Sessions take turns, each about this much faster than in life: the bench's heartbeats are 15 s apart for the clock.
HURRY = 20


def hurried() -> int:
    """Server time in ms that runs HURRY times as fast."""
    return 1_583_020_800_000 + time.monotonic_ns() * HURRY // 1_000_000


class Nobody:
    """The bench opens its sessions in the store."""

    def admit(self, **_wanted: object) -> Admitted:
        raise NotFound

    def shown(self, _challenge: Challenge, *, send: bool) -> dict[str, Any]:  # noqa: ARG002  # nobody asks
        raise NotFound

    def right(self, _challenge: Challenge, _answer: str) -> bool:
        raise NotFound


def _who(_cookies: Mapping[str, str]) -> str | None:
    return None


def ours() -> StudyClock:
    """The door as the server runs it, but for the limit on heartbeats. BENCH_REAL: by the database's own clock."""
    study = Study(open_store(os.environ["BENCH_STORE"], None if "BENCH_REAL" in os.environ else hurried), KEYS)
    return StudyClock(study, _who, Nobody(), Nobody(), beats=Buckets(burst=1_000_000, per_second=1_000_000))


class Bare:
    """Group commit into the same table and nothing else: no JSON, no signature, no clock, nothing checked."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(os.environ["BENCH_BARE"], isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA wal_autocheckpoint = 4000")
        self._thread = ThreadPoolExecutor(1)
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None
        self._seq: defaultdict[str, int] = defaultdict(int)

    async def __call__(self, _scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((body, future))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        await future
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, [body for body, _ in batch])
            for _, future in batch:
                future.set_result(None)
        self._writer = None

    def _commit(self, bodies: list[bytes]) -> None:
        rows: list[object] = []
        for body in bodies:
            text = body[12:472].decode()  # as long as a receipt
            session = text[4:40]
            self._seq[session] += 1
            rows += [session, self._seq[session], 0, text]
        self._connection.execute("BEGIN IMMEDIATE")
        places = ", ".join(["(?, ?, ?, ?)"] * len(bodies))  # one statement: see store_sqlite.py
        self._connection.execute(f"INSERT OR IGNORE INTO study_receipt VALUES {places}", rows)
        self._connection.execute("COMMIT")


ours_app = ours() if "BENCH_STORE" in os.environ else None
bare_app = Bare() if "BENCH_BARE" in os.environ else None
collect_seldom()
