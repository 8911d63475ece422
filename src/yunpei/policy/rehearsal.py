"""Rehearsal: a circular decides lines that it was not in force for: what it would have cost, who gains and who loses.

A version that is not in force yet knows no day of last year: its periods and dated figures would refuse every line. So the
question is moved, not the lines: the version's own dates (periods, dated figures, dates set for the run) are read a whole number
of years earlier, and nothing else changes. Whole years leave months, seasons and yearly caps as they are; no fact of a line is
touched, so what holds between two facts (filed before the class began, claimed within three months) holds as before. A version
that was in force for the lines is not moved, and then every figure is the one that `yunpei decide` gives (ADR 0017).

Pure: tables in, figures out. The baseline is another version or programme, or what was really paid.
"""

from __future__ import annotations

import polars as pl

from yunpei.common.language import Text
from yunpei.policy.column_fold import decide_columns
from yunpei.policy.deciding import Plan
from yunpei.policy.rehearsal_columns import DIMENSIONS, PAID, REHEARSED
from yunpei.policy.rehearsal_counting import breakdown, failures, lacks, merged, outcomes, whole
from yunpei.policy.rehearsal_dates import as_if_in_force
from yunpei.policy.rehearsal_types import Rehearsal

PAID_IN_ROSTER = Text(
    f"花名册的“{REHEARSED[PAID].zh}”一列", f"what was paid, the column {REHEARSED[PAID].name} of the roster"
)


def rehearse(
    plan: Plan,
    lines: pl.DataFrame,
    *,
    awards: pl.DataFrame | None = None,
    against: Plan | None = None,
    paid: Text = PAID_IN_ROSTER,
    years: int | None = None,
    against_years: int | None = None,
) -> Rehearsal:
    """Decide every line as if the plan's version had been in force for it, and sum up beside a baseline.

    lines, awards: as `decide_columns` takes them, the lines with employer_id, DIMENSIONS and PAID (fen) where they are known.
    against: the baseline, read as if in force by the same rule; without it PAID, if the lines have it, which is `paid`; else none.
    years, against_years: how many years earlier the dates of either are read; None works it out, for one and the same version
    once. Money in fen; nobody's number comes out.
    """
    asked = lines.height
    lines = _ordered(lines, [plan] if against is None else [plan, against])
    run = as_if_in_force(plan, lines[plan.pack.order[0]], years)
    after = decide_columns(run.plan, lines, awards)
    baseline, before = None, None
    if against is not None:
        if against_years is None and against.pack.digest == plan.pack.digest:
            against_years = run.as_if.years
        baseline = as_if_in_force(against, lines[against.pack.order[0]], against_years)
        before = decide_columns(baseline.plan, lines, awards)
    frame = merged(lines, after, before)
    return Rehearsal(
        run=run,
        baseline=baseline,
        paid=paid if baseline is None and PAID in lines.columns else None,
        left_out=asked - lines.height,
        total=whole(frame),
        outcomes=outcomes(after, before),
        failures=failures(run.plan, after),
        lacks=lacks(run.plan, after, None if baseline is None else baseline.plan, before),
        breakdowns=tuple(breakdown(frame, name) for name in DIMENSIONS if name in lines.columns),
    )


def _ordered(lines: pl.DataFrame, plans: list[Plan]) -> pl.DataFrame:
    """The lines that can be ordered; a date that no line knows is a column of none."""
    keys = list(dict.fromkeys(key for plan in plans for key in plan.pack.order[:-1]))
    lines = lines.with_columns(pl.lit(None, dtype=pl.Date).alias(key) for key in keys if key not in lines.columns)
    return lines.filter(pl.all_horizontal(pl.col(key).is_not_null() for key in keys))
