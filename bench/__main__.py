"""`make bench`: every speed claim beside its peer or limit, in one run, as a ratio of medians.

A claim that does not hold is marked; the exit code stays 0, since a busy machine is no fault of the code.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bench import evidence, figures, inbox, learners, pages, payments, rosters, screening
from bench.claims import tell
from bench.data import dalian, small_csv

ROOT = Path(__file__).resolve().parents[1]
YUNPEI = Path(sys.executable).with_name("yunpei")
PROGRAMME = ("dalian-2020-41/sme-training", "--param", "epidemic_until=2020-12-31")
ROUNDS = 5


@dataclass(frozen=True)
class Measured:
    """Medians over the rounds: seconds from start to end, and the most memory held, in MiB."""

    seconds: float
    mebibytes: float


def measure(*commands: Sequence[object], rounds: int = ROUNDS) -> list[Measured]:
    """Run each command `rounds` times, taking turns, so that a slow moment of the machine meets them all."""
    times: list[list[float]] = [[] for _ in commands]
    memory: list[list[float]] = [[] for _ in commands]
    for _ in range(rounds):
        for command, seconds, mebibytes in zip(commands, times, memory, strict=True):
            begun = time.perf_counter()
            process = subprocess.Popen(
                [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
            )
            _, status, used = os.wait4(process.pid, 0)
            seconds.append(time.perf_counter() - begun)
            mebibytes.append(used.ru_maxrss / 1024)
            if status:
                raise SystemExit(f"{command[0]} failed")
    return [Measured(statistics.median(s), statistics.median(m)) for s, m in zip(times, memory, strict=True)]


def cold(folder: Path) -> None:
    """A whole run on a 20-row CSV beside a Python that does nothing."""
    roster = small_csv(folder / "twenty.csv", 20)
    ours, bare = measure(
        (YUNPEI, "decide", PROGRAMME[0], roster, *PROGRAMME[1:]), (sys.executable, "-c", "pass"), rounds=15
    )
    tell(
        "cold `yunpei decide` on 20 rows against `python -c pass`",
        ours.seconds / bare.seconds,
        12,
        f"{ours.seconds * 1000:.0f} ms and {bare.seconds * 1000:.0f} ms",
    )


def million(folder: Path) -> None:
    """A million Dalian lines beside a hand-written Polars script, and beside a tenth of them."""
    whole, tenth = (dalian(folder / f"dalian-{n}.parquet", n) for n in (1_000_000, 100_000))
    out, peer_out = folder / "out.parquet", folder / "peer.parquet"
    ours, peer, small = measure(
        (YUNPEI, "decide", PROGRAMME[0], whole, *PROGRAMME[1:], "--carrier", "columns", "--out", out),
        (sys.executable, "bench/peer_dalian.py", whole, peer_out),
        (
            YUNPEI,
            "decide",
            PROGRAMME[0],
            tenth,
            *PROGRAMME[1:],
            "--carrier",
            "columns",
            "--out",
            folder / "tenth.parquet",
        ),
    )
    if not pl.read_parquet(out).equals(pl.read_parquet(peer_out)):
        raise SystemExit("the two scripts do not agree: the comparison means nothing")
    tell(
        "1,000,000 lines by columns against a hand-written Polars script of the same fold",
        ours.seconds / peer.seconds,
        1.3,
        f"{ours.seconds:.2f} s at {ours.mebibytes:.0f} MiB and {peer.seconds:.2f} s at {peer.mebibytes:.0f} MiB; equal results",
    )
    tell(
        "1,000,000 lines against 100,000",
        ours.seconds / small.seconds,
        11,
        f"{ours.seconds:.2f} s and {small.seconds:.2f} s",
    )


def rehearsal(folder: Path) -> None:
    """A million lines decided by two versions and summed up, beside deciding them by one."""
    lines, out = dalian(folder / "dalian-1000000.parquet", 1_000_000), folder / "out.parquet"
    against = ("--against", PROGRAMME[0], "--against-param", PROGRAMME[2], "--against-param", "cap_fen=50000")
    ours, one = measure(
        (YUNPEI, "policy", "rehearse", PROGRAMME[0], "--on", lines, *PROGRAMME[1:], *against, "--json"),
        (YUNPEI, "decide", PROGRAMME[0], lines, *PROGRAMME[1:], "--carrier", "columns", "--out", out),
    )
    tell(
        "a rehearsal of 1,000,000 lines against a baseline, beside deciding them once",
        ours.seconds / one.seconds,
        2,
        f"{ours.seconds:.2f} s at {ours.mebibytes:.0f} MiB and {one.seconds:.2f} s at {one.mebibytes:.0f} MiB",
    )


def study_clock() -> None:
    """Heartbeats beside bare group commit, in a process of its own, as it is run alone."""
    print("the study clock:")
    sys.stdout.flush()
    done = subprocess.run([sys.executable, "-m", "bench.study_clock"], cwd=ROOT, check=False)
    if done.returncode:
        print(f"MISSED the study clock refused heartbeats or did not run (exit code {done.returncode})")


def main() -> None:
    """Every claim, one after another."""
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "src"],
        cwd=ROOT,
        check=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""},
    )
    with tempfile.TemporaryDirectory() as folder:
        cold(Path(folder))
        million(Path(folder))
        rehearsal(Path(folder))
    pages.main()
    inbox.main()
    figures.main()
    evidence.main()
    screening.main()
    rosters.main()
    payments.main(payments.SHORT)
    study_clock()
    learners.main()


if __name__ == "__main__":
    main()
