"""What a question of the bank has to be, whoever writes it and however it comes in. Pure: no tables, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from yunpei.catalogue.types import TRUE_OR_FALSE, Difficulty, QuestionKind
from yunpei.common.errors import Problem
from yunpei.common.language import Text

FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
MOST_POINTS = 100
LONGEST_NUMBER = 30


@dataclass(frozen=True, slots=True)
class Graded:
    """What a question weighs and where it belongs; number, within: decimals, where a number is asked."""

    points: int = 1
    chapter: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM
    number: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class GivenQuestion:
    """A question as it is written: options in any order, `answer` the places of the right ones, from 0."""

    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    answer: tuple[int, ...]
    more: Graded

    def columns(self) -> dict[str, Any]:
        """As the table of questions keeps it."""
        return {
            "kind": self.kind,
            "text": self.text,
            "options": list(self.options),
            "answer": list(self.answer),
            "points": self.more.points,
            "chapter": self.more.chapter,
            "difficulty": self.more.difficulty,
            "number": self.more.number,
            "within": self.more.within,
        }


def question_problems(given: GivenQuestion) -> list[Problem]:
    """All that is wrong with a question, each with its field."""
    problems = [] if given.text.strip() else [_problem("text", "请填写题目", "write the question")]
    if not 1 <= given.more.points <= MOST_POINTS:
        problems.append(_problem("points", f"分值应为1至{MOST_POINTS}的整数", f"points are 1 to {MOST_POINTS}"))
    if len(given.more.chapter) > 100:
        problems.append(_problem("chapter", "章节不超过100字", "a chapter has at most 100 characters"))
    if given.kind is QuestionKind.NUMBER:
        return problems + list(_number_problems(given))
    if given.more.number or given.more.within:
        problems.append(_problem("number", "只有计算题填数值", "only a question for a number has one"))
    return problems + list(_option_problems(given))


def decimal_of(text: str) -> Decimal | None:
    """The number that somebody wrote; None for what is none, or too long to be one."""
    plain = text.strip().replace("，", "").replace(",", "").replace("−", "-")
    if not plain or len(plain) > LONGEST_NUMBER:
        return None
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= LONGEST_NUMBER else None


def _number_problems(given: GivenQuestion) -> Iterator[Problem]:
    if given.options or given.answer:
        yield _problem("options", "计算题没有选项", "a question for a number has no options")
    if decimal_of(given.more.number) is None:
        yield _problem("answer", "请填写正确的数值，例如 3.14", "write the right number, 3.14 for example")
    within = decimal_of(given.more.within) if given.more.within else Decimal()
    if within is None or within < 0:
        yield _problem("within", "允许误差应为不小于零的数", "the error allowed is a number not below zero")


def _option_problems(given: GivenQuestion) -> Iterator[Problem]:
    options, right = given.options, set(given.answer)
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS or not all(options):
        yield _problem("options", "选项应有2至10个，且不能为空", "give 2 to 10 options, none of them empty")
    elif given.kind is QuestionKind.TRUE_FALSE and options != TRUE_OR_FALSE:
        yield _problem("options", "判断题的选项固定为正确、错误", "a true-or-false question has its own two options")
    if len(set(options)) != len(options):
        yield _problem("options", "有两个选项相同", "two options are the same")
    if not right or not right <= set(range(len(options))):
        yield _problem("answer", "请指明哪些选项正确", "say which options are right")
    elif given.kind is not QuestionKind.MULTIPLE and len(right) != 1:
        yield _problem("answer", "单选题、判断题只有一个正确答案", "a question of this kind has one right answer")


def _problem(field: str, zh: str, en: str) -> Problem:
    return Problem(field, Text(zh, en))
