"""Evaluation after training (培训后评估): once per learner, seen as sums alone, and only of enough people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Avg, Count

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.learning.models import Evaluation
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts, ClassState

ASKED = ("content", "teaching", "usefulness")
FEWEST = 5  # people; of fewer nothing is shown: somebody could be guessed


@dataclass(frozen=True, slots=True)
class Sums:
    """How a class, or all classes of a course, were rated: tenths of a star by question. None where too few have answered."""

    answers: int | None
    tenths: Mapping[str, int]


def evaluation_blocked(held: ClassFacts, *, person_id: int, at: datetime) -> Text | None:
    """Why a learner cannot evaluate a class now; None when they can. 1 query."""
    if held.state is not ClassState.CLOSED and day_of(at) <= held.ends_on:
        return Text("班级结束后可以评价", "a class is evaluated once it is over")
    if held.state is ClassState.CANCELLED:
        return Text("班级已取消", "the class was cancelled")
    if Evaluation.objects.filter(training_class_id=held.id, person_id=person_id).exists():
        return Text("您已经评价过，谢谢", "you have evaluated it, thank you")
    return None


def evaluation_give(*, class_id: int, stars: Mapping[str, int], by: Actor, at: datetime) -> None:
    """Rate a class that is over, one to five stars for each of ASKED. The learner for themselves, who had signed in.

    Raises NotFound, Conflict, Invalid.
    """
    if by.person_id is None:
        raise NotFound
    held, line = training.class_of(class_id), training.line_of_person(class_id, by.person_id)
    if line.signed_in_at is None:
        raise Conflict(Text("没有签到注册，不能评价", "only who signed in to the class evaluates it"))
    if blocked := evaluation_blocked(held, person_id=by.person_id, at=at):
        raise Conflict(blocked)
    told = Text("请选一至五星", "choose one to five stars")
    if problems := [Problem(name, told) for name in ASKED if not 1 <= stars.get(name, 0) <= 5]:
        raise Invalid(problems)
    try:
        with transaction.atomic():
            given = {name: stars[name] for name in ASKED}
            Evaluation.objects.create(training_class_id=class_id, person_id=by.person_id, at=at, **given)
            # What was answered stays out of it: the audit row names the person.
            audit.record(by=by, at=at, verb="evaluation", subject_type="class", subject_id=held.public_id)
    except IntegrityError:
        raise Conflict(Text("您已经评价过，谢谢", "you have evaluated it, thank you")) from None


def sums_of_class(class_id: int) -> Sums:
    """How a class was rated, nothing of it where fewer than five answered. 1 query."""
    found = Evaluation.objects.filter(training_class_id=class_id)
    row = found.aggregate(answers=Count("id"), **{name: Avg(name) for name in ASKED})
    if row["answers"] < FEWEST:
        return Sums(None, {})
    return Sums(row["answers"], {name: int(row[name] * 10 + 0.5) for name in ASKED})
