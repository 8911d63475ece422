"""The learner's class page: CPU, requests per second and bytes at 16 connections, and its first paint on a slow line.

usage: python -m bench.pages [sqlite] [postgresql] [paint]        all of them, where nothing is named; about a minute

The peer is Moodle 4.5's course page with 12 activities, measured earlier on two cores and not run again here. The limit is
the same server's /healthz in turns in the same run: server, bridge and middleware without a session, a query or a template.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from bench.claims import tell
from bench.pages_load import ROOT, Answer, Round, Site, csrf_cookie, drive, environment, get, request, served

ROUNDS, ROUND_S, LIMIT_S, WARM_S = 5, 1.6, 0.8, 1.5
GOAL_CPU_MS, GOAL_BYTES, GOAL_PAINT_MS = 7.0, 60_000, 2_000
PEER_BYTES, PEER_PER_SECOND, PEER_CPU_MS, PEER_PAINT_MS = 1_261_000, (22, 33), (60, 90), 8_100
PARTS = re.compile(r"""<(?:link|script|img|use)\b[^>]*?\s(?:href|src)=["']?([^"'\s>]+)""")


class Class(NamedTuple):
    """Where the pages are, and the cookies of the learners who may open them."""

    home: str
    page: str
    cookies: Sequence[str]


class Weight(NamedTuple):
    """Bytes on the wire of one page seen for the first time."""

    html: int
    raw: int
    all: int
    parts: int


def built(data: Path, database_url: str) -> dict[str, object]:
    """A site with a class being studied; see pages_site."""
    command = [sys.executable, "-m", "bench.pages_site", str(data)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(data, database_url), stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def signed_in(site: Site, found: Mapping[str, object]) -> Class:
    """Every learner has opened the page once, so that each has all cookies that a browser would send."""
    sessions, page = found["sessions"], str(found["page"])
    assert isinstance(sessions, list)
    cookies = []
    for key in sessions:
        own = f"sessionid={key}"
        answer = get(site, page, own)
        if answer.status != 200:
            raise RuntimeError(f"{page} answered {answer.status}")
        cookies.append("; ".join(filter(None, (own, csrf_cookie(answer)))))
    return Class(str(found["home"]), page, cookies)


def weight(site: Site, path: str, cookie: str) -> Weight:
    """The page and everything that its HTML names, each once, as a browser with an empty cache fetches it."""
    page = get(site, path, cookie)
    html = plain(page)
    named = {urljoin(path, one).partition("#")[0] for one in PARTS.findall(html.decode())}
    parts = sorted(one for one in named if one.startswith("/static/"))
    answers = [get(site, one, cookie) for one in parts]
    if missing := [one for one, answer in zip(parts, answers, strict=True) if answer.status != 200]:
        raise RuntimeError(f"not there: {missing}")
    return Weight(page.wire, len(html), page.wire + sum(one.wire for one in answers), len(parts))


def plain(answer: Answer) -> bytes:
    """The body as it was before it was compressed."""
    import gzip

    coding = answer.headers.get("content-encoding", "")
    if coding == "br":
        import brotli  # type: ignore[import-untyped]

        found: bytes = brotli.decompress(answer.body)
        return found
    return gzip.decompress(answer.body) if coding == "gzip" else answer.body


def median(rounds: Sequence[Round]) -> Round:
    """The middle of each figure."""
    return Round(*(statistics.median(figures) for figures in zip(*rounds, strict=True)))


def loaded(name: str, site: Site, there: Class) -> None:
    """Rounds of the page and of the limit, in turns."""
    page = [request(there.page, cookie) for cookie in there.cookies]
    limit = [request("/healthz")] * len(there.cookies)
    drive(site, page, WARM_S)
    turns = [(drive(site, page, ROUND_S), drive(site, limit, LIMIT_S)) for _ in range(ROUNDS)]
    ours, bare = median([one for one, _ in turns]), median([one for _, one in turns])
    least, most = PEER_CPU_MS
    tell(
        f"the learner's class page on {name}, CPU a request, against {GOAL_CPU_MS:g} ms",
        ours.cpu_ms / GOAL_CPU_MS,
        1,
        f"{ours.cpu_ms:.1f} ms CPU, {ours.per_second:.0f} requests/s, p95 {ours.p95_ms:.0f} ms"
        f" at {len(page)} connections (rounds: {', '.join(f'{one.cpu_ms:.1f}' for one, _ in turns)} ms)",
        f"limit, the same server's /healthz: {bare.cpu_ms:.2f} ms CPU, {bare.per_second:.0f} requests/s,"
        f" p95 {bare.p95_ms:.0f} ms; the page costs {ours.cpu_ms / bare.cpu_ms:.1f} times as much",
        f"peer, Moodle 4.5 (measured earlier): {least}–{most} ms CPU, {PEER_PER_SECOND[0]}–{PEER_PER_SECOND[1]} requests/s;"
        f" {least / ours.cpu_ms:.1f}–{most / ours.cpu_ms:.1f} times our CPU,"
        f" ours {ours.per_second / PEER_PER_SECOND[1]:.1f}–{ours.per_second / PEER_PER_SECOND[0]:.1f} times its requests",
    )


def weighed(site: Site, there: Class) -> None:
    """Bytes of the first page and of the class page."""
    for name, path in (("first page", there.home), ("class page", there.page)):
        found = weight(site, path, there.cookies[0])
        tell(
            f"the learner's {name} with all that it needs, against {GOAL_BYTES // 1000} kB",
            found.all / GOAL_BYTES,
            1,
            f"{found.all / 1000:.1f} kB on the wire: HTML {found.html / 1000:.1f} kB ({found.raw / 1000:.1f} kB before"
            f" compression) and {found.parts} files; headers included",
            f"peer, Moodle 4.5 (measured earlier): {PEER_BYTES // 1000:,} kB, {PEER_BYTES / found.all:.0f} times ours",
        )


def painted(site: Site, there: Class) -> None:
    """First paint on a slow line."""
    from bench.pages_paint import LINE, first_paints

    for name, path in (("first page", there.home), ("class page", there.page)):
        times = first_paints(site.address, path, there.cookies[0])
        middle = statistics.median(times)
        tell(
            f"first paint of the learner's {name} at {LINE}, cold cache, against {GOAL_PAINT_MS / 1000:g} s",
            middle / GOAL_PAINT_MS,
            1,
            f"{middle / 1000:.2f} s, median of {len(times)} ({', '.join(f'{one / 1000:.2f}' for one in times)})",
            f"peer, Moodle 4.5 (measured earlier): {PEER_PAINT_MS / 1000:.1f} s, {PEER_PAINT_MS / middle:.1f} times ours",
        )


def on_sqlite(folder: Path, what: Sequence[str]) -> None:
    """All that a site without set-up shows."""
    data = folder / "sqlite"
    found = built(data, "")
    with served(data, "") as site:
        there = signed_in(site, found)
        if "sqlite" in what:
            loaded("SQLite", site, there)
            weighed(site, there)
        if "paint" in what:
            painted(site, there)


def on_postgresql(folder: Path) -> None:
    """The load once more on a PostgreSQL of its own; its processes' time is not in the figure."""
    from tests.postgres import cluster

    data = folder / "postgresql"
    with cluster() as url:
        found = built(data, url)
        with served(data, url) as site:
            loaded("PostgreSQL (its own processes left out)", site, signed_in(site, found))


def main(what: Sequence[str] = ()) -> None:
    """Print what was asked for."""
    what = what or ("sqlite", "postgresql", "paint")
    print(f"the learner's pages, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} before the first round:")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
        if {"sqlite", "paint"} & set(what):
            on_sqlite(Path(folder), what)
        if "postgresql" in what:
            on_postgresql(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
