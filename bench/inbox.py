"""The officers' inbox with 100,000 cases beside the same pages with 1,000: p95 of each page, in turns on two sites.

usage: python -m bench.inbox [sqlite] [postgresql]        both, where nothing is named; about two minutes
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from bench.claims import tell
from bench.pages_load import ROOT, Site, environment, get, served

FEW, MANY = 1_000, 100_000
WARM, ASKED = 3, 30
LIMIT = 1.5


def built(data: Path, database_url: str, cases: int) -> dict[str, str]:
    """A site with so many cases; see inbox_site."""
    command = [sys.executable, "-m", "bench.inbox_site", str(data), str(cases)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(data, database_url), stdout=subprocess.PIPE, check=True, text=True
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def pages(found: Mapping[str, str]) -> dict[str, str]:
    """The pages that are compared, as an officer opens them."""
    return {
        "what waits for the officer": "/bureau/",
        "all cases": "/bureau/?tab=all",
        "all cases, far down": "/bureau/?tab=all&after=2020-07-20_1",
        "one state": "/bureau/?tab=all&state=held",
        "the latest first": "/bureau/?tab=all&order=late",
        "overdue": "/bureau/?tab=overdue",
        "two filters that many fit": "/bureau/?tab=mine&kind=class_filing&state=submitted",
        "two filters that few fit": "/bureau/?tab=all&kind=application&programme=wuxi-2020-10/online",
        "three filters that few fit": "/bureau/?tab=mine&kind=class_filing&programme=wuxi-2020-10/pre-job",
        "two filters that nothing fits": "/bureau/?tab=all&kind=claim&programme=wuxi-2020-10/online",
        "an officer's cases of one kind": f"/bureau/?tab=all&assigned={found['officer']}&kind=class_filing",
        "part of a firm's name": f"/bureau/?tab=all&text={quote(found['name'])}",
        "beginning of a number": f"/bureau/?tab=all&text={found['number'][:-1]}",
        "a text that nothing fits": f"/bureau/?tab=all&text={quote('没有这一家')}",
    }


def compared(name: str, few: tuple[Site, Mapping[str, str]], many: tuple[Site, Mapping[str, str]]) -> None:
    """Each page asked for on both sites in turns, so that a slow moment of the machine meets both."""
    both = [(site, f"sessionid={found['session']}", pages(found)) for site, found in (few, many)]
    for title in both[0][2]:
        times: list[list[float]] = [[], []]
        for turn in range(WARM + ASKED):
            for place, (site, cookie, urls) in enumerate(both):
                begun = time.perf_counter()
                answer = get(site, urls[title], cookie)
                if answer.status != 200:
                    raise RuntimeError(f"{urls[title]} answered {answer.status}")
                if turn >= WARM:
                    times[place].append((time.perf_counter() - begun) * 1000)
        small, large = (statistics.quantiles(one, n=20)[-1] for one in times)
        middles = [statistics.median(one) for one in times]
        tell(
            f"the inbox on {name}, {title}: p95 with {MANY:,} cases against {FEW:,}",
            large / small,
            LIMIT,
            f"p95 {large:.1f} ms and {small:.1f} ms, medians {middles[1]:.1f} ms and {middles[0]:.1f} ms,"
            f" {ASKED} requests each, one connection",
        )


def on_sqlite(folder: Path) -> None:
    """Two data folders, two files."""
    few, many = folder / "few", folder / "many"
    found = built(few, "", FEW), built(many, "", MANY)
    with served(few, "") as small, served(many, "") as large:
        compared("SQLite", (small, found[0]), (large, found[1]))


def on_postgresql(folder: Path) -> None:
    """Two clusters of their own."""
    from tests.postgres import cluster

    few, many = folder / "pg-few", folder / "pg-many"
    with cluster() as one, cluster() as other:
        found = built(few, one, FEW), built(many, other, MANY)
        with served(few, one) as small, served(many, other) as large:
            compared("PostgreSQL", (small, found[0]), (large, found[1]))


def main(what: tuple[str, ...] = ()) -> None:
    """Print what was asked for."""
    what = what or ("sqlite", "postgresql")
    print(f"the inbox, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} before the first round:")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="bench-inbox-") as folder:
        if "sqlite" in what:
            on_sqlite(Path(folder))
        if "postgresql" in what:
            on_postgresql(Path(folder))


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
