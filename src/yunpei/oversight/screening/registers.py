"""People whom a register says can't be the learner that a roster makes of them."""

from __future__ import annotations

import polars as pl

from yunpei.oversight.screening.findings import found
from yunpei.oversight.screening.rules import Rule
from yunpei.oversight.screening.sentences import OPEN_END
from yunpei.oversight.screening.study import Study

_NOT_STAFF = ["dispatch", "platform", "other", "派遣", "平台", "其他"]
_SURE, _WORTH_A_LOOK = (
    5.0,
    2.0,
)  # powers of ten: a register's entry about the wrong person, and a change of status in mid-class


def retired(study: Study, _rule: Rule) -> pl.DataFrame:
    """Drawing a pension before the class began."""
    rows = _dated(study).join(study.table("retired"), on="person_id").filter(pl.col("since") <= pl.col("class_end"))
    rows = rows.sort("since").unique(["class_no", "person_id"], keep="first", maintain_order=True)
    return found(
        rows,
        stop=pl.col("since") <= pl.col("class_start"),
        says="retired",
        figures=[pl.col("since"), pl.col("class_start"), pl.col("class_end")],
        score=_certainty(pl.col("since") <= pl.col("class_start")),
    )


def student(study: Study, _rule: Rule) -> pl.DataFrame:
    """At school during the class."""
    return _throughout(study, "students", pl.col("school"), says="student")


def public_staff(study: Study, _rule: Rule) -> pl.DataFrame:
    """Paid from the public payroll during the class."""
    return _throughout(study, "payroll", pl.col("body"), says="public_staff")


def deceased(study: Study, _rule: Rule) -> pl.DataFrame:
    """Dead before the class, or studying afterwards."""
    rows = _dated(study).join(study.table("deceased").group_by("person_id").agg(pl.col("on").min()), on="person_id")
    last = study.sessions.group_by("class_no", "person_id").agg(pl.col("day").max().alias("last_study"))
    rows = rows.join(last, on=["class_no", "person_id"], how="left").filter(
        (pl.col("on") < pl.col("class_end")) | (pl.col("last_study") > pl.col("on"))
    )
    sure = (pl.col("on") < pl.col("class_start")) | (pl.col("last_study") > pl.col("on")).fill_null(False)
    return found(
        rows,
        stop=sure,
        says="deceased",
        figures=[pl.col("on"), pl.col("class_start"), pl.col("class_end"), pl.col("last_study")],
        score=_certainty(sure),
    )


def insured_elsewhere(study: Study, _rule: Rule) -> pl.DataFrame:
    """Insured by another employer, not by the claiming one, for the whole class.

    Dispatched and platform workers are lawfully insured by someone else: of them nothing is said.
    """
    during = (
        _staff(study)
        .join(study.table("insured").rename({"employer_id": "insurer"}), on="person_id")
        .filter(_overlaps())
    )
    own = (pl.col("insurer") == pl.col("employer_id")).any().over("class_no", "person_id")
    rows = during.with_columns(own.alias("own")).filter(pl.col("insurer") != pl.col("employer_id"))
    rows = rows.sort(_covers(), "insurer", descending=[True, False]).unique(
        ["class_no", "person_id"], keep="first", maintain_order=True
    )
    sure = _covers() & ~pl.col("own")
    return found(
        rows,
        stop=sure,
        says=pl.when("own").then(pl.lit("insured_elsewhere_too")).otherwise(pl.lit("insured_elsewhere")),
        figures=[
            pl.col("class_start"),
            pl.col("class_end"),
            pl.col("insurer"),
            pl.col("from"),
            _until(),
        ],
        score=_certainty(sure),
    )


def not_insured(study: Study, rule: Rule) -> pl.DataFrame:
    """In no insurance register, where that has nearly everyone else."""
    staff = _staff(study)
    rows = staff.join(study.table("insured").select("person_id").unique(), on="person_id", how="anti")
    if rows.height > (1 - rule.limits["known_share"]) * staff.height:
        rows = rows.clear()  # a register with so many holes says nothing about one person
    return found(
        rows,
        stop=pl.lit(False),
        says="not_insured",
        figures=[pl.col("class_start")],
        score=_WORTH_A_LOOK,
    )


def _staff(study: Study) -> pl.DataFrame:
    """Those of a class whom the claiming firm itself insures: not dispatched, not of a platform, not other workers."""
    kind = pl.col("worker_kind").fill_null("").str.to_lowercase()
    return _dated(study).filter(pl.col("employer_id").is_not_null() & ~kind.str.contains_any(_NOT_STAFF))


def _throughout(study: Study, register: str, where: pl.Expr, *, says: str) -> pl.DataFrame:
    """Findings for those whom a register with spans has during the class: sure if it has them for the whole of it."""
    rows = _dated(study).join(study.table(register), on="person_id").filter(_overlaps())
    rows = rows.sort(_covers(), "from", descending=[True, False]).unique(
        ["class_no", "person_id"], keep="first", maintain_order=True
    )
    return found(
        rows,
        stop=_covers(),
        says=says,
        figures=[pl.col("from"), _until(), where, pl.col("class_start"), pl.col("class_end")],
        score=_certainty(_covers()),
    )


def _dated(study: Study) -> pl.DataFrame:
    """People of classes whose dates are known; without dates nothing is said."""
    return study.enrolled.filter(pl.col("class_start").is_not_null() & pl.col("class_end").is_not_null())


def _overlaps() -> pl.Expr:
    until = pl.col("until")
    return (pl.col("from") <= pl.col("class_end")) & (until.is_null() | (until >= pl.col("class_start")))


def _covers() -> pl.Expr:
    until = pl.col("until")
    return (pl.col("from") <= pl.col("class_start")) & (until.is_null() | (until >= pl.col("class_end")))


def _until() -> pl.Expr:
    return pl.col("until").cast(pl.String).fill_null(OPEN_END)


def _certainty(sure: pl.Expr) -> pl.Expr:
    return pl.when(sure).then(_SURE).otherwise(_WORTH_A_LOOK)
