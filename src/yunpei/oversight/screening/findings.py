"""What a rule found: one row for a person in a class, for a class, or for a person alone."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from yunpei.common.language import Text, spoken
from yunpei.common.sheets.write import write_csv

COLUMNS = ("rule", "severity", "class_no", "person_id", "employer_id", "evidence", "score")
STOP, LOOK = "stop", "look"
_SCHEMA = pl.Schema({name: pl.Float64 if name == "score" else pl.String for name in COLUMNS})


def none_found() -> pl.DataFrame:
    """No finding."""
    return pl.DataFrame(schema=_SCHEMA)


def found(
    rows: pl.DataFrame, *, stop: pl.Expr, zh: str, en: str, figures: list[pl.Expr], score: pl.Expr | float
) -> pl.DataFrame:
    """Findings of one rule: `stop` where that holds, else `look`.

    zh, en: the sentence with a {} for each of the figures. Rows lack class_no, person_id or employer_id where a finding has none.
    """
    value = score if isinstance(score, pl.Expr) else pl.lit(score)
    return rows.select(
        pl.lit("").alias("rule"),
        pl.when(stop).then(pl.lit(STOP)).otherwise(pl.lit(LOOK)).alias("severity"),
        *(_or_empty(rows, name) for name in ("class_no", "person_id", "employer_id")),
        pl.format(zh if spoken() == "zh" else en, *(one.cast(pl.String).fill_null("?") for one in figures)).alias(
            "evidence"
        ),
        value.cast(pl.Float64).alias("score"),
    )


def _or_empty(rows: pl.DataFrame, name: str) -> pl.Expr:
    return (pl.col(name).fill_null("") if name in rows.columns else pl.lit("")).alias(name)


def sorted_findings(findings: list[pl.DataFrame]) -> pl.DataFrame:
    """All of them in an order that does not depend on how they were worked out: what stops first, then by class and person."""
    return pl.concat([none_found(), *findings]).sort(
        pl.col("severity") != STOP, "class_no", "person_id", "employer_id", "rule", "evidence"
    )


def write_findings(findings: pl.DataFrame, path: Path) -> None:
    """The CSV, whole or not at all; ID numbers in full, since they are the user's own data."""
    write_csv(path, COLUMNS, findings.select(COLUMNS).iter_rows(), encoding="utf-8")


SEVERITIES = {STOP: Text("拦下", "stop"), LOOK: Text("留意", "look")}
