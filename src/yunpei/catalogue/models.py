"""Projects, courses, lessons and the question bank."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.catalogue.types import CourseKind, CourseState, LessonKind, QuestionKind
from yunpei.common.identifiers_db import new_id


class Project(models.Model):
    """A training project (培训项目) by name. `normal` is how names are compared: 培训 项目 and 培训项目 are one project."""

    name = models.CharField(max_length=200)
    normal = models.CharField(max_length=200, unique=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="project_named", condition=~Q(name="") & ~Q(normal=""))]


class Course(models.Model):
    """What a class studies: lessons and a question bank of one project. Only drafts change."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CourseKind])
    project = models.ForeignKey("catalogue.Project", on_delete=models.PROTECT, related_name="courses")
    provider = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in CourseState], default=CourseState.DRAFT
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="course_titled", condition=~Q(title="")),
            models.CheckConstraint(
                name="course_state_has_its_day",
                condition=Q(state="draft", published_at__isnull=True, retired_at__isnull=True)
                | Q(state="published", published_at__isnull=False, retired_at__isnull=True)
                | Q(state="retired", published_at__isnull=False, retired_at__isnull=False),
            ),
        ]


class Lesson(models.Model):
    """One video or document. `seconds` is the planned length: the most that earns credit."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="lessons")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in LessonKind])
    seconds = models.PositiveIntegerField()
    file = models.UUIDField(null=True)  # public id of a stored file; `files` is no room below

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="lesson_position_once", fields=["course", "position"]),
            models.CheckConstraint(name="lesson_has_length", condition=Q(seconds__gt=0)),
            models.CheckConstraint(name="lesson_titled", condition=~Q(title="")),
        ]


class Question(models.Model):
    """One question of a course's bank. With a lesson it is asked in that lesson's quiz too, without one only in the exam."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="questions")
    lesson = models.ForeignKey("catalogue.Lesson", on_delete=models.PROTECT, null=True, related_name="questions")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in QuestionKind])
    text = models.TextField()
    options = models.JSONField()  # list of texts
    answer = models.JSONField()  # indexes of the right options, sorted

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="question_asks", condition=~Q(text=""))]
