"""The same fold for whole tables: millions of lines at a time, with the outcome of each exactly as `deciding.decide` gives it.

Lines are sorted by person and the programme's order, and persons are taken together who have the same number of lines and of
earlier awards. In such a group the first lines, the second lines, … are every n-th row: each is a column of its own with no
padding, no pivot and no join, and the rule runs once for each place with the places before it as its awards (ADR 0005).
Persons with more lines than the pack allows for, and groups too small to be worth a plan, go to the values carrier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import polars as pl

from yunpei.policy.builder import ENGINE_CHECK
from yunpei.policy.carriers.columns import Award, Column, ColumnOps, figure, lift, unknown
from yunpei.policy.carriers.trace import AWARD_FACTS, WHOLE_PERCENT
from yunpei.policy.column_results import RESULTS, THERE, award_schema, by_values, dtype_of, names_of
from yunpei.policy.deciding import Plan
from yunpei.policy.types import Check, Force

SMALLEST_GROUP = 500  # rows below which a group costs less by values


def decide_columns(
    plan: Plan, lines: pl.DataFrame, awards: pl.DataFrame | None = None, *, smallest_group: int = SMALLEST_GROUP
) -> pl.DataFrame:
    """Decide every row of `lines`; the result has the same rows in the same order, with the columns of RESULTS.

    `lines`: person (Int64), row, allowed (yes/no) and the facts of `plan.facts` that there are (others are not known); `awards`:
    person and AWARD_FACTS. Awards of other programmes and net awards of 0 are left out here.
    """
    place = pl.int_range(pl.len(), dtype=pl.UInt32).alias("place")
    order = ["person", *plan.pack.order]
    ordered = lines.with_columns(place).sort(order).with_columns(pl.len().over("person").alias("n"))
    counted = _counted(plan, awards)
    held = counted.group_by("person").len("h")
    ordered = ordered.join(held, on="person", how="left", maintain_order="left").with_columns(pl.col("h").fill_null(0))
    most, parts = plan.pack.most_lines, []
    nullable = _nullable(plan, ordered, counted)
    sizes = ordered.group_by("n", "h").len().sort("n", "h")
    for n, h, size in sizes.iter_rows():
        group = ordered.filter((pl.col("n") == n) & (pl.col("h") == h))
        mine = counted.filter(pl.col("person").is_in(group["person"].unique().implode())) if h else counted.clear()
        if n > most or h > most or size < smallest_group:
            parts.append(by_values(plan, group, mine))
        else:
            parts.append(_Group(plan, nullable, n, h).decide(group, mine))
    if not parts:
        return pl.DataFrame(schema=RESULTS)
    return pl.concat(parts).sort("place").select(*RESULTS)


def _counted(plan: Plan, awards: pl.DataFrame | None) -> pl.DataFrame:
    schema = award_schema()
    if awards is None:
        return pl.DataFrame(schema=schema)
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in awards.columns]
    group = pl.col("programme").is_in(sorted(plan.pack.group))
    return awards.with_columns(absent).filter(group & (pl.col("amount_fen") > 0)).sort("person")


def _nullable(plan: Plan, lines: pl.DataFrame, awards: pl.DataFrame) -> dict[str, bool]:
    found = {name: lines[name].null_count() > 0 for name in plan.facts if name in lines.columns}
    return found | {f"award {name}": awards[name].null_count() > 0 for name in AWARD_FACTS}


class _Facts:
    """The facts of one place in the group, as the rule reads them."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns

    def __getattr__(self, name: str) -> Column:
        return self._columns[name]


@dataclass(frozen=True)
class _Test:
    """One check at one place: the name of its result column, and how it was worked out."""

    check: Check
    name: str
    column: Column

    @property
    def fails(self) -> pl.Expr:
        """Whether it is known to fail."""
        return (~pl.col(self.name)).fill_null(False) if self.column.nullable else ~pl.col(self.name)

    @property
    def unknown(self) -> pl.Expr:
        """Whether it is not known."""
        return pl.col(self.name).is_null()

    @property
    def packed(self) -> pl.Expr:
        """0 fails, 1 holds, 2 not known."""
        number = pl.col(self.name).cast(pl.Int64)
        return number.fill_null(2) if self.column.nullable else number


class _Group:
    """All persons with `n` lines and `h` earlier awards."""

    def __init__(self, plan: Plan, nullable: Mapping[str, bool], n: int, h: int) -> None:
        self.plan, self.nullable, self.n, self.h = plan, nullable, n, h
        self.names = names_of(plan)

    def decide(self, group: pl.DataFrame, awards: pl.DataFrame) -> pl.DataFrame:
        """The results of the group's rows, with their `place`."""
        wanted = [name for name in (*self.plan.facts, *(f + THERE for f in self.plan.facts)) if name in group.columns]
        frame = pl.DataFrame(
            [
                group[name].gather_every(self.n, k).alias(f"{name}#{k}")
                for k in range(self.n)
                for name in (*wanted, "allowed")
            ]
            + [awards[name].gather_every(self.h, j).alias(f"{name}@{j}") for j in range(self.h) for name in AWARD_FACTS]
        )
        self._there = {name for name in wanted if name.endswith(THERE)}
        self._brought = set(wanted)
        query = frame.lazy()
        for k in range(self.n):
            query = self._place(query, k)
        kept = [f"{name}#{k}" for k in range(self.n) for name in RESULTS]
        done = query.select(kept).collect()
        shares = [
            done.select(pl.col(f"{name}#{k}").cast(kind).alias(name) for name, kind in RESULTS.items()).with_columns(
                group["place"].gather_every(self.n, k)
            )
            for k in range(self.n)
        ]
        return pl.concat(shares).select("place", *RESULTS)

    def _facts(self, k: int) -> dict[str, Column]:
        facts = {}
        for name in self.plan.facts:
            if name not in self._brought:
                facts[name] = unknown(dtype_of(name))
                continue
            there = pl.col(f"{name}{THERE}#{k}") if name + THERE in self._there else None
            facts[name] = Column(pl.col(f"{name}#{k}"), self.nullable[name], there)
        return facts

    def _before(self, k: int) -> list[Award]:
        before = [
            Award(
                _Facts({name: Column(pl.col(f"{name}@{j}"), self.nullable[f"award {name}"]) for name in AWARD_FACTS}),
                None,
            )
            for j in range(self.h)
        ]
        for j in range(k):
            facts = self._facts(j)
            own = {name: facts[name] for name in AWARD_FACTS if name in facts}
            own |= {"programme": lift(self.plan.pack.programme), "amount_fen": Column(pl.col(f"amount_fen#{j}"))}
            before.append(Award(_Facts(own), pl.col(f"amount_fen#{j}") > 0))
        return before

    def _place(self, query: pl.LazyFrame, k: int) -> pl.LazyFrame:
        """Add the results of the k-th lines of all persons of the group."""
        plan, facts = self.plan, self._facts(k)
        figures = {name: _figure(one, facts[plan.pack.order[0]]) for name, one in plan.settings.items()}
        gross, left, checks, *advance = plan.pack.rule(_Facts(facts), self._before(k), _Facts(figures), ColumnOps)
        money = {f"gross_fen#{k}": lift(0 if gross is None else gross)} | (
            {} if left is None else {f"left_fen#{k}": lift(left)}
        )
        tests = [
            _Test(check, f"ok{at}#{k}", self._once(k) if check.id == ENGINE_CHECK else lift(checks[check.id]))
            for at, check in enumerate(plan.pack.checks)
        ]
        query = query.with_columns(
            pl.lit(None, dtype=pl.Int64).alias(f"left_fen#{k}"),
            *(test.column.expr.alias(test.name) for test in tests),
        ).with_columns(column.expr.alias(name) for name, column in money.items())
        open_money = _any(pl.col(name).is_null() for name, column in money.items() if column.nullable)
        query = self._judge(query, k, tests, open_money)
        amount = pl.max_horizontal(pl.min_horizontal(*map(pl.col, money)), pl.lit(0, dtype=pl.Int64))
        code = pl.col(f"outcome#{k}")
        return query.with_columns(
            pl.when(code == 3).then(amount).otherwise(0).alias(f"amount_fen#{k}"),
            pl.when(code == 2).then(amount).otherwise(0).alias(f"if_allowed_fen#{k}"),
            pl.sum_horizontal(test.packed * (1 << 2 * at) for at, test in enumerate(tests)).alias(f"oks#{k}"),
            self._missing(k, tests, open_money, facts | figures).alias(f"missing#{k}"),
        ).with_columns(_share(pl.col(f"amount_fen#{k}"), advance).alias(f"advance_fen#{k}"))

    def _judge(self, query: pl.LazyFrame, k: int, tests: list[_Test], open_money: pl.Expr) -> pl.LazyFrame:
        """Add the outcomes (deciding.judge) and whether an earlier line still waits."""
        must = _any(test.fails for test in tests if test.check.force is Force.MUST)
        softly = _any(test.fails for test in tests if test.check.force is Force.IN_PRINCIPLE)
        doubtful = _any([open_money, *(test.unknown for test in tests if test.column.nullable)])
        outcome = (
            pl.when(must).then(0).when(doubtful).then(1).when(softly & ~pl.col(f"allowed#{k}")).then(2).otherwise(3)
        )
        waiting = _any(pl.col(f"outcome#{j}").is_in([1, 2]) for j in range(k))
        return query.with_columns(outcome.cast(pl.Int8).alias(f"outcome#{k}"), waiting.alias(f"provisional#{k}"))

    def _once(self, k: int) -> Column:
        """class_once: no earlier line of the person, whatever its outcome, and no award has the same keys."""
        keys, here = self.plan.pack.once, self._facts(k)
        others = [self._facts(j) for j in range(k)]
        if set(keys) <= set(AWARD_FACTS):
            others += [{name: getattr(award.facts, name) for name in keys} for award in self._before(0)]
        differs = [reduce(lambda a, b: a | b, (here[name] != other[name] for name in keys)) for other in others]
        return reduce(lambda a, b: a & b, differs, lift(True))

    def _missing(self, k: int, tests: list[_Test], open_money: pl.Expr, known: dict[str, Column]) -> pl.Expr:
        """The bits of the names that an undecided check or the amount needs and that are not known (Plan.missing)."""
        trace, before = self.plan.trace, self._before(k)
        bits: list[pl.Expr] = []
        for bit, name in enumerate(self.names):
            needed = [
                test.unknown for test in tests if test.column.nullable and name in trace.checks.get(test.check.id, ())
            ]
            if name in trace.amount:
                needed.append(open_money)
            doubts = [_is_open(known[name])]
            if name in trace.awards:
                doubts += [_is_open_award(award, name) for award in before]
            open_ = [doubt for doubt in doubts if doubt is not None]
            lacks = [_any(needed) & _any(open_)] if needed and open_ else []
            if name in self.plan.pack.once:
                lacks += self._once_lacks(k, name, tests)
            if lacks:
                bits.append(_any(lacks).cast(pl.Int64) * (1 << bit))
        return pl.sum_horizontal(bits) if bits else pl.lit(0, dtype=pl.Int64)

    def _once_lacks(self, k: int, name: str, tests: list[_Test]) -> list[pl.Expr]:
        (once,) = (test for test in tests if test.check.id == ENGINE_CHECK)
        columns = [self._facts(j)[name] for j in range(k + 1)]
        if set(self.plan.pack.once) <= set(AWARD_FACTS):
            columns += [getattr(award.facts, name) for award in self._before(0)]
        open_ = [column.expr.is_null() for column in columns if column.nullable]
        return [once.unknown & _any(open_)] if once.column.nullable and open_ else []


def _share(amount: pl.Expr, advance: list[Any]) -> pl.Expr:
    """What is paid in advance (deciding.share_of)."""
    if not advance:
        return pl.lit(0, dtype=pl.Int64)
    percent = lift(advance[0]).expr.clip(0, WHOLE_PERCENT)
    return pl.when(amount == 0).then(0).otherwise(amount * percent // WHOLE_PERCENT)


def _figure(setting: Any, day: Column) -> Column:
    unit = setting.parameter.unit
    if setting.constant:
        return figure(setting.value, unit)
    chosen = figure(None, unit)
    for one in setting.values:
        inside = lift(True)
        if one.since is not None:
            inside = inside & (day >= one.since)
        if one.until is not None:
            inside = inside & (day <= one.until)
        chosen = ColumnOps.where(inside, one.value, chosen)
    return chosen


def _is_open(column: Column) -> pl.Expr | None:
    if not column.nullable:
        return None
    return column.expr.is_null() if column.is_there is None else column.is_there.is_null()


def _is_open_award(award: Award, name: str) -> pl.Expr | None:
    column = getattr(award.facts, name)
    if not column.nullable:
        return None
    lacking: pl.Expr = column.expr.is_null()
    return lacking if award.taken is None else award.taken & lacking


def _any(tests: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(lambda a, b: a | b, list(tests) or [pl.lit(False)])
