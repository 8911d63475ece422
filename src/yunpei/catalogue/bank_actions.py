"""Bringing a sheet of questions into a draft course's bank: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from yunpei.catalogue import making
from yunpei.catalogue.bank import question_problems
from yunpei.catalogue.bank_sheet import BankRow
from yunpei.catalogue.models import Lesson, Question
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text


@transaction.atomic
def questions_import(*, course_id: int, rows: Sequence[BankRow], by: Actor, at: datetime) -> int:
    """Add the questions of a sheet and return how many; those that are in the bank as they are stay, so the same sheet adds none.

    The provider's administrators, for a draft. Raises NotFound, Forbidden, Conflict; Invalid with every question that the bank has
    with another answer, or that cannot be one.
    """
    course = making.draft(course_id, by)
    lessons = dict(Lesson.objects.filter(course=course).values_list("position", "pk"))
    known = {(one.kind, one.text): one for one in Question.objects.filter(course=course)}
    new, problems = list[Question](), list[Problem]()
    for one in rows:
        if one.lesson is not None and one.lesson not in lessons:
            raise NotFound
        given: dict[str, Any] = {**one.question.columns(), "lesson_id": lessons.get(one.lesson or 0)}
        old = known.get((one.question.kind, one.question.text))
        if old is None:
            problems += [Problem(f"row {one.row}", each.text) for each in question_problems(one.question)]
            new.append(Question(course=course, **given))
        elif any(getattr(old, name) != value for name, value in given.items()):
            zh = f"第{one.row}行：题库已有这道题，内容不同；请先移除旧题"
            en = f"row {one.row}: the bank has this question, and it differs; remove the old one first"
            problems.append(Problem(f"row {one.row}", Text(zh, en)))
    if problems:
        raise Invalid(problems)
    Question.objects.bulk_create(new)
    if new:
        detail = {"added": len(new), "rows": len(rows)}
        audit.record(
            by=by, at=at, verb="questions_import", subject_type="course", subject_id=course.public_id, detail=detail
        )
    return len(new)
