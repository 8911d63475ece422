"""Runs a rule once on symbols: which facts and parameters each check reads, and how large a figure can get.

The first tells which names to show as missing; the second refuses, before any line is decided, a rule whose figures could pass
64 bits, since columns would wrap silently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LARGEST_INT64 = 2**63 - 1
LARGEST_HOURS = 2_000
LARGEST_OF = {
    "hours": LARGEST_HOURS,
    "days": 2_000,
    "count": 10**7,
    "money": 10**10,
}  # by the kind of column; money in fen
LARGEST_FIGURE = 10**12  # fen, hours or counts that a parameter or an earlier award may hold
MOST_AWARDS = 10**4
WHOLE_PERCENT = 100


class Overflow(Exception):
    """A figure of the rule could pass 64 bits."""


@dataclass(frozen=True, eq=False)
class Symbol:
    """What a value depends on (names of facts and parameters) and the largest figure it can be."""

    reads: frozenset[str]
    bound: int = LARGEST_FIGURE

    def _with(self, other: Any, bound: int = 1) -> Symbol:
        if bound > LARGEST_INT64:
            raise Overflow
        return Symbol(self.reads | reads_of(other), bound)

    def __add__(self, other: Any) -> Symbol:
        return self._with(other, self.bound + bound_of(other))

    def __mul__(self, other: Any) -> Symbol:
        return self._with(other, self.bound * bound_of(other))

    def __eq__(self, other: object) -> Symbol:  # type: ignore[override]
        return self._with(other)

    __sub__ = __rsub__ = __radd__ = __add__
    __rmul__ = __mul__
    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__  # type: ignore[assignment]
    __and__ = __or__ = __rand__ = __ror__ = __eq__
    __hash__ = None  # type: ignore[assignment]


def reads_of(value: Any) -> frozenset[str]:
    """The names a value depends on; none for a constant."""
    return value.reads if isinstance(value, Symbol) else frozenset()


def bound_of(value: Any) -> int:
    """The largest absolute figure a value can be."""
    return value.bound if isinstance(value, Symbol) else abs(value) if isinstance(value, int) else 1


class Symbols:
    """Stands for a line, an award or the parameters: any known name is a symbol that reads itself."""

    def __init__(self, bound: Callable[[str], int | None]) -> None:
        """`bound` says how large a figure of that name can be, None for a name that there is not: it raises AttributeError."""
        self._bound, self.read = bound, set[str]()

    def __getattr__(self, name: str) -> Symbol:
        bound = self._bound(name)
        if bound is None:
            raise AttributeError(name)
        self.read.add(name)
        return Symbol(frozenset((name,)), bound)


class TraceOps:
    """The ops of a rule on symbols; `before` is one award that stands for all."""

    @staticmethod
    def where(condition: Any, a: Any, b: Any) -> Symbol:
        """Reads all three."""
        return Symbol(reads_of(condition) | reads_of(a) | reads_of(b), max(bound_of(a), bound_of(b)))

    @staticmethod
    def least(*values: Any) -> Symbol:
        """Reads all; a difference may be negative, so its size is that of the largest."""
        return Symbol(frozenset().union(*map(reads_of, values)), max(map(bound_of, values)))

    @staticmethod
    def total(before: Any, of: Callable[[Any], Any]) -> Symbol:
        """Reads what the summed figure reads."""
        one = of(before)
        return Symbol(reads_of(one), 1)._with(None, bound_of(one) * MOST_AWARDS)

    @staticmethod
    def every(before: Any, holds: Callable[[Any], Any]) -> Symbol:
        """Reads what the condition reads."""
        return Symbol(reads_of(holds(before)), 1)

    @staticmethod
    def one_of(value: Any, *words: str) -> Symbol:
        """Reads the coded fact."""
        if not words or not all(isinstance(word, str) for word in words):
            raise TypeError("one_of wants words")
        return Symbol(reads_of(value), 1)

    @staticmethod
    def neg(condition: Any) -> Symbol:
        """Reads the condition."""
        return Symbol(reads_of(condition), 1)

    @staticmethod
    def there(value: Any) -> Symbol:
        """Reads the fact."""
        return Symbol(reads_of(value), 1)

    @staticmethod
    def add_months(day: Any, months: Any) -> Symbol:
        """Reads both."""
        return Symbol(reads_of(day) | reads_of(months), 1)

    @staticmethod
    def year(day: Any) -> Symbol:
        """Reads the date."""
        return Symbol(reads_of(day), 10_000)


@dataclass(frozen=True)
class Trace:
    """What a rule reads: per check, for the amount and the advance (None: the rule has none); all facts and parameters.

    The checks stand in the rule's order. pays: False for a rule whose gross is None.
    """

    checks: dict[str, frozenset[str]]
    amount: frozenset[str]
    facts: frozenset[str]
    parameters: frozenset[str]
    awards: frozenset[str]
    capped: bool
    advance: frozenset[str] | None
    pays: bool


def trace_rule(rule: Any, facts: Callable[[str], int | None], parameters: Callable[[str], int | None]) -> Trace:
    """Run `rule` on symbols; `facts` and `parameters` give the largest figure of each, None for one that there is not.

    Raises AttributeError (unknown name), Overflow, or TypeError (a shape the carriers can't run).
    """
    line, params = Symbols(facts), Symbols(parameters)
    award = Symbols(lambda name: LARGEST_FIGURE if name in AWARD_FACTS else None)
    result = rule(line, award, params, TraceOps())
    if not isinstance(result, tuple) or len(result) not in (3, 4) or not isinstance(result[2], dict):
        raise TypeError("rule must return gross, left, {check: condition}")
    gross, left, checks, *advance = result
    if advance and bound_of(gross) * WHOLE_PERCENT > LARGEST_INT64:
        raise Overflow
    return Trace(
        {name: reads_of(condition) for name, condition in checks.items()},
        reads_of(gross) | reads_of(left),
        frozenset(line.read),
        frozenset(params.read),
        frozenset(award.read),
        left is not None,
        reads_of(advance[0]) if advance else None,
        gross is not None,
    )


AWARD_FACTS = ("programme", "employer_id", "class_no", "project", "class_start", "class_end", "amount_fen")
