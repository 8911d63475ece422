"""The same fold for whole tables: millions of lines at a time, with the outcome of each exactly as `deciding.decide` gives it.

Lines are sorted by person and the programme's order, and persons are taken together who have the same number of lines and of
earlier awards. In such a group the first lines, the second lines, … are every n-th row: each is a column of its own with no
padding, no pivot and no join, and the rule runs once for each place with the places before it as its awards (ADR 0005).
Persons with more lines than the pack allows for, and groups too small to be worth a plan, go to the values carrier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

import polars as pl

from yunpei.policy.builder import ENGINE_CHECK
from yunpei.policy.carriers.columns import Award, Column, ColumnOps, figure, lift, unknown
from yunpei.policy.carriers.trace import AWARD_FACTS
from yunpei.policy.column_results import RESULTS, THERE, award_schema, by_values, names_of
from yunpei.policy.deciding import Plan
from yunpei.policy.types import Force

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
                facts[name] = unknown(_type_of(name))
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
        gross, left, checks = plan.pack.rule(_Facts(facts), self._before(k), _Facts(figures), ColumnOps)
        gross = lift(gross)
        conditions = [
            self._once(k) if check.id == ENGINE_CHECK else lift(checks[check.id]) for check in plan.pack.checks
        ]
        oks = [f"ok{i}#{k}" for i in range(len(conditions))]
        query = query.with_columns(
            gross.expr.alias(f"gross_fen#{k}"),
            (pl.lit(None, dtype=pl.Int64) if left is None else lift(left).expr).alias(f"left_fen#{k}"),
            *(condition.expr.alias(name) for condition, name in zip(conditions, oks, strict=True)),
        )
        loose = [condition.nullable for condition in conditions]
        return self._judge(query, k, oks, loose, [gross, *([] if left is None else [lift(left)])], figures)

    def _judge(
        self,
        query: pl.LazyFrame,
        k: int,
        oks: list[str],
        loose: list[bool],
        money: list[Column],
        figures: dict[str, Column],
    ) -> pl.LazyFrame:
        checks = self.plan.pack.checks
        fails = [
            pl.col(ok).not_().fill_null(False) if open_ else ~pl.col(ok) for ok, open_ in zip(oks, loose, strict=True)
        ]
        must = _any(fail for fail, check in zip(fails, checks, strict=True) if check.force is Force.MUST)
        soft = _any(fail for fail, check in zip(fails, checks, strict=True) if check.force is Force.IN_PRINCIPLE)
        named = ["gross_fen", "left_fen"][: len(money)]
        open_money = _any(
            pl.col(f"{name}#{k}").is_null() for name, one in zip(named, money, strict=True) if one.nullable
        )
        open_checks = _any(pl.col(ok).is_null() for ok, open_ in zip(oks, loose, strict=True) if open_)
        outcome = (
            pl.when(must).then(0).when(open_checks | open_money).then(1)
            .when(soft & ~pl.col(f"allowed#{k}")).then(2).otherwise(3).cast(pl.Int8)
        )  # fmt: skip
        amount = pl.max_horizontal(
            pl.min_horizontal(*(pl.col(f"{name}#{k}") for name in named)), pl.lit(0, dtype=pl.Int64)
        )
        code = pl.col(f"outcome#{k}")
        packed = [
            (pl.col(ok).cast(pl.Int64).fill_null(2) if open_ else pl.col(ok).cast(pl.Int64)) * (1 << 2 * i)
            for i, (ok, open_) in enumerate(zip(oks, loose, strict=True))
        ]
        waiting = _any((pl.col(f"outcome#{j}") == 1) | (pl.col(f"outcome#{j}") == 2) for j in range(k))
        query = query.with_columns(outcome.alias(f"outcome#{k}"), amount.alias(f"money#{k}"))
        return query.with_columns(
            pl.when(code == 3).then(pl.col(f"money#{k}")).otherwise(0).alias(f"amount_fen#{k}"),
            pl.when(code == 2).then(pl.col(f"money#{k}")).otherwise(0).alias(f"if_allowed_fen#{k}"),
            waiting.alias(f"provisional#{k}"),
            pl.sum_horizontal(packed).alias(f"oks#{k}"),
            self._missing(k, oks, loose, open_money, figures).alias(f"missing#{k}"),
        )

    def _once(self, k: int) -> Column:
        """class_once: no earlier line of the person, whatever its outcome, and no award has the same keys."""
        keys, here = self.plan.pack.once, self._facts(k)
        others = [self._facts(j) for j in range(k)]
        if set(keys) <= set(AWARD_FACTS):
            others += [{name: getattr(award.facts, name) for name in keys} for award in self._before(0)]
        differs = [reduce(lambda a, b: a | b, (here[name] != other[name] for name in keys)) for other in others]
        return reduce(lambda a, b: a & b, differs, lift(True))

    def _missing(
        self, k: int, oks: list[str], loose: list[bool], open_money: pl.Expr, figures: dict[str, Column]
    ) -> pl.Expr:
        """The bits of the names that an undecided check or the amount needs and that are not known (Plan.missing)."""
        plan, facts, before = self.plan, self._facts(k), self._before(k)
        bits: list[pl.Expr] = []
        for bit, name in enumerate(self.names):
            needed = [
                pl.col(ok).is_null()
                for check, ok, open_ in zip(plan.pack.checks, oks, loose, strict=True)
                if open_ and check.id != ENGINE_CHECK and name in plan.trace.checks[check.id]
            ]
            if name in plan.trace.amount:
                needed.append(open_money)
            open_ = [_is_open((facts | figures)[name])]
            if name in plan.trace.awards:
                open_ += [_is_open_award(award, name) for award in before]
            doubts = [test for test in open_ if test is not None]
            lacks = [_any(needed) & _any(doubts)] if needed and doubts else []
            if name in plan.pack.once:
                lacks += self._once_lacks(k, name, oks, loose)
            if lacks:
                bits.append(_any(lacks).cast(pl.Int64) * (1 << bit))
        return pl.sum_horizontal(bits) if bits else pl.lit(0, dtype=pl.Int64)

    def _once_lacks(self, k: int, name: str, oks: list[str], loose: list[bool]) -> list[pl.Expr]:
        at = [check.id for check in self.plan.pack.checks].index(ENGINE_CHECK)
        columns = [self._facts(j)[name] for j in range(k + 1)]
        if set(self.plan.pack.once) <= set(AWARD_FACTS):
            columns += [getattr(award.facts, name) for award in self._before(0)]
        unknown_ = [column.expr.is_null() for column in columns if column.nullable]
        return [pl.col(oks[at]).is_null() & _any(unknown_)] if loose[at] and unknown_ else []


def _type_of(name: str) -> type[pl.DataType]:
    from yunpei.policy.vocabulary import COLUMNS

    kinds = {"date": pl.Date, "hours": pl.Int64, "count": pl.Int64, "yes_no": pl.Boolean}
    return kinds.get(COLUMNS[name].kind, pl.String)


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
