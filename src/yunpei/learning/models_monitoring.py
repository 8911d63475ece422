"""The tables of those who urge to study: who was told that they are behind, and how lessons are studied."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Urge(models.Model):
    """A learner behind the plan of a class was told so: when, how many class hours they had and the plan asked for by then."""

    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    hours = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="urge_once_a_day", fields=["training_class", "person", "day"]),
            models.CheckConstraint(name="urge_is_behind", condition=Q(expected__gt=F("hours"))),
        ]


class LessonFigures(models.Model):
    """How a lesson is studied in one class, counted by a job: sessions, people, how many finished, and how many saw each minute."""

    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey("catalogue.Lesson", on_delete=models.PROTECT, related_name="+")
    plays = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    finished = models.PositiveIntegerField()
    minutes = models.JSONField()  # people who watched at least half of it, minute by minute
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="lesson_figures_once", fields=["training_class", "lesson"]),
            models.CheckConstraint(name="lesson_figures_of_people", condition=Q(finished__lte=F("people"))),
        ]
