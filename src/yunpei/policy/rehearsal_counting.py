"""The sums of a rehearsal, over tables of millions of lines: totals, groups, outcomes, and which check refuses how many."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from yunpei.policy.column_results import OUTCOMES, names_of, unpacked
from yunpei.policy.deciding import Plan
from yunpei.policy.rehearsal_columns import DIMENSIONS, PAID, REHEARSED
from yunpei.policy.rehearsal_types import Award, Breakdown, Failure, Group, Lack, OutcomeCount
from yunpei.policy.types import Force, Outcome

_DUE = OUTCOMES.index(Outcome.DUE)
_OPEN = [OUTCOMES.index(Outcome.UNDETERMINED), OUTCOMES.index(Outcome.DISCRETION)]
_WHOLE = "whole"  # the dimension of all lines


def merged(lines: pl.DataFrame, after: pl.DataFrame, before: pl.DataFrame | None) -> pl.DataFrame:
    """One row a line: person, employer, dimensions, and for each side the money and whether the line has any right to it.

    before: the baseline's results; None with a column of what was paid: that; None without: no columns for it.
    """
    kept = [name for name in ("person", "employer_id", *DIMENSIONS) if name in lines.columns]
    frame = lines.select(kept).with_columns(_sides("after", after))
    if before is not None:
        return frame.with_columns(_sides("before", before))
    if PAID in lines.columns:
        return frame.with_columns(before=lines[PAID], before_due=lines[PAID] > 0, before_open=False)
    return frame


def _sides(name: str, results: pl.DataFrame) -> list[pl.Series]:
    waits = results["outcome"].is_in(_OPEN) | results["provisional"]
    return [
        results["amount_fen"].alias(name),
        (results["outcome"] == _DUE).alias(f"{name}_due"),
        waits.alias(f"{name}_open"),
    ]


def whole(frame: pl.DataFrame) -> Group:
    """All lines as one group."""
    groups = _groups(frame.with_columns(pl.lit("").alias(_WHOLE)), _WHOLE)
    return groups[0] if groups else _nothing(frame)


def breakdown(frame: pl.DataFrame, dimension: str) -> Breakdown:
    """The groups of one dimension: coded words in the order of their table, others by name, lines of no known value last."""
    order = {word: place for place, word in enumerate(REHEARSED[dimension].words)}
    groups = _groups(frame, dimension)
    groups.sort(key=lambda one: (one.value is None, order.get(one.value or "", len(order)), one.value or ""))
    return Breakdown(dimension, tuple(groups))


def _groups(frame: pl.DataFrame, dimension: str) -> list[Group]:
    sides = [side for side in ("after", "before") if side in frame.columns]
    sums = [pl.len().alias("lines"), pl.any_horizontal(f"{side}_open" for side in sides).any().alias("open")]
    for side in sides:
        due = pl.col(f"{side}_due")
        sums += [pl.col(side).sum(), due.sum().cast(pl.Int64).alias(f"{side}_lines"), due.any().alias(f"{side}_due")]
    people = frame.lazy().group_by(dimension, "person").agg(sums)
    each = [pl.col("lines").sum(), pl.len().alias("persons")]
    for side in sides:
        each += [pl.col(side).sum(), pl.col(f"{side}_lines").sum(), pl.col(f"{side}_due").sum()]
    if "before" in sides:
        more = pl.when("open").then(0).otherwise(pl.col("after") - pl.col("before"))
        each += [
            (more > 0).sum().alias("gaining"),
            more.clip(lower_bound=0).sum().alias("gained_fen"),
            (more < 0).sum().alias("losing"),
            (-more).clip(lower_bound=0).sum().alias("lost_fen"),
            pl.col("open").sum(),
        ]
    found = people.group_by(dimension).agg(each)
    if "employer_id" in frame.columns:
        found = found.join(_employers(frame, dimension, sides), on=dimension, nulls_equal=True)
    return [_group(row, dimension) for row in found.collect().iter_rows(named=True)]


def _employers(frame: pl.DataFrame, dimension: str, sides: Sequence[str]) -> pl.LazyFrame:
    counted = [pl.col("employer_id").drop_nulls().n_unique().alias("employers")]
    for side in sides:
        due = pl.col("employer_id").filter(pl.col(f"{side}_due")).drop_nulls()
        counted.append(due.n_unique().alias(f"{side}_employers"))
    return frame.lazy().group_by(dimension).agg(counted)


def _group(row: dict[str, object], dimension: str) -> Group:
    def number(name: str) -> int:
        found = row.get(name, 0)
        assert isinstance(found, int)
        return found

    def award(side: str) -> Award:
        employers = number(f"{side}_employers") if "employers" in row else None
        return Award(number(side), number(f"{side}_lines"), number(f"{side}_due"), employers)

    value = row[dimension]
    return Group(
        None if value is None else str(value),
        number("lines"), number("persons"), number("employers") if "employers" in row else None,
        award("after"), award("before") if "before" in row else None,
        number("gaining"), number("gained_fen"), number("losing"), number("lost_fen"), number("open"),
    )  # fmt: skip


def _nothing(frame: pl.DataFrame) -> Group:
    employers = 0 if "employer_id" in frame.columns else None
    none = Award(0, 0, 0, employers)
    return Group("", 0, 0, employers, none, none if "before" in frame.columns else None, 0, 0, 0, 0, 0)


def outcomes(after: pl.DataFrame, before: pl.DataFrame | None) -> tuple[OutcomeCount, ...]:
    """Lines and money by outcome, the best first."""
    new, old = _by_outcome(after), None if before is None else _by_outcome(before)
    counts = []
    for outcome in reversed(Outcome):
        lines, fen = new.get(outcome, (0, 0))
        was = (None, None) if old is None else old.get(outcome, (0, 0))
        counts.append(OutcomeCount(outcome, lines, fen, *was))
    return tuple(counts)


def _by_outcome(results: pl.DataFrame) -> dict[Outcome, tuple[int, int]]:
    money = (pl.col("amount_fen") + pl.col("if_allowed_fen")).sum()
    found = results.group_by("outcome").agg(pl.len(), money.alias("fen"))
    return {OUTCOMES[outcome]: (lines, fen) for outcome, lines, fen in found.iter_rows()}


def failures(plan: Plan, results: pl.DataFrame) -> tuple[Failure, ...]:
    """Every check that fails anywhere, in the order of the pack. A file has many lines and few different verdicts."""
    checks = plan.pack.checks
    lines, refused, alone = ([0] * len(checks) for _ in range(3))
    for oks, outcome, count in results.group_by("oks", "outcome").len().iter_rows():
        failed = [place for place, ok in enumerate(unpacked(oks, len(checks))) if ok is False]
        must = [place for place in failed if checks[place].force is Force.MUST]
        for place in failed:
            lines[place] += count
            refused[place] += count if OUTCOMES[outcome] is Outcome.REFUSED else 0
        if len(must) == 1:
            alone[must[0]] += count
    return tuple(
        Failure(check, *three) for check, *three in zip(checks, lines, refused, alone, strict=True) if three[0]
    )


def lacks(plan: Plan, results: pl.DataFrame, other: Plan | None, others: pl.DataFrame | None) -> tuple[Lack, ...]:
    """What undetermined lines lack, on both sides, by name."""
    new = _lacking(plan, results)
    old = _lacking(other, others) if other is not None and others is not None else {}
    return tuple(Lack(name, new.get(name, 0), old.get(name, 0)) for name in sorted({*new, *old}))


def _lacking(plan: Plan, results: pl.DataFrame) -> dict[str, int]:
    names, found = names_of(plan), dict[str, int]()
    undetermined = results.filter(pl.col("outcome") == OUTCOMES.index(Outcome.UNDETERMINED))
    for missing, count in undetermined.group_by("missing").len().iter_rows():
        for bit, name in enumerate(names):
            if missing >> bit & 1:
                found[name] = found.get(name, 0) + count
    return found
