"""How a line's amount comes about, step by step: seconds on the study clock → class hours → fen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yunpei.casework.models import Case, CaseLine
from yunpei.common.language import Text
from yunpei.training import queries as training
from yunpei.training.hour_rule import shown
from yunpei.training.types import Accumulate, HourRule

HEAD = 2  # who and by which circular, and the facts: both stand on the page already


def sums(case: Case, line: CaseLine, told: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The steps of a decided line, each with its name. told: the engine's sentences about it, of which those on money are kept."""
    if case.training_class_id is not None and line.facts.get("credited_ms") is not None:
        yield from _hours(training.class_of(case.training_class_id).hour, line)
    yield from money_steps(told)


def money_steps(told: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The engine's sentences on money, each with its name."""
    for sentence in told[HEAD:]:
        name, colon, words = sentence.replace(": ", "：", 1).partition("：")
        if sentence.startswith(" ") or sentence.endswith(("：", ":")):
            continue  # a condition: the checks stand in a list of their own
        yield (name, words) if colon else ("", sentence)


def _hours(rule: HourRule, line: CaseLine) -> Iterator[tuple[str, str]]:
    """Class hours as they were frozen, from the milliseconds that were frozen with them."""
    seconds, hours = line.facts["credited_ms"] // 1000, line.facts.get("online_hours")
    yield str(Text("计时", "Timed")), str(Text(f"学习时钟计入 {seconds:,} 秒", f"{seconds:,} s on the study clock"))
    whole = f"{seconds:,} ÷ {rule.seconds:,} = " if rule.accumulate is Accumulate.CLASS else ""
    said = shown(rule)
    counted = Text(f"{whole}{hours} 课时（{said.zh}）", f"{whole}{hours} class hours ({said.en})")
    yield str(Text("线上课时", "Online hours")), str(counted)
