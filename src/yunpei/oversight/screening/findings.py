"""What a rule found: one row for a person in a class, for a class, or for a person alone."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from yunpei.common.language import Text
from yunpei.common.sheets.write import write_csv
from yunpei.oversight.screening.sentences import sentence

COLUMNS = ("rule", "severity", "class_no", "person_id", "employer_id", "evidence", "score")
STOP, LOOK = "stop", "look"
_SCHEMA = pl.Schema(
    {
        **dict.fromkeys(("rule", "severity", "class_no", "person_id", "employer_id", "says"), pl.String()),
        "figures": pl.List(pl.String),
        "score": pl.Float64(),
    }
)


def none_found() -> pl.DataFrame:
    """No finding."""
    return pl.DataFrame(schema=_SCHEMA)


def found(
    rows: pl.DataFrame, *, stop: pl.Expr, says: str | pl.Expr, figures: list[pl.Expr], score: pl.Expr | float
) -> pl.DataFrame:
    """Findings of one rule: `stop` where that holds, else `look`.

    says: the sentence of `sentences.py` that tells it, figures: what stands in it. Rows lack class_no, person_id or employer_id
    where a finding has none.
    """
    value = score if isinstance(score, pl.Expr) else pl.lit(score)
    return rows.select(
        pl.lit("").alias("rule"),
        pl.when(stop).then(pl.lit(STOP)).otherwise(pl.lit(LOOK)).alias("severity"),
        *(_or_empty(rows, name) for name in ("class_no", "person_id", "employer_id")),
        (says if isinstance(says, pl.Expr) else pl.lit(says)).alias("says"),
        pl.concat_list(one.cast(pl.String).fill_null("?") for one in figures).alias("figures"),
        value.cast(pl.Float64).alias("score"),
    )


def _or_empty(rows: pl.DataFrame, name: str) -> pl.Expr:
    return (pl.col(name).fill_null("") if name in rows.columns else pl.lit("")).alias(name)


def sorted_findings(findings: list[pl.DataFrame]) -> pl.DataFrame:
    """All of them in an order that does not depend on how they were worked out: what stops first, then by class and person."""
    return pl.concat([none_found(), *findings]).sort(
        pl.col("severity") != STOP, "class_no", "person_id", "employer_id", "rule", pl.col("figures").list.join("|")
    )


def told(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings as COLUMNS: their evidence as a sentence in the language that is spoken."""
    said = [str(sentence(says, figures)) for says, figures in findings.select("says", "figures").iter_rows()]
    return findings.with_columns(pl.Series("evidence", said, dtype=pl.String)).select(COLUMNS)


def write_findings(findings: pl.DataFrame, path: Path) -> None:
    """The CSV, whole or not at all; ID numbers in full, since they are the user's own data."""
    write_csv(path, COLUMNS, told(findings).iter_rows(), encoding="utf-8")


SEVERITIES = {STOP: Text("拦下", "stop"), LOOK: Text("留意", "look")}
