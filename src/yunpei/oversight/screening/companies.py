"""Firms that come to life for a class: hardly anyone insured before, a full roster all at once."""

from __future__ import annotations

import polars as pl

from yunpei.oversight.screening.findings import found, none_found
from yunpei.oversight.screening.rules import Rule
from yunpei.oversight.screening.study import Study

_FIRM = ["class_no", "employer_id"]


def dormant_company(study: Study, rule: Rule) -> pl.DataFrame:
    """A firm with next to nobody insured until shortly before the class, whose roster is suddenly long."""
    limits, insured = rule.limits, study.table("insured")
    classes = study.enrolled.filter(pl.col("class_start").is_not_null() & pl.col("employer_id").is_not_null())
    classes = classes.group_by("class_no", "employer_id").agg(
        pl.len().alias("roster"), pl.col("class_start").first(), pl.col("class_end").first(), pl.col("person_id")
    )
    classes = classes.filter(pl.col("roster") >= limits["least_roster"])
    if classes.is_empty() or insured.is_empty():
        return none_found()
    eve = pl.col("class_start").dt.offset_by(f"-{int(limits['days_before'])}d")
    insured_by = classes.drop("person_id").join(insured, on="employer_id").with_columns(eve.alias("eve"))
    spans = insured_by.group_by(_FIRM).agg(
        pl.col("person_id").filter(_on("eve")).n_unique().alias("before"),
        pl.col("person_id").filter(_on("class_start")).n_unique().alias("then"),
    )
    rows = (
        classes.drop("person_id")
        .join(spans, on=_FIRM, how="left")
        .join(_insured_briefly(classes, insured, eve, int(limits["days_after"])), on=_FIRM, how="left")
        .with_columns(pl.col("before", "then", "brief").fill_null(0))
        .filter(pl.col("before") <= limits["most_before"])
        .filter(pl.col("roster") >= limits["times"] * (pl.col("before") + 1))
    )
    return found(
        rows,
        stop=pl.col("brief") >= limits["brief_share"] * pl.col("roster"),
        says="dormant_company",
        figures=[pl.lit(int(limits["days_before"])), *map(pl.col, ("before", "roster", "then", "brief"))],
        score=(pl.col("roster") / (pl.col("before") + 1)).log(10) + 1,
    )


def _insured_briefly(classes: pl.DataFrame, insured: pl.DataFrame, eve: pl.Expr, days_after: int) -> pl.DataFrame:
    """`brief`: how many of the roster the firm insured after the eve and let go soon after the class."""
    staff = classes.select(*_FIRM, "class_start", "class_end", "person_id").explode("person_id")
    own = staff.join(insured, on=["employer_id", "person_id"])
    gone = pl.col("until") <= pl.col("class_end").dt.offset_by(f"{days_after}d")
    brief = own.filter((pl.col("from") > eve) & gone.fill_null(False))
    return brief.group_by(_FIRM).agg(pl.col("person_id").n_unique().alias("brief"))


def _on(day: str) -> pl.Expr:
    return (pl.col("from") <= pl.col(day)) & (pl.col("until").is_null() | (pl.col("until") >= pl.col(day)))
