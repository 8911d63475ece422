"""Money and calls that go to one place for many people: bank accounts and phones."""

from __future__ import annotations

import polars as pl

from yunpei.oversight.screening.findings import found
from yunpei.oversight.screening.rules import Rule
from yunpei.oversight.screening.study import Study


def shared_bank_account(study: Study, rule: Rule) -> pl.DataFrame:
    """One account for several persons' money."""
    rows = _sharing(study, "bank_account", rule)
    return found(
        rows,
        stop=pl.col("persons") >= rule.limits["stop_persons"],
        says="shared_bank_account",
        figures=[pl.col("bank_account").str.slice(-4), pl.col("persons"), pl.col("employers")],
        score=pl.col("persons").log(10) + 2,
    )


def shared_phone(study: Study, rule: Rule) -> pl.DataFrame:
    """One phone for more people than a family or a small firm has."""
    rows = _sharing(study, "phone", rule)
    return found(
        rows,
        stop=pl.col("persons") >= rule.limits["stop_persons"],
        says="shared_phone",
        figures=[pl.col("phone").str.slice(-4), pl.col("persons"), pl.col("employers")],
        score=pl.col("persons").log(10) + 1,
    )


def _sharing(study: Study, what: str, rule: Rule) -> pl.DataFrame:
    """Each person of each class that shares `what` with at least as many persons as the rule looks at."""
    given = study.enrolled.with_columns(pl.col(what).str.replace_all(r"[\s\-+]", "")).filter(
        pl.col(what).str.len_chars() > 0
    )
    counts = given.group_by(what).agg(
        pl.col("person_id").n_unique().alias("persons"), pl.col("employer_id").n_unique().alias("employers")
    )
    return given.join(counts.filter(pl.col("persons") >= rule.limits["look_persons"]), on=what)
