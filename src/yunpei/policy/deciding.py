"""The fold: a person's lines in the programme's order, each decided with the awards before it. Plain values.

Only a line that is `due` with money counts as an award for later ones, so a refused line never does (window functions over all
lines get that wrong). `class_once` alone looks at every earlier line, whatever its outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from yunpei.policy.builder import ENGINE_CHECK
from yunpei.policy.carriers.trace import AWARD_FACTS, WHOLE_PERCENT, Trace
from yunpei.policy.carriers.values import Val, ValueOps, bare
from yunpei.policy.packs import trace_of
from yunpei.policy.parameters import Setting
from yunpei.policy.types import Decision, Force, Outcome, Pack

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """A pack made ready to decide: what its rule reads, its figures, and where class_once stands among its checks."""

    pack: Pack
    trace: Trace
    settings: Mapping[str, Setting]

    @classmethod
    def of(cls, pack: Pack, settings: Mapping[str, Setting]) -> Plan:
        """Trace the rule once."""
        return cls(pack, trace_of(pack), settings)

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact a line must bring to the fold, whether known or not."""
        mine = {
            *self.trace.facts,
            *self.pack.once,
            *self.trace.awards - {"programme", "amount_fen"},
            *self.pack.order[:-1],
        }
        return tuple(sorted(mine))

    def missing(
        self, oks: Sequence[bool | None], amount_known: bool, unknown: Set[str], unknown_once: Set[str]
    ) -> tuple[str, ...]:
        """The facts and parameters that an undecided check or the amount needs and that are not known.

        `unknown`: of this line, its figures, and the awards before it; `unknown_once`: of it and everything class_once compares.
        """
        needed: set[str] = set() if amount_known else set(self.trace.amount & unknown)
        for check, ok in zip(self.pack.checks, oks, strict=True):
            if ok is None:
                needed |= unknown_once if check.id == ENGINE_CHECK else self.trace.checks[check.id] & unknown
        return tuple(sorted(needed))


def decide(plan: Plan, lines: Iterable[Facts], awards: Mapping[str, Sequence[Facts]] | None = None) -> list[Decision]:
    """Decide every line. `lines` bring row, person_id and the facts (None = not known); `awards` are a person's earlier money.

    Returns the decisions in the order of the lines. Reads nothing and writes nothing.
    """
    by_person: dict[str, list[tuple[tuple[Any, ...], int, Facts]]] = {}
    keys, count = plan.pack.order, 0
    for place, line in enumerate(lines):
        by_person.setdefault(line["person_id"], []).append((tuple(line[key] for key in keys), place, line))
        count += 1
    decided: list[Any] = [None] * count
    for person, own in by_person.items():
        own.sort(key=lambda one: one[:2])
        fold = Fold(plan, (awards or {}).get(person, ()))
        for _, place, line in own:
            decided[place] = fold.next(line)
    return decided


class Fold:
    """One person's lines, one after another."""

    def __init__(self, plan: Plan, awards: Iterable[Facts]) -> None:
        """Begin with the awards of this programme and those that count with it; a net award of 0 is none."""
        self._plan = plan
        group = plan.pack.group
        counted = [award for award in awards if award["programme"] in group and award["amount_fen"] > 0]
        self.awards: tuple[Facts, ...] = ()  # what counts before the next line
        self._awards: list[SimpleNamespace] = []
        self._unknown: set[str] = set()
        for award in counted:
            self._remember(award)
        self._once = Once(plan.pack.once)
        if set(plan.pack.once) <= set(AWARD_FACTS):
            for award in counted:
                self._once.add(award)
        self._provisional = False
        figures = plan.settings.values()
        self._constant = None if any(not one.constant for one in figures) else _figures(plan, None)

    def next(self, line: Facts) -> Decision:
        """Decide the next line of the fold."""
        plan = self._plan
        facts = {name: Val(line.get(name)) for name in plan.facts}
        figures = self._constant or _figures(plan, line[plan.pack.order[0]])
        gross, left, checks, *advance = plan.pack.rule(
            SimpleNamespace(**facts), self._awards, SimpleNamespace(**figures), ValueOps
        )
        once = self._once.add(line)
        oks = tuple(once if check.id == ENGINE_CHECK else bare(checks[check.id]) for check in plan.pack.checks)
        money = Money(0 if gross is None else bare(gross), bare(left), capped=left is not None)
        allowed = bool(line.get("allowed_by") and line.get("allowed_reason"))
        outcome = judge(plan.pack, oks, known=money.known, allowed=allowed)
        missing: tuple[str, ...] = ()
        if not money.known or None in oks:
            open_ = {name for name, one in {**facts, **figures}.items() if one.v is None and one.is_there is None}
            missing = plan.missing(oks, money.known, open_ | self._unknown, self._once.unknown)
        amount = money.fen if outcome is Outcome.DUE else 0
        if_allowed = money.fen if outcome is Outcome.DISCRETION else 0
        decision = Decision(
            line["row"], outcome, money.gross, money.left, amount, if_allowed, self._provisional, oks, missing,
            share_of(amount, bare(advance[0])) if advance else 0,
        )  # fmt: skip
        if amount > 0:
            self._remember({**line, "amount_fen": amount, "programme": plan.pack.programme})
        if outcome in (Outcome.DISCRETION, Outcome.UNDETERMINED):
            self._provisional = True
        return decision

    def _remember(self, award: Facts) -> None:
        """From now on this money counts."""
        self.awards += (award,)
        self._awards.append(SimpleNamespace(**{name: Val(award.get(name)) for name in AWARD_FACTS}))
        self._unknown |= {name for name in self._plan.trace.awards if award.get(name) is None}


@dataclass(frozen=True, slots=True)
class Money:
    """What a line comes to before its outcome: gross and what is left under the cap, in fen; None = not known."""

    gross: int | None
    left: int | None
    capped: bool

    @property
    def known(self) -> bool:
        """Whether an amount can be worked out."""
        return self.gross is not None and not (self.capped and self.left is None)

    @property
    def fen(self) -> int:
        """min(gross, left), never below 0; 0 while it is not known."""
        if self.gross is None or (self.capped and self.left is None):
            return 0
        return max(0, self.gross if self.left is None else min(self.gross, self.left))


def share_of(amount: int, percent: int | None) -> int | None:
    """A percentage of an amount in whole fen, never more than all of it; None while the percentage is not known."""
    if not amount:
        return 0
    return None if percent is None else amount * max(0, min(percent, WHOLE_PERCENT)) // WHOLE_PERCENT


def before_training(pack: Pack, line: Facts) -> Facts:
    """The line as it stands before the class, for what is paid in advance: what only the training brings is taken as done."""
    return {**line, **dict.fromkeys(pack.advance["assumes"], True)}


def judge(pack: Pack, oks: Sequence[bool | None], *, known: bool, allowed: bool) -> Outcome:
    """The outcome of a line: the strongest that its checks allow. `known`: the amount is; `allowed`: an officer said so."""
    softly = False
    for check, ok in zip(pack.checks, oks, strict=True):
        if ok is False and check.force is Force.MUST:
            return Outcome.REFUSED
        softly = softly or ok is False
    if None in oks or not known:
        return Outcome.UNDETERMINED
    return Outcome.DISCRETION if softly and not allowed else Outcome.DUE


class Once:
    """What a person has claimed already, by the pack's `once` keys; unknown parts can't be told apart from any."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        """`keys`: the facts that, all equal, make it the same class."""
        self._keys = keys
        self._seen: set[tuple[Any, ...]] = set()
        self._partly: set[tuple[Any, ...]] = set()
        self.unknown: set[str] = set()

    def add(self, line: Facts) -> bool | None:
        """True if nothing before is the same, False if something is, None if that can't be known; then remember it."""
        key = tuple(line.get(name) for name in self._keys)
        verdict: bool | None = True
        if key in self._seen:
            verdict = False
        else:
            alike = self._seen | self._partly if None in key else self._partly
            if any(_may_equal(key, other) for other in alike):
                verdict = None
        (self._partly if None in key else self._seen).add(key)
        self.unknown |= {name for name, part in zip(self._keys, key, strict=True) if part is None}
        return verdict


def _may_equal(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def _figures(plan: Plan, day: Any) -> dict[str, Val]:
    return {name: Val(one.value if day is None else one.on(day)) for name, one in plan.settings.items()}
