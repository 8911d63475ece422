"""Rule arithmetic on plain Python values in which any of them may be unknown (Kleene's logic)."""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

ABSENT = object()  # an empty cell where that means "there is none" (filed_on, certificate_no)


class Val:
    """One value, `v` None when it is not known; `is_there` says what an empty cell meant."""

    __slots__ = ("is_there", "v")
    is_there: bool | None

    def __init__(self, v: Any) -> None:
        """Wrap a fact: None = not known, ABSENT = known to be none."""
        absent = v is ABSENT
        self.v = None if absent else v
        self.is_there = False if absent else None if v is None else True

    def __and__(self, other: Any) -> Val:
        a, b = self.v, bare(other)
        return Val(False if a is False or b is False else None if a is None or b is None else True)

    def __or__(self, other: Any) -> Val:
        a, b = self.v, bare(other)
        return Val(True if a is True or b is True else None if a is None or b is None else False)

    __rand__, __ror__ = __and__, __or__
    __hash__ = None  # type: ignore[assignment]

    def __add__(self, other: Any) -> Val:
        return _apply(operator.add, self.v, bare(other))

    def __sub__(self, other: Any) -> Val:
        return _apply(operator.sub, self.v, bare(other))

    def __rsub__(self, other: Any) -> Val:
        return _apply(operator.sub, bare(other), self.v)

    def __mul__(self, other: Any) -> Val:
        return _apply(operator.mul, self.v, bare(other))

    __radd__, __rmul__ = __add__, __mul__

    def __eq__(self, other: object) -> Val:  # type: ignore[override]
        return _apply(operator.eq, self.v, bare(other))

    def __ne__(self, other: object) -> Val:  # type: ignore[override]
        return _apply(operator.ne, self.v, bare(other))

    def __lt__(self, other: Any) -> Val:
        return _apply(operator.lt, self.v, bare(other))

    def __le__(self, other: Any) -> Val:
        return _apply(operator.le, self.v, bare(other))

    def __gt__(self, other: Any) -> Val:
        return _apply(operator.gt, self.v, bare(other))

    def __ge__(self, other: Any) -> Val:
        return _apply(operator.ge, self.v, bare(other))


def bare(value: Any) -> Any:
    """What a Val holds, or the plain value itself."""
    return value.v if value.__class__ is Val else value


def _apply(work: Callable[[Any, Any], Any], a: Any, b: Any) -> Val:
    return Val(None if a is None or b is None else work(a, b))


def month_later(day: date, months: int) -> date:
    """The corresponding day `months` later, or that month's last day (policy.md, Months)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class ValueOps:
    """The ops of a rule on `Val`s; `before` is the list of the person's awards."""

    @staticmethod
    def where(condition: Any, a: Any, b: Any) -> Val:
        """`a` where the condition holds, `b` where it does not, unknown where that is unknown."""
        known = bare(condition)
        return Val(None if known is None else bare(a) if known else bare(b))

    @staticmethod
    def least(*values: Any) -> Val:
        """The smallest; unknown if any is."""
        plain = [bare(value) for value in values]
        return Val(None if None in plain else min(plain))

    @staticmethod
    def total(before: Iterable[Any], of: Callable[[Any], Any]) -> Val:
        """The sum over the awards."""
        amount: Any = 0
        for award in before:
            one = bare(of(award))
            if one is None:
                return Val(None)
            amount += one
        return Val(amount)

    @staticmethod
    def every(before: Iterable[Any], holds: Callable[[Any], Any]) -> Val:
        """Whether it holds for every award."""
        result = Val(True)
        for award in before:
            result = result & holds(award)
        return result

    @staticmethod
    def one_of(value: Any, *words: str) -> Val:
        """Whether a coded fact is one of the words."""
        known = bare(value)
        return Val(None if known is None else known in words)

    @staticmethod
    def neg(condition: Any) -> Val:
        """The contrary."""
        known = bare(condition)
        return Val(None if known is None else not known)

    @staticmethod
    def there(value: Val) -> Val:
        """Whether a fact is there: an empty cell means it is not; a missing column means nobody knows."""
        return Val(value.is_there)

    @staticmethod
    def add_months(day: Any, months: Any) -> Val:
        """The corresponding day months later, else the month's last day."""
        return _apply(month_later, bare(day), bare(months))

    @staticmethod
    def year(day: Any) -> Val:
        """The calendar year of a date."""
        known = bare(day)
        return Val(None if known is None else known.year)
