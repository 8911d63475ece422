"""People whom a register says can't be the learner that a roster makes of them."""

from __future__ import annotations

import polars as pl

from yunpei.common.language import Text
from yunpei.oversight.screening.findings import found
from yunpei.oversight.screening.rules import Rule
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
        zh="自 {} 起领取养老金，培训班 {} 至 {}",
        en="has drawn a pension since {}; the class ran from {} to {}",
        figures=[pl.col("since"), pl.col("class_start"), pl.col("class_end")],
        score=_certainty(pl.col("since") <= pl.col("class_start")),
    )


def student(study: Study, _rule: Rule) -> pl.DataFrame:
    """At school during the class."""
    return _throughout(
        study, "students", pl.col("school"), "{} 至 {} 在 {} 就读，培训班 {} 至 {}",
        "from {} to {} a student of {}; the class ran from {} to {}",
    )  # fmt: skip


def public_staff(study: Study, _rule: Rule) -> pl.DataFrame:
    """Paid from the public payroll during the class."""
    return _throughout(
        study, "payroll", pl.col("body"), "{} 至 {} 由 {} 发放工资（财政供养人员），培训班 {} 至 {}",
        "from {} to {} on the public payroll of {}; the class ran from {} to {}",
    )  # fmt: skip


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
        zh="{} 去世，培训班 {} 至 {}，最后学习日 {}",
        en="died on {}; the class ran from {} to {}, the last study was on {}",
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
    both, only = (pl.lit(str(text)) for text in (Text("同时在", "also"), Text("只在", "only")))
    return found(
        rows,
        stop=sure,
        zh="培训班 {} 至 {} 期间{}另一单位 {} 参保（{} 至 {}）",
        en="during the class ({} to {}) insured {} by another employer, {} ({} to {})",
        figures=[
            pl.col("class_start"),
            pl.col("class_end"),
            pl.when("own").then(both).otherwise(only),
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
        zh="花名册上的职工（{} 开班）没有任何参保记录",
        en="on the roster of a class from {} and in no insurance record",
        figures=[pl.col("class_start")],
        score=_WORTH_A_LOOK,
    )


def _staff(study: Study) -> pl.DataFrame:
    """Those of a class whom the claiming firm itself insures: not dispatched, not of a platform, not other workers."""
    kind = pl.col("worker_kind").fill_null("").str.to_lowercase()
    return _dated(study).filter(pl.col("employer_id").is_not_null() & ~kind.str.contains_any(_NOT_STAFF))


def _throughout(study: Study, register: str, where: pl.Expr, zh: str, en: str) -> pl.DataFrame:
    """Findings for those whom a register with spans has during the class: sure if it has them for the whole of it."""
    rows = _dated(study).join(study.table(register), on="person_id").filter(_overlaps())
    rows = rows.sort(_covers(), "from", descending=[True, False]).unique(
        ["class_no", "person_id"], keep="first", maintain_order=True
    )
    return found(
        rows,
        stop=_covers(),
        zh=zh,
        en=en,
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
    return pl.col("until").cast(pl.String).fill_null(str(Text("今", "now")))


def _certainty(sure: pl.Expr) -> pl.Expr:
    return pl.when(sure).then(_SURE).otherwise(_WORTH_A_LOOK)
