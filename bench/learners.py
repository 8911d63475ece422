"""Two thousand learners study as people do: a heartbeat each 15 s, never quite on time, one answer in a hundred lost on the way.

usage: python -m bench.learners [SECONDS]        60 s where nothing is said; 600 for ten minutes. SQLite, on this machine only

Nothing that was answered may be missing afterwards, and nothing may be there twice: a learner whose answer was lost sends the
same heartbeat again, and the counts of both sides have to be equal to the last receipt.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.claims import tell
from bench.study_clock import CONNECTIONS, SECRET, cpu_seconds, drive, opened, served
from bench.study_clock_servers import KEYS
from yunpei.common.identifiers_db import new_id
from yunpei.evidence import sessions
from yunpei.evidence.receipt import fingerprint
from yunpei.evidence.store import open_store
from yunpei.evidence.types import Admitted, Kind

PEOPLE, SECONDS, EVERY, JITTER, LOST = 2_000, 60.0, 15.0, 3.0, 0.01
SHARE, P95_OF_BEAT = 0.2, 0.02  # of the clock's peak rate; of the time between two heartbeats
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Person:
    """One learner: the last receipt, what was answered so far, how long each answer took."""

    receipt: str
    streams: Streams | None = None
    position: int = 0
    answered: int = 0
    lost: int = 0
    refused: int = 0
    times: list[float] = field(default_factory=list)

    async def study(self, port: int, until: float, chance: random.Random) -> None:
        """Heartbeats until it is time to go; the first one anywhere within the first interval."""
        await asyncio.sleep(chance.uniform(0, EVERY))
        last = time.perf_counter()
        while last < until:
            pause = EVERY + chance.uniform(-JITTER, JITTER)
            await asyncio.sleep(pause)
            now = time.perf_counter()
            self.position += round((now - last) * 1000)
            last = now
            await self._beat(port, chance.random() < LOST)
        if self.streams:
            self.streams[1].close()

    async def _beat(self, port: int, lost: bool) -> None:
        claim = {"position": self.position, "state": "playing", "visible": True, "rate": 1}
        body = json.dumps({"receipt": self.receipt, "secret": SECRET, **claim}).encode()
        if lost:  # the line breaks once it is sent: nobody will ever read the answer
            _, writer = await self._sent(port, body)
            await asyncio.sleep(0.2)
            writer.close()
            self.streams = None
            self.lost += 1
        begun = time.perf_counter()
        status, answer = await self._answer(port, body)
        self.times.append(time.perf_counter() - begun)
        if status == 200:
            self.receipt = answer["receipt"]
            self.answered += 1
        else:
            self.refused += 1

    async def _sent(self, port: int, body: bytes) -> Streams:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /study/heartbeat HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n\r\n"
        self.streams[1].write(head.encode() + body)
        await self.streams[1].drain()
        return self.streams

    async def _answer(self, port: int, body: bytes) -> tuple[int, dict[str, str]]:
        reader, _ = await self._sent(port, body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r")[0])
        return int(head.split(b" ", 2)[1]), json.loads(await reader.readexactly(length))


def admitted(source: str) -> list[Person]:
    """Everybody opens a session now."""
    store, device = open_store(source), fingerprint(SECRET)
    with store.writing() as tx:
        texts = [
            sessions.begin(
                tx,
                Admitted(str(new_id()), "class", "lesson", Kind.VIDEO, 3600, 1 << 50),
                lambda: str(new_id()),
                device,
                KEYS,
            ).text
            for _ in range(PEOPLE)
        ]
    store.close()
    return [Person(text) for text in texts]


async def _studied(port: int, people: list[Person], seconds: float) -> None:
    chance, until = random.Random(1), time.perf_counter() + seconds - EVERY - JITTER
    await asyncio.gather(*(person.study(port, until, chance) for person in people))


def peak(folder: Path) -> float:
    """Heartbeats a second when as many are sent as are answered, as in bench/study_clock.py, for a moment."""
    path = folder / "peak.sqlite3"
    texts = opened(str(path))
    port, process = served("ours", "BENCH_STORE", path)
    try:
        shares = [texts[n::CONNECTIONS] for n in range(CONNECTIONS)]
        rounds = [asyncio.run(drive(port, process.pid, shares)).per_second for _ in range(3)]
    finally:
        process.terminate()
        process.wait(20)
    return max(rounds)


def measure(folder: Path, seconds: float) -> tuple[list[Person], float, float, int]:
    """The learners afterwards, seconds taken, CPU seconds of the server, receipts stored."""
    path = folder / "learners.sqlite3"
    people = admitted(str(path))
    os.environ["BENCH_REAL"] = "1"
    port, process = served("ours", "BENCH_STORE", path)
    del os.environ["BENCH_REAL"]
    try:
        before, begun = cpu_seconds(process.pid), time.perf_counter()
        asyncio.run(_studied(port, people, seconds))
        taken, used = time.perf_counter() - begun, cpu_seconds(process.pid) - before
    finally:
        process.terminate()
        process.wait(20)
    store = open_store(str(path))
    with store.reading() as tx:
        stored = int(next(iter(tx._run("SELECT count(*) FROM study_receipt", ())))[0])
    store.close()
    return people, taken, used, stored


def main(seconds: float = SECONDS) -> None:
    """Say what it came to."""
    with tempfile.TemporaryDirectory(prefix="bench-learners-") as folder:
        most = peak(Path(folder))
        people, taken, used, stored = measure(Path(folder), seconds)
    answered, lost = sum(one.answered for one in people), sum(one.lost for one in people)
    times = [one for person in people for one in person.times]
    p95 = statistics.quantiles(times, n=20)[-1]
    missing = stored - PEOPLE - answered
    if missing or any(one.refused for one in people):
        refused = sum(one.refused for one in people)
        print(f"MISSED {PEOPLE} learners: {missing:+} receipts beside those answered, {refused} heartbeats refused")
    tell(
        f"{PEOPLE:,} learners for {taken:.0f} s against the peak rate of the study clock",
        answered / taken / most,
        SHARE,
        f"{answered / taken:.0f} heartbeats/s of at most {most:.0f}; CPU {used / taken:.1%} of one core",
        f"{answered} answered, {stored - PEOPLE} stored, {lost} answers lost and asked for again",
    )
    tell("their heartbeats' p95 against the 15 s between two", p95 / EVERY, P95_OF_BEAT, f"p95 {p95 * 1000:.1f} ms")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
