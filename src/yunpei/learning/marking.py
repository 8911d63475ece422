"""Marking on the server: what was asked, in which order it was shown, what was right. Pure: no tables, no clock."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yunpei.catalogue.bank import decimal_of
from yunpei.catalogue.types import QuestionFacts, QuestionKind
from yunpei.learning.types import Part

Given = Sequence[int | str]
PASS_MARK = 60
FULL_MARK = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was put: `order` holds, for each place on the page, the index of the option in the bank."""

    question_id: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The result of a paper: questions right of those asked, points of all there are; `mark` of 100, rounded down.

    A paper without questions has no mark to pass with.
    """

    right: int
    asked: int
    points: int
    full: int

    @property
    def mark(self) -> int:
        """Share of the points in whole hundredths; 59.9 is 59."""
        return self.points * FULL_MARK // self.full if self.full else 0

    @property
    def passed(self) -> bool:
        """Whether the pass mark is reached, compared without rounding."""
        return self.full > 0 and self.points * FULL_MARK >= PASS_MARK * self.full


def draw(questions: Sequence[QuestionFacts], *, seed: int, most: int, parts: Sequence[Part] = ()) -> tuple[Asked, ...]:
    """The paper of an attempt: at most so many questions, their order and their options' order given by the seed.

    parts: so many of each chapter and difficulty instead, part after part, none twice.

    The same questions and seed give the same paper for ever, whatever order the questions come in.
    """
    # Not for secrets: the seed is drawn from the system's source by the caller and kept with the attempt.
    dice = random.Random(seed)  # noqa: S311
    bank = sorted(questions, key=lambda question: question.id)
    if not parts:
        chosen = dice.sample(bank, min(most, len(bank)))
    else:
        chosen = []
        for part in parts:
            left = [one for one in bank if fits(one, part) and one not in chosen]
            chosen += dice.sample(left, min(part.count, len(left)))
    return tuple(Asked(one.id, _order(one, dice)) for one in chosen)


def fits(question: QuestionFacts, part: Part) -> bool:
    """Whether a question is of a part's chapter and difficulty."""
    return part.chapter in ("", question.chapter) and part.difficulty in (0, question.difficulty)


def _order(question: QuestionFacts, dice: random.Random) -> tuple[int, ...]:
    """The options shuffled; right stays before wrong."""
    places = range(len(question.options))
    return tuple(places) if question.kind is QuestionKind.TRUE_FALSE else tuple(dice.sample(places, len(places)))


def shown_to_kept(asked: Asked, places: Sequence[int]) -> tuple[int, ...]:
    """Places ticked on the page (0 first) as indexes of the bank, sorted. Raises ValueError for a place that is not there."""
    if any(not 0 <= place < len(asked.order) for place in places):
        raise ValueError("no such option")
    return tuple(sorted({asked.order[place] for place in places}))


def kept_to_shown(asked: Asked, kept: Sequence[int]) -> frozenset[int]:
    """The places on the page that are ticked, for a paper that is loaded again."""
    return frozenset(asked.order.index(index) for index in kept if index in asked.order)


def number_kept(written: str) -> tuple[str, ...]:
    """A number as somebody wrote it, without spaces; nothing for an empty field. Raises ValueError for what is no number."""
    if written.strip() and decimal_of(written) is None:
        raise ValueError("no number")
    return (written.strip(),) if written.strip() else ()


def mark(paper: Sequence[Asked], answers: Mapping[int, Given], questions: Mapping[int, QuestionFacts]) -> Score:
    """Marks a paper: each question gives its points or none; several right options must all be chosen and no other.

    answers: question id → indexes of the bank, or the number as written. A question that was not answered is wrong; answers
    to questions that were not asked count for nothing.
    """
    asked = [questions[one.question_id] for one in paper]
    right = [one for one in asked if is_right(one, answers.get(one.id, ()))]
    return Score(len(right), len(asked), sum(one.points for one in right), sum(one.points for one in asked))


def is_right(question: QuestionFacts, given: Given) -> bool:
    """Whether all right options and no other were chosen; whether the number lies as near as the question allows."""
    if question.kind is QuestionKind.NUMBER:
        written, right = decimal_of(str(given[0])) if given else None, decimal_of(question.number)
        within = decimal_of(question.within) or Decimal()
        return written is not None and right is not None and abs(written - right) <= within
    if question.kind is QuestionKind.SINGLE and len(given) != 1:
        return False
    return frozenset(given) == question.answer
