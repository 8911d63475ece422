"""Marking on the server: what was asked, in which order it was shown, what was right. Pure: no tables, no clock."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yunpei.catalogue.types import QuestionFacts, QuestionKind

PASS_MARK = 60
FULL_MARK = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was put: `order` holds, for each place on the page, the index of the option in the bank."""

    question_id: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The result of a paper: `mark` of 100, rounded down; a paper without questions has no mark to pass with."""

    right: int
    asked: int

    @property
    def mark(self) -> int:
        """Share of right answers in whole hundredths; 59.9 is 59."""
        return self.right * FULL_MARK // self.asked if self.asked else 0

    @property
    def passed(self) -> bool:
        """Whether the pass mark is reached, compared without rounding."""
        return self.asked > 0 and self.right * FULL_MARK >= PASS_MARK * self.asked


def draw(questions: Sequence[QuestionFacts], *, seed: int, most: int) -> tuple[Asked, ...]:
    """The paper of an attempt: at most so many questions, their order and their options' order given by the seed.

    The same questions and seed give the same paper for ever, whatever order the questions come in.
    """
    # Not for secrets: the seed is drawn from the system's source by the caller and kept with the attempt.
    dice = random.Random(seed)  # noqa: S311
    bank = sorted(questions, key=lambda question: question.id)
    chosen = dice.sample(bank, min(most, len(bank)))
    return tuple(Asked(one.id, tuple(dice.sample(range(len(one.options)), len(one.options)))) for one in chosen)


def shown_to_kept(asked: Asked, places: Sequence[int]) -> tuple[int, ...]:
    """Places ticked on the page (0 first) as indexes of the bank, sorted. Raises ValueError for a place that is not there."""
    if any(not 0 <= place < len(asked.order) for place in places):
        raise ValueError("no such option")
    return tuple(sorted({asked.order[place] for place in places}))


def kept_to_shown(asked: Asked, kept: Sequence[int]) -> frozenset[int]:
    """The places on the page that are ticked, for a paper that is loaded again."""
    return frozenset(asked.order.index(index) for index in kept if index in asked.order)


def mark(paper: Sequence[Asked], answers: Mapping[int, Sequence[int]], questions: Mapping[int, QuestionFacts]) -> Score:
    """Marks a paper: every question weighs the same; several right options must all be chosen and no other.

    answers: question id → indexes of the bank. A question that was not answered is wrong; answers to questions that were
    not asked count for nothing.
    """
    right = sum(_is_right(questions[one.question_id], answers.get(one.question_id, ())) for one in paper)
    return Score(right=right, asked=len(paper))


def _is_right(question: QuestionFacts, given: Sequence[int]) -> bool:
    if question.kind is QuestionKind.SINGLE and len(given) != 1:
        return False
    return frozenset(given) == question.answer
