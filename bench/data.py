"""Rosters for measuring: invented people, deterministic, in Parquet as a city's own system would export them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

PROJECTS = [f"岗位技能 第{n}期" for n in range(1, 13)]


def dalian(path: Path, lines: int) -> Path:
    """`lines` lines of dalian-2020-41/sme-training: people with one to six lines, and every outcome but `undetermined`."""
    if path.exists():
        return path
    n = pl.int_range(lines, dtype=pl.Int64)
    # 40 % of the lines belong to people with one line, the rest to people with 2 … 6
    person = pl.when(n % 10 < 4).then(n).otherwise((n // 40) * 40 + 4 + (n * 7 + n // 11) % 9)
    start = pl.lit(date(2020, 2, 3)) + pl.duration(days=(n * 37 + n // 7) % 300)
    employer = (n * 31) % 5_000
    frame = pl.select(
        _id(person).alias("person_id"),
        pl.format("学员{}", person % 9_000).alias("person_name"),
        _pick(n, 97, ["employee", "employee", "employee", "dispatched", "platform"]).alias("worker_kind"),
        employer.alias("employer"),
        _pick(n, 89, ["enterprise", "enterprise", "enterprise", "enterprise", "labour_dispatch"]).alias(
            "employer_kind"
        ),
        _pick(n, 83, ["small", "micro", "medium", "small", "large"]).alias("employer_size"),
        _pick(n // 3, 5, PROJECTS).alias("project"),
        pl.format("B{}", n % 40_000).alias("class_no"),
        (start - pl.duration(days=n % 12 - 1)).alias("filed_on"),
        start.alias("class_start"),
        (start + pl.duration(days=n % 45)).alias("class_end"),
        (n * 13 % 60).alias("online_hours"),
        (n * 5 % 20).alias("offline_hours"),
        (n * 17 % 40 + 30).alias("planned_hours"),
        (n % 50 != 0).alias("completed"),
        (n % 70 != 0).alias("still_employed"),
        (start + pl.duration(days=n % 150)).alias("claimed_on"),
    )
    codes = pl.DataFrame({"employer": range(5_000), "employer_id": [_credit_code(n) for n in range(5_000)]})
    frame = frame.join(codes, on="employer", how="left", maintain_order="left").drop("employer")
    frame.write_parquet(path)
    return path


def _pick(n: pl.Expr, step: int, words: list[str]) -> pl.Expr:
    return ((n * step + n // 13) % len(words)).replace_strict(range(len(words)), words, return_dtype=pl.String)


def _id(person: pl.Expr) -> pl.Expr:
    """Valid ID numbers from an area code no place has."""
    born = pl.lit(date(1960, 1, 1)) + pl.duration(days=person // 1_000 % 15_000)
    first = pl.format(
        "99{}{}{}",
        (person // 15_000_000 + 1_000).cast(pl.String),
        born.dt.strftime("%Y%m%d"),
        (person % 1_000).cast(pl.String).str.zfill(3),
    )
    digits = first.cast(pl.Int64)
    total = pl.sum_horizontal((digits // 10**power % 10) * pow(2, power + 1, 11) for power in range(17))
    check = (12 - total % 11) % 11
    return first + pl.when(check == 10).then(pl.lit("X")).otherwise(check.cast(pl.String))


def _credit_code(n: int) -> str:
    from yunpei.common.identifiers import credit_code_check_character

    first = f"91990000MA{n:07d}"
    return first + credit_code_check_character(first)


def small_csv(path: Path, lines: int) -> Path:
    """The first lines of the same roster as a CSV with Chinese headers, as a personnel office has it."""
    from yunpei.policy.columns import COLUMNS

    frame = pl.read_parquet(dalian(path.with_suffix(".parquet"), lines))
    frame.rename({name: COLUMNS[name].zh for name in frame.columns}).write_csv(path, include_bom=True)
    return path
