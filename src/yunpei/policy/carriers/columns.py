"""Rule arithmetic on Polars expressions: the same operators and ops as on values, for a whole column at a time.

Polars already spreads nulls through comparisons and arithmetic and knows Kleene's `&` and `|`. What it does not do the way a rule
needs (a null condition, the least of several, sums over awards) is done here, and only where a column can hold nulls at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import polars as pl


@dataclass(frozen=True, eq=False)
class Column:
    """An expression; whether it can be null; for filed_on and certificate_no whether the cell is there; a constant's value."""

    expr: pl.Expr
    nullable: bool = False
    is_there: pl.Expr | None = None
    constant: Any = None

    def _with(self, other: Any, work: Callable[[Any, Any], pl.Expr]) -> Column:
        right = lift(other)
        return Column(work(self.expr, right.expr), self.nullable or right.nullable)

    def __add__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: a * b)

    def __and__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: a & b)

    def __or__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: a | b)

    __radd__, __rmul__, __rand__, __ror__ = __add__, __mul__, __and__, __or__
    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> Column:  # type: ignore[override]
        return self._with(other, lambda a, b: a == b)

    def __ne__(self, other: object) -> Column:  # type: ignore[override]
        return self._with(other, lambda a, b: a != b)

    def __lt__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: a < b)

    def __le__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: a <= b)

    def __gt__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: a > b)

    def __ge__(self, other: Any) -> Column:
        return self._with(other, lambda a, b: a >= b)


def lift(value: Any) -> Column:
    """A constant as a column; a Column as it is."""
    if isinstance(value, Column):
        return value
    kind: Any = None
    if isinstance(value, int) and not isinstance(value, bool):
        kind = pl.Int64
    return Column(pl.lit(value, dtype=kind), value is None, None, value)


def unknown(of: type[pl.DataType]) -> Column:
    """A fact or figure nobody knows."""
    return Column(pl.lit(None, dtype=of), True)


def figure(value: int | date | None, unit: str) -> Column:
    """A parameter's value as a column."""
    return unknown(pl.Date if unit == "date" else pl.Int64) if value is None else lift(value)


@dataclass(frozen=True)
class Award:
    """One place for an earlier award of each person: its facts, and in which rows there really is one (None: in all)."""

    facts: Any
    taken: pl.Expr | None


class ColumnOps:
    """The ops of a rule on `Column`s; `before` is a list of `Award`s, one for each place."""

    @staticmethod
    def where(condition: Any, a: Any, b: Any) -> Column:
        """`a` where the condition holds, `b` where it does not, null where that is not known."""
        test, yes, no = lift(condition), lift(a), lift(b)
        chosen = pl.when(test.expr).then(yes.expr)
        if not test.nullable:
            return Column(chosen.otherwise(no.expr), yes.nullable or no.nullable)
        return Column(chosen.when(~test.expr).then(no.expr).otherwise(None), True)

    @staticmethod
    def least(*values: Any) -> Column:
        """The smallest; null if any is."""
        columns = [lift(value) for value in values]
        smallest = pl.min_horizontal(*(column.expr for column in columns))
        loose = [column.expr.is_null() for column in columns if column.nullable]
        if not loose:
            return Column(smallest)
        return Column(pl.when(reduce(lambda a, b: a | b, loose)).then(None).otherwise(smallest), True)

    @staticmethod
    def total(before: Iterable[Award], of: Callable[[Any], Any]) -> Column:
        """The sum over the awards that there are."""
        amount = lift(0)
        for award in before:
            one = lift(of(award.facts))
            if award.taken is not None:
                one = Column(pl.when(award.taken).then(one.expr).otherwise(0), one.nullable)
            amount = amount + one
        return amount

    @staticmethod
    def every(before: Iterable[Award], holds: Callable[[Any], Any]) -> Column:
        """Whether it holds for every award that there is."""
        result = lift(True)
        for award in before:
            one = lift(holds(award.facts))
            result = result & (one if award.taken is None else Column(~award.taken | one.expr, one.nullable))
        return result

    @staticmethod
    def one_of(value: Any, *words: str) -> Column:
        """Whether a coded fact is one of the words."""
        column = lift(value)
        tests = [column.expr == pl.lit(word) for word in words]
        return Column(reduce(lambda a, b: a | b, tests), column.nullable)

    @staticmethod
    def neg(condition: Any) -> Column:
        """The contrary."""
        column = lift(condition)
        return Column(~column.expr, column.nullable)

    @staticmethod
    def there(value: Any) -> Column:
        """Whether a fact is there: an empty cell means it is not; a missing column means nobody knows."""
        column = lift(value)
        if column.is_there is None:
            return Column(pl.when(column.expr.is_not_null()).then(True), column.nullable)
        return Column(column.is_there, True)

    @staticmethod
    def add_months(day: Any, months: Any) -> Column:
        """The corresponding day months later, else the month's last day."""
        column, count = lift(day), lift(months)
        span = pl.format("{}mo", count.expr) if count.constant is None else f"{count.constant}mo"
        return Column(column.expr.dt.offset_by(span), column.nullable or count.nullable)

    @staticmethod
    def year(day: Any) -> Column:
        """The calendar year of a date."""
        column = lift(day)
        return Column(column.expr.dt.year().cast(pl.Int64), column.nullable)
