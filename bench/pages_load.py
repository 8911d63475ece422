"""A served site, and browsers without a screen: keep-alive connections on loopback that ask again as soon as they are answered.

Both end by themselves: a round after its seconds or its count, the server with the block that started it.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
STARTS_WITHIN_S, ANSWERS_WITHIN_S = 60, 20
MOST = 20_000  # requests in a round, whatever its length


class Answer(NamedTuple):
    """What came back, and the bytes that it took on the wire, headers included."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    wire: int


class Round(NamedTuple):
    """One round of load."""

    per_second: float
    p95_ms: float
    cpu_ms: float  # of the server with all its processes, a request


@dataclass(frozen=True)
class Site:
    """A running `yunpei serve`."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


def environment(data: Path, database_url: str) -> dict[str, str]:
    """A demo's environment with nothing of ours left in it."""
    own = ("YUNPEI_", "DJANGO_", "DATABASE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    given = {"DATABASE_URL": database_url} if database_url else {}
    return {**kept, **given, "YUNPEI_ENV": "demo", "YUNPEI_DATA": str(data)}


@contextmanager
def served(data: Path, database_url: str) -> Iterator[Site]:
    """`yunpei serve` on a data folder, stopped with the block. Raises RuntimeError where it does not start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "yunpei.cli", "serve", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data, database_url), start_new_session=True)
    try:
        until = time.monotonic() + STARTS_WITHIN_S
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the site did not start")
            time.sleep(0.1)
        yield Site(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def cpu_seconds(pid: int) -> float:
    """User and system time so far of a process and everything below it."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        one = int(stat.parent.name)
        parents[one], ticks[one] = int(fields[1]), int(fields[11]) + int(fields[12])
    family = {pid}
    while below := {one for one, parent in parents.items() if parent in family} - family:
        family |= below
    return sum(ticks.get(one, 0) for one in family) * TICK_S


def request(path: str, cookie: str = "") -> bytes:
    """A GET as a browser's."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html,*/*", "Accept-Encoding: gzip, deflate, br"]
    lines += ["Accept-Language: zh-CN,zh;q=0.9"] + ([f"Cookie: {cookie}"] if cookie else [])
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes) -> Answer:
    """One request and its whole answer."""
    writer.write(sent)
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    if "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
        return Answer(int(first.split()[1]), headers, body, len(head) + len(body))
    body, wire = b"", len(head)
    while True:  # chunked
        size_line = await reader.readuntil(b"\r\n")
        size = int(size_line, 16)
        body += (await reader.readexactly(size + 2))[:-2]
        wire += len(size_line) + size + 2
        if not size:
            return Answer(int(first.split()[1]), headers, body, wire)


def get(site: Site, path: str, cookie: str = "") -> Answer:
    """One request on a connection of its own."""

    async def once() -> Answer:
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        try:
            return await asyncio.wait_for(ask(reader, writer, request(path, cookie)), ANSWERS_WITHIN_S)
        finally:
            writer.close()

    return asyncio.run(once())


def csrf_cookie(answer: Answer) -> str:
    """The cookie that a browser would send back from its second page on."""
    found = re.search(r"csrftoken=\w+", answer.headers.get("set-cookie", ""))
    return found.group(0) if found else ""


def drive(site: Site, sent: Sequence[bytes], seconds: float) -> Round:
    """One round: a connection for each of the requests, all of them busy for so many seconds."""
    return asyncio.run(asyncio.wait_for(_drive(site, sent, seconds), seconds + ANSWERS_WITHIN_S))


async def _drive(site: Site, sent: Sequence[bytes], seconds: float) -> Round:
    times: list[float] = []
    pairs = [await asyncio.open_connection("127.0.0.1", site.port) for _ in sent]
    before, begun = cpu_seconds(site.pid), time.perf_counter()
    until = begun + seconds

    async def browse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, own: bytes) -> None:
        while time.perf_counter() < until and len(times) < MOST:
            start = time.perf_counter()
            answer = await ask(reader, writer, own)
            if answer.status != 200:
                raise RuntimeError(f"answered {answer.status}: {answer.body[:200]!r}")
            times.append(time.perf_counter() - start)

    await asyncio.gather(*(browse(*pair, own) for pair, own in zip(pairs, sent, strict=True)))
    took, used = time.perf_counter() - begun, cpu_seconds(site.pid) - before
    for _, writer in pairs:
        writer.close()
    return Round(len(times) / took, statistics.quantiles(times, n=20)[-1] * 1000, used * 1000 / len(times))
