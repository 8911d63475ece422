"""Reading of attempts: the paper as drawn, where a learner stands, the page of one try."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import QuestionKind
from yunpei.common.errors import NotFound
from yunpei.common.statements import Given, Statement
from yunpei.learning.marking import Asked, Score, kept_to_shown
from yunpei.learning.models import Attempt
from yunpei.learning.types import GRACE, AttemptPage, PaperKind, PaperRules, PaperStanding, Result, ShownQuestion
from yunpei.training import queries as training


def of_person(class_id: int, person_id: int, kind: PaperKind, lesson_id: int | None) -> list[Attempt]:
    """The tries of one learner at one paper, the first first. 1 query."""
    found = Attempt.objects.filter(training_class_id=class_id, person_id=person_id, kind=kind)
    if lesson_id is not None:
        found = found.filter(lesson_id=lesson_id)
    return list(found.order_by("number"))


class Try(NamedTuple):
    """What is left of an attempt where its questions are not asked for."""

    kind: str
    lesson_id: int | None
    right: int | None
    asked: int
    points: int | None
    full: int
    submitted_at: datetime | None
    public_id: UUID


_TRIES = Statement(
    lambda: (
        Attempt.objects.filter(
            training_class=Given("class_id", BigIntegerField()), person=Given("person_id", BigIntegerField())
        )
        .order_by("number")
        .values_list(*Try._fields)
    )
)


def tries_of(class_id: int, person_id: int) -> list[Try]:
    """The tries of one learner at all papers of a class, the first first. 1 query."""
    return [Try(*row) for row in _TRIES.rows(class_id=class_id, person_id=person_id)]


class Sat(NamedTuple):
    """One try as a class's dossier keeps it, answers and all; `lesson` is empty for an exam, `mark` None while it is open."""

    person_id: int
    attempt: str
    kind: str
    lesson: str
    number: int
    started_at: datetime
    due_at: datetime
    submitted_at: datetime | None
    right: int | None
    asked: int
    points: int | None
    full: int
    mark: int | None
    paper: Any
    answers: Any


def sat_in_class(class_id: int) -> list[Sat]:
    """Every try of everyone in a class at every paper, by person and time. Its caller checks who may. 1 query."""
    rows = Attempt.objects.filter(training_class_id=class_id).select_related("lesson").order_by("person_id", "id")
    return [
        Sat(
            person_id=one.person_id,
            attempt=str(one.public_id),
            kind=one.kind,
            lesson=str(one.lesson.public_id) if one.lesson else "",
            number=one.number,
            started_at=one.started_at,
            due_at=one.due_at,
            submitted_at=one.submitted_at,
            right=one.right,
            asked=one.asked,
            points=one.points,
            full=one.full,
            mark=score.mark if (score := score_of(one)) else None,
            paper=one.paper,
            answers=one.answers,
        )
        for one in rows
    ]


def score_of(attempt: Attempt | Try) -> Score | None:
    """What a try came to; None while it is open."""
    if attempt.right is None or attempt.points is None:
        return None
    return Score(attempt.right, attempt.asked, attempt.points, attempt.full)


def standing(attempts: Iterable[Attempt | Try], rules: PaperRules) -> PaperStanding:
    """Where these tries at one paper leave their learner."""
    tried = list(attempts)
    scores = [score for one in tried if (score := score_of(one))]
    begun = next((one for one in tried if one.submitted_at is None), None)
    return PaperStanding(
        tries_used=len(tried),
        tries_left=max(0, rules.tries - len(tried)),
        best_mark=max((score.mark for score in scores), default=None),
        passed=any(score.passed for score in scores),
        open_attempt=str(begun.public_id) if begun else None,
    )


def paper_of(attempt: Attempt) -> tuple[Asked, ...]:
    """The paper as it was drawn and stored."""
    return tuple(Asked(question_id, tuple(order)) for question_id, order in attempt.paper)


def result_of(attempt: Attempt) -> Result:
    """What a submitted try came to. Raises NotFound for one that is still open."""
    score = score_of(attempt)
    if score is None:
        raise NotFound
    return Result(score.right, score.asked, score.mark, score.passed)


def attempt_page(public_id: str, *, person_id: int, at: datetime) -> AttemptPage:
    """One try as its own learner sees it. Raises NotFound for anyone else's. 3 queries."""
    try:
        found = Attempt.objects.filter(public_id=UUID(public_id), person_id=person_id).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    course_id = training.class_of(found.training_class_id).course_id
    return AttemptPage(
        id=found.pk,
        public_id=str(found.public_id),
        kind=PaperKind(found.kind),
        class_id=found.training_class_id,
        lesson_id=found.lesson_id,
        number=found.number,
        started_at=found.started_at,
        due_at=found.due_at,
        over=at > found.due_at + GRACE,
        questions=tuple(_shown(found, course_id)),
        result=result_of(found) if found.submitted_at else None,
    )


def _shown(attempt: Attempt, course_id: int) -> Sequence[ShownQuestion]:
    bank = {one.id: one for one in catalogue.questions(course_id, lesson_id=attempt.lesson_id)}
    shown = []
    for asked in paper_of(attempt):
        question = bank[asked.question_id]
        kept = attempt.answers.get(str(asked.question_id), [])
        options = tuple(question.options[index] for index in asked.order)
        number = question.kind is QuestionKind.NUMBER
        shown.append(
            ShownQuestion(
                id=question.id,
                kind=question.kind,
                text=question.text,
                options=options,
                ticked=frozenset() if number else kept_to_shown(asked, kept),
                points=question.points,
                written=str(kept[0]) if number and kept else "",
            )
        )
    return shown
