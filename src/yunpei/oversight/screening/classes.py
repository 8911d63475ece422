"""Classes that don't fit: a teacher in two places, a project outside the firm's business, certificates in bursts."""

from __future__ import annotations

import polars as pl

from yunpei.oversight.screening.findings import found, none_found
from yunpei.oversight.screening.rules import Rule
from yunpei.oversight.screening.study import Study
from yunpei.oversight.screening.trades import in_business

_DATES = ("class_start", "class_end")


def teacher_two_places(study: Study, rule: Rule) -> pl.DataFrame:
    """A teacher whose classes for different firms or bodies run on the same days, or fill more hours than a day has."""
    classes = _dated(study.table("classes")).filter(pl.col("teacher_id").is_not_null())
    if classes.is_empty():
        return none_found()
    other = classes.select(
        "teacher_id", pl.col("class_no", "employer_id", "provider_id", *_DATES, "load").name.suffix("_b")
    )
    pairs = classes.join(other, on="teacher_id").filter(
        (pl.col("class_no") != pl.col("class_no_b"))
        & (pl.col("class_start") <= pl.col("class_end_b"))
        & (pl.col("class_start_b") <= pl.col("class_end"))
    )
    elsewhere = _differs("employer_id") | _differs("provider_id")
    rows = pairs.group_by("class_no", "teacher_id", "load", *_DATES, maintain_order=True).agg(
        pl.col("class_no_b").sort().first().alias("other"),
        pl.len().alias("others"),
        elsewhere.any().alias("elsewhere"),
        pl.col("load_b").sum().alias("load_b"),
        pl.col("employer_id").first(),
    )
    rows = rows.with_columns((pl.col("load") + pl.col("load_b")).alias("load_both")).filter(
        pl.col("elsewhere") | (pl.col("load_both") > rule.limits["stop_hours"])
    )
    return found(
        rows,
        stop=pl.col("elsewhere") & (pl.col("load_both") > rule.limits["stop_hours"]),
        says="teacher_two_places",
        figures=[
            pl.col("teacher_id"),
            pl.col("others"),
            pl.col("other"),
            *map(pl.col, _DATES),
            pl.col("load_both").round(1),
        ],
        score=(pl.col("load_both") / rule.limits["stop_hours"] + 1).clip(0, 12).round(2),
    )


def outside_business(study: Study, _rule: Rule) -> pl.DataFrame:
    """A project that has nothing to do with what the firm is registered for."""
    classes = study.table("classes").filter(
        pl.col("project").is_not_null()
        & pl.col("employer_scope").is_not_null()
        & (pl.col("employer_scope").str.len_chars() >= 2)
    )
    kinds = classes.select("project", "employer_scope").unique()
    fits = [in_business(project, scope) for project, scope in kinds.iter_rows()]
    outside = kinds.with_columns(pl.Series("fits", fits, dtype=pl.Boolean)).filter(~pl.col("fits"))
    return found(
        classes.join(outside, on=["project", "employer_scope"]),
        stop=pl.lit(False),
        says="outside_business",
        figures=[pl.col("project"), pl.col("employer_scope").str.slice(0, 60)],
        score=2.0,
    )


def hours_beyond_days(study: Study, rule: Rule) -> pl.DataFrame:
    """A person in classes that together need more class hours a day than there are."""
    rows = _dated(study.enrolled).filter(pl.col("load") > 0)
    if rows.is_empty():
        return none_found()
    # The load of a person's days changes only where a class begins: it is enough to look at those days.
    days = rows.select("person_id", pl.col("class_start").alias("on")).unique()
    busy = days.join(rows.select("person_id", "class_no", "load", *_DATES), on="person_id").filter(
        pl.col("on").is_between(pl.col("class_start"), pl.col("class_end"))
    )
    busy = busy.with_columns(
        pl.col("load").sum().over("person_id", "on").alias("total"), pl.len().over("person_id", "on").alias("classes")
    ).filter((pl.col("total") > rule.limits["look_hours"]) & (pl.col("classes") > 1))
    worst = busy.sort("total", "on", descending=[True, False]).unique(
        ["class_no", "person_id"], keep="first", maintain_order=True
    )
    return found(
        study.with_employer(worst),
        stop=pl.col("total") > rule.limits["stop_hours"],
        says="hours_beyond_days",
        figures=[pl.col("on"), pl.col("classes"), pl.col("total").round(1)],
        score=(pl.col("total") / rule.limits["look_hours"] + 1).clip(0, 12).round(2),
    )


def certificate_burst(study: Study, rule: Rule) -> pl.DataFrame:
    """Many certificates at once: of one person within days, or of one training body on one day, far above its habit."""
    rows = _dated(study.enrolled)
    if rows.is_empty():
        return none_found()
    return pl.concat([_of_persons(study, rows, rule), _of_providers(rows, rule)])


def _of_persons(study: Study, rows: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    ends = rows.select("person_id", "class_no", pl.col("class_end")).sort("person_id", "class_end")
    within = f"{int(rule.limits['days'])}d"
    counts = ends.rolling("class_end", period=within, group_by="person_id").agg(
        pl.len().alias("ended"), pl.col("class_no")
    )
    most = counts.filter(pl.col("ended") >= rule.limits["look_classes"]).explode("class_no")
    most = most.sort("ended", "class_end", descending=[True, False]).unique(
        ["person_id", "class_no"], keep="first", maintain_order=True
    )
    return found(
        study.with_employer(most),
        stop=pl.lit(False),
        says="certificate_burst_person",
        figures=[pl.lit(int(rule.limits["days"])), pl.col("ended"), pl.col("class_end")],
        score=2.0,
    )


def _of_providers(rows: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    daily = rows.filter(pl.col("provider_id").is_not_null()).group_by("provider_id", "class_end").agg(
        pl.len().alias("people"), pl.col("class_no").unique().sort()
    )  # fmt: skip
    days = pl.len().over("provider_id")
    usual = (pl.col("people").sum().over("provider_id") - pl.col("people")) / (days - 1)
    burst = daily.with_columns(usual.alias("usual")).filter(
        (days > rule.limits["least_days"])
        & (pl.col("people") >= rule.limits["least_people"])
        & (pl.col("people") >= rule.limits["times"] * pl.col("usual"))
        & (pl.col("class_no").list.len() >= rule.limits["look_classes"])
    )
    return found(
        burst.explode("class_no"),
        stop=pl.lit(False),
        says="certificate_burst_body",
        figures=[pl.col("provider_id"), pl.col("class_end"), pl.col("people"), pl.col("usual").round(1)],
        score=2.0,
    )


def _dated(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose dates are known, with `load`: planned class hours a day."""
    days = (pl.col("class_end") - pl.col("class_start")).dt.total_days() + 1
    known = pl.col("class_start").is_not_null() & pl.col("class_end").is_not_null()
    return rows.filter(known).with_columns((pl.col("planned_hours").fill_null(0) / days).alias("load"))


def _differs(name: str) -> pl.Expr:
    return (pl.col(name) != pl.col(f"{name}_b")).fill_null(False)
