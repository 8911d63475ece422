"""Papers that were sat."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.learning.types import PaperKind


class Attempt(models.Model):
    """One try at a quiz or an exam: what was drawn, in which order it was shown, what was answered, what it came to.

    `paper` is [[question id, [index of the option at each place]], …], drawn from `seed`; `answers` is
    {question id: [indexes of the bank]}. Nothing of a submitted attempt changes.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in PaperKind])
    lesson = models.ForeignKey("catalogue.Lesson", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    paper = models.JSONField()
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    right = models.PositiveSmallIntegerField(null=True)
    asked = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attempt_quiz_has_lesson",
                condition=Q(kind="quiz", lesson__isnull=False) | Q(kind="exam", lesson__isnull=True),
            ),
            models.CheckConstraint(name="attempt_has_questions", condition=Q(asked__gt=0)),
            models.CheckConstraint(name="attempt_has_time", condition=Q(due_at__gt=F("started_at"))),
            models.CheckConstraint(
                name="attempt_submitted_is_marked",
                condition=Q(submitted_at__isnull=True, right__isnull=True)
                | Q(submitted_at__isnull=False, right__isnull=False, right__lte=F("asked")),
            ),
            # One try is open at a time, and tries are counted without gaps: two clicks at once are one try.
            models.UniqueConstraint(
                name="exam_one_open",
                fields=["training_class", "person"],
                condition=Q(kind="exam", submitted_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="quiz_one_open",
                fields=["training_class", "person", "lesson"],
                condition=Q(kind="quiz", submitted_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="exam_try_once", fields=["training_class", "person", "number"], condition=Q(kind="exam")
            ),
            models.UniqueConstraint(
                name="quiz_try_once", fields=["training_class", "person", "lesson", "number"], condition=Q(kind="quiz")
            ),
        ]
