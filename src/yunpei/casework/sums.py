"""How a line's amount comes about of its facts, step by step; where its hours come from, learning says (`reckoning`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

HEAD = 2  # who and by which circular, and the facts: both stand on the page already


def money_steps(told: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The steps of a decided line, each with its name. told: the engine's sentences about it, of which those on money are kept."""
    for sentence in told[HEAD:]:
        name, colon, words = sentence.replace(": ", "：", 1).partition("：")
        if sentence.startswith(" ") or sentence.endswith(("：", ":")):
            continue  # a condition: the checks stand in a list of their own
        yield (name, words) if colon else ("", sentence)
