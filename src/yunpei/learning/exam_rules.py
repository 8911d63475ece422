"""How the exam of a class is sat: the rules that everyone has, or what its teacher set before anyone sat it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from itertools import combinations

from django.db import transaction
from django.db.models import BigIntegerField

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import QuestionFacts
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, Problem
from yunpei.common.language import Text
from yunpei.common.statements import Given, Statement
from yunpei.learning.marking import fits
from yunpei.learning.models import Attempt, ExamRules, PracticalGrade
from yunpei.learning.types import RULES, PaperKind, PaperRules, Part
from yunpei.training import queries as training
from yunpei.training.access import TEACHING, require_organisation

MOST_QUESTIONS, MOST_MINUTES, MOST_TRIES, LONGEST_WAIT = 200, 300, 10, timedelta(days=30)
_COLUMNS = ("questions", "minutes", "tries", "wait_hours", "parts", "graders")
_OF_CLASS = Statement(
    lambda: ExamRules.objects.filter(training_class=Given("class_id", BigIntegerField())).values_list(*_COLUMNS)
)


def rules_of(class_id: int, kind: PaperKind) -> PaperRules:
    """How a paper of a class is sat. 1 query for the exam, none for a quiz."""
    if kind is not PaperKind.EXAM:
        return RULES[kind]
    row = next(iter(_OF_CLASS.rows(class_id=class_id)), None)
    if row is None:
        return RULES[kind]
    questions, minutes, tries, wait, parts, graders = row
    return PaperRules(
        questions=questions,
        time=timedelta(minutes=minutes),
        tries=tries,
        wait=timedelta(hours=wait),
        parts=tuple(Part(*one) for one in parts),
        graders=graders,
    )


@transaction.atomic
def exam_rules_set(*, class_id: int, rules: PaperRules, by: Actor, at: datetime) -> None:
    """Say how the exam of a class is sat, before anyone has sat it or was graded: all are examined alike.

    The organisation's administrators. Raises NotFound, Forbidden, Conflict; Invalid where the bank lacks what is to be drawn.
    """
    held = training.class_of(class_id)
    require_organisation(by, held.organisation_id, *TEACHING)
    if _begun(class_id):
        raise Conflict(Text("已经有人考试，考试办法不再改动", "somebody has sat the exam: its rules stay as they are"))
    if problems := _problems(rules, catalogue.questions(held.course_id)):
        raise Invalid(problems)
    given = {
        "questions": sum(one.count for one in rules.parts) or rules.questions,
        "minutes": rules.time // timedelta(minutes=1),
        "tries": rules.tries,
        "wait_hours": rules.wait // timedelta(hours=1),
        "parts": [[one.chapter, one.difficulty, one.count] for one in rules.parts],
        "graders": rules.graders,
    }
    ExamRules.objects.update_or_create(
        training_class_id=class_id, defaults={**given, "set_by_id": by.account_id, "set_at": at}
    )
    audit.record(by=by, at=at, verb="exam_rules", subject_type="class", subject_id=held.public_id, detail=given)


def bank_parts(course_id: int) -> Mapping[tuple[str, int], int]:
    """How many questions the bank has of each chapter and difficulty, in order. 1 query."""
    counted = Counter((one.chapter, int(one.difficulty)) for one in catalogue.questions(course_id))
    return dict(sorted(counted.items()))


def _begun(class_id: int) -> bool:
    graded = PracticalGrade.objects.filter(training_class_id=class_id).exists()
    return graded or Attempt.objects.filter(training_class_id=class_id, kind=PaperKind.EXAM).exists()


def _problems(rules: PaperRules, bank: Collection[QuestionFacts]) -> list[Problem]:
    limits = (
        ("questions", rules.questions, MOST_QUESTIONS, "题数", "questions"),
        ("minutes", rules.time // timedelta(minutes=1), MOST_MINUTES, "分钟数", "minutes"),
        ("tries", rules.tries, MOST_TRIES, "考试次数", "tries"),
    )
    problems = [
        Problem(field, Text(f"{zh}应为1至{most}", f"{en}: 1 to {most}"))
        for field, value, most, zh, en in limits
        if not 1 <= value <= most
    ]
    if not timedelta(0) <= rules.wait <= LONGEST_WAIT:
        problems.append(Problem("wait", Text("补考间隔最长30天", "at most 30 days between tries")))
    if not 0 <= rules.graders <= 2:
        problems.append(Problem("graders", Text("实操评分人为0至2名", "none, one or two graders")))
    for one in rules.parts:
        there = sum(fits(question, one) for question in bank)
        if not 0 < one.count <= there:
            zh = f"“{one.chapter or '不分章节'}”题库有{there}题，不能抽{one.count}题"
            en = f"“{one.chapter or 'any chapter'}”: the bank has {there}, {one.count} cannot be drawn"
            problems.append(Problem("parts", Text(zh, en)))
    if any(_overlap(one, other) for one, other in combinations(rules.parts, 2)):
        problems.append(Problem("parts", Text("两部分抽的是同样的题；请合并", "two parts draw the same questions")))
    if sum(one.count for one in rules.parts) > MOST_QUESTIONS:
        problems.append(Problem("parts", Text(f"最多{MOST_QUESTIONS}题", f"at most {MOST_QUESTIONS} questions")))
    return problems


def _overlap(one: Part, other: Part) -> bool:
    chapters = one.chapter == other.chapter or not one.chapter or not other.chapter
    return chapters and (one.difficulty == other.difficulty or not one.difficulty or not other.difficulty)
