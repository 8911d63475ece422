"""A million sessions screened: time beside reading and sorting the same files, fraud found per kind, honest people stopped.

usage: python -m bench.screening     about 2 min
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from bench.claims import tell
from bench.screening_city import City, build

CLASSES = 1_700
ROUNDS = 3
_READ = """
import sys, polars as pl
for path in sys.argv[1:]:
    rows = pl.read_parquet(path)
    rows.sort(rows.columns[:4]).select(pl.all().hash().sum())
"""


def main() -> None:
    """Build the city, screen it, and tell."""
    with tempfile.TemporaryDirectory(prefix="bench-screening-") as name:
        folder = Path(name)
        city = build(CLASSES)
        city.write(folder)
        out = folder / "findings.csv"
        ours = _median([Path(sys.executable).with_name("yunpei"), "screen", folder, "--out", out])
        limit = _median([sys.executable, "-c", _READ, folder / "sessions.parquet", folder / "answers.parquet"])
        count = pl.read_parquet(folder / "sessions.parquet", columns=["person_id"]).height
        tell(
            f"`yunpei screen` on {count:,} sessions, against a minute",
            ours / 60,
            1,
            f"{ours:.1f} s; reading and sorting the same sessions and answers {limit:.1f} s, {ours / limit:.1f} times as long",
        )
        _tell_found(city, pl.read_csv(out, infer_schema=False))


def _median(command: list[object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return sorted(times)[ROUNDS // 2]


def _tell_found(city: City, findings: pl.DataFrame) -> None:
    """Per kind the share of what was planted that has a finding, at each level; then honest people that a rule stops."""
    places = findings.with_columns(pl.col("person_id", "class_no").fill_null(""))
    flagged = {(row[0], row[1]): row[2] for row in _worst(places).iter_rows()}
    print(f"    {'planted':<26}{'mild':>16}{'':>4}{'clear':>14}{'':>4}{'gross':>14}    (found, of these stopped)")
    for kind, planted in city.planted.items():
        cells = []
        for level in (1, 2, 3):
            of = [key for key, at in planted.items() if at == level]
            found = [flagged[key] for key in of if key in flagged]
            stopped = sum(one == "stop" for one in found)
            cells.append(f"{len(found)}/{len(of)} ({stopped})" if of else "")
        print(f"    {kind:<26}{cells[0]:>16}{cells[1]:>18}{cells[2]:>18}")
    guilty = {person for planted in city.planted.values() for _, person in planted}
    classes = {class_no for planted in city.planted.values() for class_no, person in planted if not person}
    honest = city.persons - len(guilty)
    stops = places.filter((pl.col("severity") == "stop") & (pl.col("person_id") != ""))
    wrong = stops.filter(~pl.col("person_id").is_in(list(guilty)) & ~pl.col("class_no").is_in(list(classes)))
    looks = places.filter(
        (pl.col("severity") == "look") & (pl.col("person_id") != "") & ~pl.col("person_id").is_in(list(guilty))
    )
    tell(
        f"honest people stopped, of {honest:,}, against 1 in 10,000",
        wrong["person_id"].n_unique() / honest * 10_000,
        1,
        f"{wrong['person_id'].n_unique()} stopped; {looks['person_id'].n_unique()} marked for a look",
    )
    for rule, count in wrong.group_by("rule").agg(pl.col("person_id").n_unique()).sort("rule").iter_rows():
        print(f"         stopped by {rule}: {count}")
    for rule, count in looks.group_by("rule").agg(pl.col("person_id").n_unique()).sort("rule").iter_rows():
        print(f"         looked at by {rule}: {count}")


def _worst(places: pl.DataFrame) -> pl.DataFrame:
    return places.group_by("class_no", "person_id").agg(pl.col("severity").max())


if __name__ == "__main__":
    main()
