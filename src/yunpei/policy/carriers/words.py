"""Runs a rule on values that remember how they came about, so that a line's arithmetic can be told in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from yunpei.common.language import Text
from yunpei.policy.carriers.values import Val, ValueOps, bare

UNKNOWN = Text("不明", "not known")
YES, NO = Text("是", "yes"), Text("否", "no")


class Told:
    """A value and the words for it; `whole` is False for a sum or product, which wants brackets inside another."""

    __slots__ = ("shown", "unit", "val", "whole", "words")

    def __init__(
        self, val: Val, words: str, *, whole: bool = True, unit: str = "", shown: Mapping[str, str] | None = None
    ) -> None:
        """`unit` "fen" shows figures as yuan; `shown`: how the words of a coded fact are written."""
        self.val, self.words, self.whole, self.unit, self.shown = val, words, whole, unit, shown or {}

    def _with(self, other: Any, sign: str, work: Callable[[Any, Any], Any], unit: str = "") -> Told:
        right = told(other, self.unit)
        return Told(work(self.val, right.val), f"{self.inside} {sign} {right.inside}", whole=False, unit=unit)

    @property
    def inside(self) -> str:
        """The words, in brackets where they are a calculation."""
        return self.words if self.whole else f"({self.words})"

    def _money(self, other: Any) -> str:
        return "fen" if "fen" in (self.unit, other.unit if isinstance(other, Told) else "") else ""

    def __add__(self, other: Any) -> Told:
        return self._with(other, "+", lambda a, b: a + b, self._money(other))

    def __sub__(self, other: Any) -> Told:
        return self._with(other, "−", lambda a, b: a - b, self._money(other))

    def __mul__(self, other: Any) -> Told:
        return self._with(other, "×", lambda a, b: a * b, self._money(other))

    def __radd__(self, other: Any) -> Told:
        return told(other, self.unit) + self

    def __rsub__(self, other: Any) -> Told:
        return told(other, self.unit) - self

    def __rmul__(self, other: Any) -> Told:
        return told(other) * self

    def __and__(self, other: Any) -> Told:
        return self._with(other, str(Text("且", "and")), lambda a, b: a & b)

    def __or__(self, other: Any) -> Told:
        return self._with(other, str(Text("或", "or")), lambda a, b: a | b)

    def __rand__(self, other: Any) -> Told:
        return told(other) & self

    def __ror__(self, other: Any) -> Told:
        return told(other) | self

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> Told:  # type: ignore[override]
        return self._with(other, "=", lambda a, b: a == b)

    def __ne__(self, other: object) -> Told:  # type: ignore[override]
        return self._with(other, "≠", lambda a, b: a != b)

    def __lt__(self, other: Any) -> Told:
        return self._with(other, "<", lambda a, b: a < b)

    def __le__(self, other: Any) -> Told:
        return self._with(other, "≤", lambda a, b: a <= b)

    def __gt__(self, other: Any) -> Told:
        return self._with(other, ">", lambda a, b: a > b)

    def __ge__(self, other: Any) -> Told:
        return self._with(other, "≥", lambda a, b: a >= b)


def figure_words(value: Any, unit: str = "") -> str:
    """A value as people read it: yuan for fen, ISO dates, yes and no."""
    if value is None:
        return str(UNKNOWN)
    if isinstance(value, bool):
        return str(YES if value else NO)
    if isinstance(value, int) and unit == "fen":
        sign = "−" if value < 0 else ""
        return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}" + str(Text("元", " yuan"))
    return value.isoformat() if isinstance(value, date) else str(value)


def told(value: Any, unit: str = "") -> Told:
    """A constant in words; a Told as it is."""
    if isinstance(value, Told):
        return value
    return Told(Val(value), figure_words(value, unit), unit=unit)


def named(name: str, val: Val, unit: str = "") -> Told:
    """A fact or parameter: its name and value."""
    value = str(Text("无", "none")) if val.is_there is False else figure_words(val.v, unit)
    return Told(val, f"{name} {value}", unit=unit)


class WordOps:
    """The ops of a rule on `Told`s; `before` is the list of the person's awards."""

    @staticmethod
    def where(condition: Any, a: Any, b: Any) -> Told:
        """The words of the branch taken."""
        yes, no = told(a), told(b)
        known = told(condition).val.v
        chosen = None if known is None else yes if known else no
        if chosen is None:
            return Told(Val(None), str(UNKNOWN), unit=yes.unit or no.unit)
        return Told(chosen.val, chosen.words, whole=chosen.whole, unit=yes.unit or no.unit)

    @staticmethod
    def least(*values: Any) -> Told:
        """All values, and that the smallest counts."""
        every = [told(value) for value in values]
        joined = str(Text("、", ", ")).join(one.words for one in every)
        words = f"{Text('取小', 'least of ')}({joined})"
        return Told(ValueOps.least(*(one.val for one in every)), words, unit=every[0].unit)

    @staticmethod
    def total(before: Iterable[Any], of: Callable[[Any], Any]) -> Told:
        """The sum, with its parts where there are any."""
        parts = [told(of(award)) for award in before]
        total = ValueOps.total(parts, lambda one: one.val)
        unit = next((one.unit for one in parts if one.unit), "")
        shown = " + ".join(one.words if bare(one.val) is None else figure_words(bare(one.val), unit) for one in parts)
        name = Text(f"此前 {shown or 0}", f"so far {shown or 0}")
        return Told(total, str(name), whole=len(parts) < 2, unit=unit)

    @staticmethod
    def every(before: Iterable[Any], holds: Callable[[Any], Any]) -> Told:
        """The first award for which it fails, or how many were looked at."""
        tests = [told(holds(award)) for award in before]
        verdict = ValueOps.every(tests, lambda one: one.val)
        for test in tests:
            if test.val.v is verdict.v and verdict.v is not True:
                return Told(verdict, test.words)
        count = len(tests)
        return Told(verdict, str(Text(f"与此前 {count} 次逐一比对", f"compared with {count} earlier awards")))

    @staticmethod
    def one_of(value: Any, *words: str) -> Told:
        """The value and the words it may be."""
        one = told(value)
        known = str(Text("、", ", ")).join(one.shown.get(word, word) for word in words)
        return Told(ValueOps.one_of(one.val, *words), f"{one.words} ∈ {{{known}}}")

    @staticmethod
    def neg(condition: Any) -> Told:
        """The contrary, in words."""
        one = told(condition)
        return Told(ValueOps.neg(one.val), f"{Text('并非', 'not ')}({one.words})")

    @staticmethod
    def there(value: Any) -> Told:
        """The fact itself: its words already say when there is none."""
        one = told(value)
        return Told(ValueOps.there(one.val), one.words)

    @staticmethod
    def add_months(day: Any, months: Any) -> Told:
        """The date reached and where it comes from."""
        start, count = told(day), told(months)
        end = ValueOps.add_months(start.val, count.val)
        words = Text(
            f"{start.words} 起 {figure_words(count.val.v)} 个月到 {figure_words(end.v)}",
            f"{start.words} plus {figure_words(count.val.v)} months, {figure_words(end.v)}",
        )
        return Told(end, str(words), whole=False)

    @staticmethod
    def year(day: Any) -> Told:
        """The year of the date."""
        one = told(day)
        return Told(ValueOps.year(one.val), figure_words(ValueOps.year(one.val).v))
