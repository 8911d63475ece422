"""Sitting a quiz or an exam: drawn, answered and marked on the server. Keyword only, one transaction, one audit row."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yunpei.catalogue import queries as catalogue
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import SHANGHAI, day_of, start_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.types import Verb
from yunpei.learning import queries
from yunpei.learning.exam_rules import rules_of
from yunpei.learning.marking import Asked, Given, draw, mark, number_kept, shown_to_kept
from yunpei.learning.models import Attempt
from yunpei.learning.papers import of_person, paper_of, result_of, standing
from yunpei.learning.types import GRACE, PaperKind, PaperRules, Result
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts

INVIGILATOR = Actor.system("invigilator")


def attempt_start(*, class_id: int, kind: PaperKind, by: Actor, at: datetime, lesson_id: int | None = None) -> str:
    """Begin a try and return its public id; the one already open, as it was, when there is one.

    The learner for themselves. lesson_id: of a quiz. Raises NotFound for someone who is not on the roster; Conflict when
    the class does not run today, the learner has not signed in, no try is left, it is passed already, or for an exam
    the class hours are not reached.
    """
    try:
        return _start(class_id, kind, lesson_id, by, at)
    except IntegrityError:  # two clicks at once: the other one began it
        return _start(class_id, kind, lesson_id, by, at)


@transaction.atomic
def _start(class_id: int, kind: PaperKind, lesson_id: int | None, by: Actor, at: datetime) -> str:
    held, person_id = training.class_of(class_id), _learner(by)
    lesson_id = lesson_id if kind is PaperKind.QUIZ else None
    if blocks := queries.paper_blocks(held, person_id, kind, day_of(at)):
        raise Conflict(blocks[0].text)
    if kind is PaperKind.QUIZ and lesson_id not in {one.id for one in catalogue.lessons(held.course_id)}:
        raise NotFound
    earlier = of_person(class_id, person_id, kind, lesson_id)
    begun = next((one for one in earlier if one.submitted_at is None), None)
    if begun is not None:
        if at <= begun.due_at + GRACE:
            return str(begun.public_id)
        _finish(begun, by, at)  # its time ran out while nobody looked
    rules = rules_of(class_id, kind)
    stands = standing(earlier, rules)
    if stands.passed and kind is PaperKind.EXAM:
        raise Conflict(Text("考试已合格，无需再考", "the exam is passed; there is no need to sit it again"))
    if not stands.tries_left:
        raise Conflict(
            Text("考试机会已用完；请联系本单位管理员", "no try is left; ask your organisation's administrator")
        )
    _waited(earlier, rules, at)
    return _draw(held, person_id, kind, lesson_id, stands.tries_used + 1, rules, by, at)


def _waited(earlier: Sequence[Attempt], rules: PaperRules, at: datetime) -> None:
    """Retakes come after a wait, so that tries are not spent in one go. Raises Conflict."""
    ended = max((one.submitted_at for one in earlier if one.submitted_at), default=None)
    if ended is not None and at < ended + rules.wait:
        until = (ended + rules.wait).astimezone(SHANGHAI)
        raise Conflict(
            Text(
                f"下一次考试须间隔{rules.wait // timedelta(hours=1)}小时，{until:%Y-%m-%d %H:%M} 以后可以再考",
                f"the next try comes {rules.wait // timedelta(hours=1)} hours later: from {until:%Y-%m-%d %H:%M} on",
            )
        )


def _draw(
    held: ClassFacts,
    person_id: int,
    kind: PaperKind,
    lesson_id: int | None,
    number: int,
    rules: PaperRules,
    by: Actor,
    at: datetime,
) -> str:
    seed, bank = secrets.randbits(63), catalogue.questions(held.course_id, lesson_id=lesson_id)
    paper = draw(bank, seed=seed, most=rules.questions, parts=rules.parts)
    points = {one.id: one.points for one in bank}
    if not paper:
        raise Conflict(Text("本课没有测验题", "this lesson has no quiz"))
    made = Attempt.objects.create(
        training_class_id=held.id,
        person_id=person_id,
        kind=kind,
        lesson_id=lesson_id,
        number=number,
        seed=seed,
        paper=[[asked.question_id, list(asked.order)] for asked in paper],
        asked=len(paper),
        full=sum(points[asked.question_id] for asked in paper),
        started_at=at,
        due_at=min(at + rules.time, start_of(held.ends_on + timedelta(days=1))),
    )
    _record(made, "attempt_start", by, at, {"kind": kind, "number": number, "class": held.public_id})
    return str(made.public_id)


@transaction.atomic
def attempt_answer(*, attempt_id: int, answers: Mapping[int, Given], by: Actor, at: datetime) -> None:
    """Keep answers of an open try without submitting it, so that a reload or a lost line loses nothing.

    answers: question id → places ticked on the page, 0 first, or the number as written; questions left out keep what they
    had. The learner for themselves. Raises NotFound, Conflict when the try is submitted or its time is over, Invalid for places not shown.
    """
    held = _own(attempt_id, by)
    if held.submitted_at is not None or at > held.due_at + GRACE:
        raise Conflict(Text("本次答题已结束", "this try has ended"))
    _keep(held, answers)
    _record(held, "attempt_answer", by, at, {"questions": sorted(answers)})
    _happened(held, Verb.ANSWER, by, at, {"answers": held.answers})


@transaction.atomic
def attempt_submit(*, attempt_id: int, by: Actor, at: datetime, answers: Mapping[int, Given] | None = None) -> Result:
    """Submit a try with its last answers and mark it; one that is submitted already gives the same result again.

    Answers that come after the time is over are left out, those kept before count. The learner for themselves.
    Raises NotFound, Invalid.
    """
    held = _own(attempt_id, by)
    if held.submitted_at is None:
        if answers and at <= held.due_at + GRACE:
            _keep(held, answers)
        _finish(held, by, at)
    return result_of(held)


@transaction.atomic
def attempts_expire(*, at: datetime) -> int:
    """Mark every open try whose time is over with the answers it kept; returns how many. The program alone (jobs)."""
    over = Attempt.objects.select_for_update().filter(submitted_at=None, due_at__lt=at - GRACE).order_by("id")
    found = list(over)
    for one in found:
        _finish(one, INVIGILATOR, at)
    return len(found)


def _finish(held: Attempt, by: Actor, at: datetime) -> None:
    bank = {one.id: one for one in catalogue.questions(_course(held), lesson_id=held.lesson_id)}
    given = {int(key): value for key, value in held.answers.items()}
    score = mark(paper_of(held), given, bank)
    held.right, held.points, held.submitted_at = score.right, score.points, at
    held.save(update_fields=["right", "points", "submitted_at"])
    detail: dict[str, object] = {
        "right": score.right,
        "asked": score.asked,
        "mark": score.mark,
        "late": at > held.due_at + GRACE,
    }
    _record(held, "attempt_submit", by, at, detail)
    _happened(held, Verb.SCORE, by, at, {**detail, "kind": held.kind, "answers": held.answers})


def _keep(held: Attempt, answers: Mapping[int, Given]) -> None:
    asked: dict[int, Asked] = {one.question_id: one for one in paper_of(held)}
    kept = dict(held.answers)
    try:
        for question_id, places in answers.items():
            kept[str(question_id)] = _kept(asked[question_id], places)
    except (KeyError, ValueError):  # a place that was not shown, or no number
        wrong = Text("答案与题目对不上；请刷新页面后重新作答", "the answers do not fit the questions; reload the page")
        raise Invalid([Problem("answers", wrong)]) from None
    held.answers = kept
    held.save(update_fields=["answers"])


def _kept(asked: Asked, given: Given) -> list[int | str]:
    """An answer as it is stored; a question without options asks for a number."""
    if not asked.order:
        return list(number_kept(str(given[0]) if given else ""))
    return list(shown_to_kept(asked, [int(place) for place in given]))


def _own(attempt_id: int, by: Actor) -> Attempt:
    held = Attempt.objects.select_for_update().filter(pk=attempt_id, person_id=_learner(by)).first()
    if held is None:
        raise NotFound
    return held


def _learner(by: Actor) -> int:
    if by.person_id is None:
        raise NotFound
    return by.person_id


def _course(held: Attempt) -> int:
    return training.class_of(held.training_class_id).course_id


def _happened(held: Attempt, verb: Verb, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    """As proof, beside the audit row."""
    who, where = str(held.person.public_id), str(held.training_class.public_id)
    detail = {"attempt": str(held.public_id), **detail}
    event_record(verb=verb, by=by, at=at, person=who, class_id=where, detail=detail)


def _record(held: Attempt, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="attempt", subject_id=held.public_id, detail=detail)
