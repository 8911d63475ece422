"""Worked examples decided by a carrier and held against what they must come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from yunpei.policy.carriers.trace import AWARD_FACTS
from yunpei.policy.deciding import Plan, decide
from yunpei.policy.examples import Worked
from yunpei.policy.faults import Fault
from yunpei.policy.parameters import settle
from yunpei.policy.types import Decision, Example, Expected, Pack

Carrier = Callable[[Pack, Example], list[Decision]]


@dataclass(frozen=True)
class Miss:
    """A line of an example that does not come out as written; `number` counts the example's lines from 0."""

    worked: Worked
    number: int
    found: Expected
    carrier: str

    @property
    def fault(self) -> Fault:
        """The same as a fault of the pack, at the line of the example, with what was expected and found."""
        example, line = self.worked.example, self.worked.line_of(self.number)
        told = list(_told(example.expected[self.number], self.found))
        zh = "；".join(f"{name} 应为 {wanted}，算出 {got}" for name, wanted, got in told)
        en = "; ".join(f"{name} should be {wanted}, is {got}" for name, wanted, got in told)
        where = f"{example.id} #{self.number + 1}"
        return Fault.of(
            example.file,
            line,
            f"算例 {where}（{self.carrier}）：{zh}",
            f"example {where} ({self.carrier}): {en}",
            "改正规则、参数或 expect",
            "mend the rule, a parameter or expect",
        )


def misses(pack: Pack, worked: Iterable[Worked], carrier: str = "values") -> Iterator[Miss]:
    """Every line of the examples that the carrier (`values` or `columns`) decides otherwise than written."""
    run = by_columns if carrier == "columns" else by_values
    for one in worked:
        found = [as_expected(pack, decision) for decision in run(pack, one.example)]
        for number, (expected, got) in enumerate(zip(one.example.expected, found, strict=True)):
            if expected != got:
                yield Miss(one, number, got, carrier)


def as_expected(pack: Pack, one: Decision) -> Expected:
    """A decision in the words of `expect`."""
    failed = frozenset(check.id for check, ok in zip(pack.checks, one.oks, strict=True) if ok is False)
    missing = frozenset(one.missing)
    return Expected(one.outcome, one.amount_fen, one.if_allowed_fen, failed, missing, one.provisional, one.advance_fen)


def by_values(pack: Pack, example: Example, params: Mapping[str, int | date] | None = None) -> list[Decision]:
    """The example decided in plain Python, with its own parameters or others."""
    plan = Plan.of(pack, settle(pack, None, example.params if params is None else params))
    awards: dict[str, list[Mapping[str, Any]]] = {}
    for award in example.history:
        awards.setdefault(award["person_id"], []).append(award)
    return decide(plan, example.lines, awards)


def by_columns(pack: Pack, example: Example) -> list[Decision]:
    """The example decided as a table. Needs Polars."""
    from yunpei.policy.column_fold import decide_columns
    from yunpei.policy.column_results import award_rows, decisions_of, line_frame

    plan = Plan.of(pack, settle(pack, None, example.params))
    people = [line["person_id"] for line in (*example.lines, *example.history)]
    numbers = {person: number for number, person in enumerate(dict.fromkeys(people))}
    lines = line_frame(plan.facts, example.lines, numbers)
    earlier = [{**dict.fromkeys(AWARD_FACTS), **award} for award in example.history]
    awards = award_rows(earlier, [numbers[award["person_id"]] for award in earlier])
    decided = decide_columns(plan, lines, awards, smallest_group=1)
    return list(decisions_of(plan, lines["row"], decided))


def _told(expected: Expected, found: Expected) -> Iterator[tuple[str, str, str]]:
    for field in fields(Expected):
        wanted, got = _shown(getattr(expected, field.name)), _shown(getattr(found, field.name))
        if wanted != got:
            yield field.name, wanted, got


def _shown(value: Any) -> str:
    if isinstance(value, frozenset):
        return "[" + ", ".join(sorted(value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
