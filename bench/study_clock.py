"""Heartbeats per second at 64 connections, beside bare group commit into the same table, in turns in the same run.

usage: python -m bench.study_clock        about 20 s, on this machine only
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.study_clock_servers import KEYS, hurried
from yunpei.commands.serve import BACKLOG
from yunpei.commands.serve import CONNECTIONS as CONNECTIONS_TAKEN
from yunpei.common.identifiers_db import new_id
from yunpei.evidence import sessions
from yunpei.evidence.asking import EVERY_10_TO_20_MINUTES
from yunpei.evidence.receipt import fingerprint
from yunpei.evidence.store import open_store
from yunpei.evidence.types import Admitted, Kind

CONNECTIONS, SESSIONS, ROUNDS, ROUND_S, GOAL = 64, 4_800, 5, 1.2, 0.6
SECRET = "bench"
ROOT = Path(__file__).resolve().parents[1]


class Round(NamedTuple):
    per_second: float
    p95_ms: float
    refused: int
    cpu_us: float  # of the server, a heartbeat


class Connection(asyncio.Protocol):
    """One keep-alive connection that sends the next heartbeat as soon as an answer is in; its sessions take turns."""

    def __init__(self, receipts: list[str], until: float) -> None:
        self._receipts, self._until = receipts, until
        self._positions = [0] * len(receipts)
        self._turn, self._sent, self._buffer, self._length = 0, 0.0, b"", -1
        self.times: list[float] = []
        self.refused = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        if self._sent > self._until:
            self.done.set_result(None)
            self._transport.close()
            return
        self._turn = (self._turn + 1) % len(self._receipts)
        body = (
            f'{{"receipt":"{self._receipts[self._turn]}","secret":"{SECRET}","position":{self._positions[self._turn]}'
            ',"state":"playing","visible":true,"rate":1}'
        )
        head = f"POST /study/heartbeat HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n\r\n"
        self._transport.write((head + body).encode())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head = self._buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        start = self._buffer.lower().index(b"content-length:") + 15
        length = int(self._buffer[start : self._buffer.index(b"\r", start)])
        if len(self._buffer) < head + 4 + length:
            return
        self.times.append(time.perf_counter() - self._sent)
        self._take(self._buffer[head + 4 :])
        self._buffer = b""
        self._send()

    def _take(self, body: bytes) -> None:
        if b" 200 " not in self._buffer[:16]:
            self.refused += 1
            return
        start = body.index(b'"receipt":"') + 11
        self._receipts[self._turn] = body[start : body.index(b'"', start)].decode()
        self._positions[self._turn] += 15_000


def opened(source: str) -> list[str]:
    """First receipts of many sessions, each of a person of their own."""
    store = open_store(source, hurried)
    device = fingerprint(SECRET)
    with store.writing() as tx:
        texts = [
            sessions.begin(
                tx,
                Admitted(
                    str(new_id()),
                    str(new_id()),
                    str(new_id()),
                    Kind.VIDEO,
                    6 * 3600,
                    1 << 50,
                    None,
                    EVERY_10_TO_20_MINUTES.text,
                ),
                lambda: str(new_id()),
                device,
                KEYS,
            ).text
            for _ in range(SESSIONS)
        ]
    store.close()
    return texts


def _same(connection: Connection) -> Connection:
    return connection


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and its children so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[1]) == pid or stat.parent.name == str(pid):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def drive(port: int, server: int, receipts: list[list[str]]) -> Round:
    """One round of load."""
    before = cpu_seconds(server)
    until = time.perf_counter() + ROUND_S
    loop = asyncio.get_running_loop()
    connections = [Connection(own, until) for own in receipts]
    for connection in connections:
        await loop.create_connection(partial(_same, connection), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*(connection.done for connection in connections)), ROUND_S + 20)
    times = [taken for connection in connections for taken in connection.times]
    refused = sum(connection.refused for connection in connections)
    cpu_us = (cpu_seconds(server) - before) * 1e6 / len(times)
    return Round(len(times) / ROUND_S, statistics.quantiles(times, n=20)[-1] * 1000, refused, cpu_us)


def served(name: str, variable: str, path: Path) -> tuple[int, subprocess.Popen[bytes]]:
    """A server process and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = {**os.environ, variable: str(path), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    flags = ["--interface", "asginl", "--host", "127.0.0.1", "--port", str(port), "--no-ws", "--log-level", "warning"]
    flags += ["--backlog", str(BACKLOG), "--backpressure", str(CONNECTIONS_TAKEN)]
    target = f"bench.study_clock_servers:{name}_app"
    process = subprocess.Popen([sys.executable, "-m", "granian", *flags, target], cwd=ROOT, env=env)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port, process
        time.sleep(0.05)
    raise RuntimeError(f"{name} did not start")


def measure(folder: Path) -> dict[str, list[Round]]:
    """Rounds of both, in turns."""
    ours, bare = folder / "ours.sqlite3", folder / "bare.sqlite3"
    texts = opened(str(ours))
    open_store(str(bare)).close()
    servers = {"study clock": served("ours", "BENCH_STORE", ours), "bare": served("bare", "BENCH_BARE", bare)}
    shares = {name: [texts[n::CONNECTIONS] for n in range(CONNECTIONS)] for name in servers}
    rounds: dict[str, list[Round]] = {name: [] for name in servers}
    try:
        for turn in range(ROUNDS + 1):  # the first only warms up
            for name, (port, process) in servers.items():
                done = asyncio.run(drive(port, process.pid, shares[name]))
                rounds[name] += [done] * (turn > 0)
    finally:
        for _, process in servers.values():
            process.terminate()
            process.wait(20)
    return rounds


def main() -> None:
    """Print both medians and their ratio; exit 1 when a heartbeat was refused."""
    with tempfile.TemporaryDirectory(prefix="bench-study-") as folder:
        rounds = measure(Path(folder))
    speeds = {name: statistics.median(one.per_second for one in of) for name, of in rounds.items()}
    for name, of in rounds.items():
        p95 = statistics.median(one.p95_ms for one in of)
        cpu = statistics.median(one.cpu_us for one in of)
        refused = sum(one.refused for one in of)
        print(
            f"{name:12} {speeds[name]:8.0f} heartbeats/s   p95 {p95:6.1f} ms   CPU {cpu:5.0f} us each   refused {refused}"
        )
    ratio = speeds["study clock"] / speeds["bare"]
    print(
        f"ratio        {ratio:8.2f}   goal {GOAL}   {CONNECTIONS} connections, {SESSIONS} sessions, median of {ROUNDS}"
    )
    sys.exit(any(one.refused for one in rounds["study clock"]))


if __name__ == "__main__":
    main()
