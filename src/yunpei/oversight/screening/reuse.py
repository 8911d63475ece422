"""The same papers twice: study records copied from one class or person to another, one class's people billed as another's."""

from __future__ import annotations

import polars as pl

from yunpei.oversight.screening.findings import found, none_found
from yunpei.oversight.screening.rules import Rule
from yunpei.oversight.screening.study import Study

_STREAM = ["class_no", "person_id"]
_MARK = ["gap", "length", "gap_2", "length_2"]
_MOST_ALIKE = 200  # records that share one mark, at most: what more have comes from the platform, not from copying


def reused_records(study: Study, rule: Rule) -> pl.DataFrame:
    """Two records of study with the same pauses and lengths to the second, at other times."""
    marks = _marks(study, rule.limits["least_gap_s"])
    if marks.is_empty():
        return none_found()
    marks = marks.filter(pl.len().over(_MARK).is_between(2, _MOST_ALIKE))
    twin = marks.select(pl.col(*_STREAM, "at").name.suffix("_b"), *_MARK)
    same = marks.join(twin, on=_MARK).filter(
        ((pl.col("class_no") != pl.col("class_no_b")) | (pl.col("person_id") != pl.col("person_id_b")))
        & ((pl.col("at") - pl.col("at_b")).abs() > rule.limits["apart_s"])
    )
    # Copied records lie a fixed time apart: only marks with one and the same shift count together.
    shift = ((pl.col("at") - pl.col("at_b")) / 10).round(0)
    pairs = same.group_by(*_STREAM, "class_no_b", "person_id_b", shift.alias("shift")).agg(pl.len().alias("marks"))
    pairs = pairs.filter(pl.col("marks") >= rule.limits["look_marks"])
    rows = pairs.sort("marks", "class_no_b", "person_id_b", descending=[True, False, False]).unique(
        _STREAM, keep="first", maintain_order=True
    )
    same_person = pl.col("person_id") == pl.col("person_id_b")
    return found(
        study.with_employer(rows),
        stop=(pl.col("marks") >= rule.limits["stop_marks"])
        & (pl.col("shift") > 0),  # of the two the later one is the copy
        says="reused_records",
        figures=[
            pl.col("marks"),
            pl.col("class_no_b"),
            pl.when(same_person).then(pl.lit("=")).otherwise(pl.lit("≠")),
            (pl.col("shift").abs() * 10 / 3600).round(1),
        ],
        score=(pl.col("marks") * 3.0).clip(0, 300),
    )


def _marks(study: Study, least_gap_s: float) -> pl.DataFrame:
    """A mark for each three sessions in a row: the seconds between their starts and those that two of them lasted; and when (s).

    One pause alone is the same by chance now and then: people keep to their hours, and lessons have one length.
    """
    ordered = study.to_the_second.sort(*_STREAM, "start").with_columns((pl.col("start") // 1000).alias("at"))
    gap = (pl.col("at").shift(-1) - pl.col("at")).over(_STREAM)
    length = pl.col("seconds").round(0).cast(pl.Int64)
    ordered = ordered.with_columns(gap.alias("gap"), length.alias("length"))
    marked = ordered.with_columns(pl.col("gap", "length").shift(-1).over(_STREAM).name.suffix("_2"))
    return marked.select(*_STREAM, "at", *_MARK).filter((pl.col("gap") >= least_gap_s) & pl.col("gap_2").is_not_null())


def reused_papers(study: Study, rule: Rule) -> pl.DataFrame:
    """The people of one class as those of another project's in the same days, or paid already for such a class."""
    rows = study.enrolled.filter(pl.col("class_start").is_not_null() & pl.col("class_end").is_not_null())
    if rows.is_empty():
        return none_found()
    return pl.concat([_same_people(rows, rule), _paid_before(study, rows)])


def _same_people(rows: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    dated = rows.select("class_no", "person_id", "employer_id", "project", "class_start", "class_end")
    sizes = dated.group_by("class_no").agg(pl.len().alias("size"))
    other = dated.select(
        "person_id", pl.col("class_no").alias("other"), pl.col("project", "class_start", "class_end").name.suffix("_b")
    )
    pairs = dated.join(other, on="person_id").filter(
        (pl.col("class_no") != pl.col("other"))
        & (pl.col("project") != pl.col("project_b"))
        & (pl.col("class_start") <= pl.col("class_end_b"))
        & (pl.col("class_start_b") <= pl.col("class_end"))
    )
    pairs = pairs.group_by("class_no", "other", "employer_id", "project_b").agg(pl.len().alias("shared"))
    pairs = pairs.join(sizes, on="class_no").join(sizes.rename({"class_no": "other", "size": "other_size"}), on="other")
    alike = pl.col("shared") >= rule.limits["share"] * pl.max_horizontal("size", "other_size")
    found_rows = pairs.filter(alike & (pl.col("shared") >= rule.limits["least_people"]))
    return found(
        found_rows.sort("shared", "other", descending=[True, False]).unique(
            "class_no", keep="first", maintain_order=True
        ),
        stop=pl.lit(False),
        says="reused_papers_class",
        figures=[pl.col("size"), pl.col("shared"), pl.col("other"), pl.col("project_b")],
        score=3.0,
    )


def _paid_before(study: Study, rows: pl.DataFrame) -> pl.DataFrame:
    """Awards for the same person and the same class number, or the same days, under another project."""
    awards = study.table("awards").rename(
        {"project": "paid_project", "class_no": "paid_class", "employer_id": "paid_to"}
    )
    paid = rows.drop("paid_project", strict=False).join(
        awards.select(
            "person_id", "paid_class", "paid_project", "programme", pl.col("class_start", "class_end").name.suffix("_b")
        ),
        on="person_id",
    )
    renamed = (pl.col("paid_class") == pl.col("class_no")) & (pl.col("paid_project") != pl.col("project"))
    same_days = (pl.col("class_start") == pl.col("class_start_b")) & (pl.col("class_end") == pl.col("class_end_b"))
    again = renamed | (
        same_days & (pl.col("paid_class") != pl.col("class_no")) & (pl.col("paid_project") != pl.col("project"))
    )
    hits = paid.filter(again.fill_null(False)).with_columns(renamed.fill_null(False).alias("renamed"))
    hits = hits.sort("renamed", "paid_class", descending=[True, False]).unique(
        _STREAM, keep="first", maintain_order=True
    )
    return found(
        hits,
        stop=pl.col("renamed"),
        says="reused_papers_paid",
        figures=[
            pl.col("paid_project"),
            pl.col("programme"),
            pl.col("paid_class"),
            pl.col("class_start_b"),
            pl.col("class_end_b"),
        ],
        score=pl.when("renamed").then(5.0).otherwise(3.0),
    )
