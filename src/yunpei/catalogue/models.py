"""Courses and who reviews them, their teachers, the directories."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.catalogue.selection import models as selection_tables  # noqa: F401 - Django finds a room's tables from here
from yunpei.catalogue.types import (
    CourseKind,
    CourseState,
    Difficulty,
    Directory,
    EntryKind,
    Honour,
    LessonKind,
    QuestionKind,
    Verdict,
)
from yunpei.catalogue.zones import models as zone_tables  # noqa: F401 - likewise
from yunpei.common.identifiers_db import new_id


class Project(models.Model):
    """A training project (培训项目) by name. `normal` is how names are compared: 培训 项目 and 培训项目 are one project."""

    name = models.CharField(max_length=200)
    normal = models.CharField(max_length=200, unique=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="project_named", condition=~Q(name="") & ~Q(normal=""))]


class Course(models.Model):
    """One version of what a class studies: lessons and a question bank of one project. Only drafts change.

    A change to a published course is another row of the same `line`; classes stay with the row they were filed with.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CourseKind])
    project = models.ForeignKey("catalogue.Project", on_delete=models.PROTECT, related_name="courses")
    provider = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in CourseState], default=CourseState.DRAFT
    )
    line = models.UUIDField(default=new_id, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    public = models.BooleanField(default=False)
    topic = models.CharField(max_length=30, blank=True)
    occupation = models.CharField(max_length=10, blank=True)
    occupation_name = models.CharField(max_length=60, blank=True)
    about = models.TextField(blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(blank=True)  # what a search looks through, as `searching.normal` writes it
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="course_titled", condition=~Q(title="")),
            models.CheckConstraint(
                name="course_state_has_its_day",
                condition=Q(
                    state__in=["draft", "platform", "school", "experts", "authority"],
                    published_at__isnull=True,
                    retired_at__isnull=True,
                )
                | Q(state="published", published_at__isnull=False, retired_at__isnull=True)
                | Q(state="retired", published_at__isnull=False, retired_at__isnull=False),
            ),
            models.UniqueConstraint(name="course_version_once", fields=["line", "version"]),
            models.UniqueConstraint(
                name="course_one_version_in_work",
                fields=["line"],
                condition=Q(state__in=["draft", "platform", "school", "experts", "authority"]),
            ),
            models.CheckConstraint(
                name="course_occupation_shape",
                condition=Q(occupation="") | Q(occupation__regex=r"^[1-8]-[0-9]{2}-[0-9]{2}-[0-9]{2}$"),
            ),
        ]


class Lesson(models.Model):
    """One video, document, quiz, practical task or live lesson. `seconds` is the planned length: the most that earns credit."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="lessons")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in LessonKind])
    seconds = models.PositiveIntegerField()
    file = models.UUIDField(null=True)  # public id of a stored file; `files` is no room below
    captions = models.UUIDField(null=True)  # likewise, of a video
    chapter = models.CharField(max_length=100, blank=True)
    brief = models.TextField(blank=True)

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
    options = models.JSONField()  # list of texts; none where a number is asked
    answer = models.JSONField()  # indexes of the right options, sorted
    number = models.CharField(max_length=30, blank=True)  # the right number, as a decimal
    within = models.CharField(max_length=30, blank=True)  # how far from it an answer may lie
    points = models.PositiveSmallIntegerField(default=1)
    chapter = models.CharField(max_length=100, blank=True)
    difficulty = models.PositiveSmallIntegerField(
        default=Difficulty.MEDIUM, choices=[(one.value, one.value) for one in Difficulty]
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="question_asks", condition=~Q(text="")),
            models.CheckConstraint(name="question_gives_points", condition=Q(points__gt=0)),
            models.CheckConstraint(
                name="question_number_has_one",
                condition=(Q(kind="number") & ~Q(number="")) | (~Q(kind="number") & Q(number="", within="")),
            ),
        ]


class Opinion(models.Model):
    """What one reviewer said at one gate. A returned course comes back in another round; nothing here is changed."""

    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField()
    gate = models.CharField(max_length=10)
    verdict = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Verdict])
    text = models.TextField()
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="opinion_one_a_round", fields=["course", "round", "account"]),
            models.CheckConstraint(name="opinion_says_something", condition=~Q(text="")),
        ]


class Expert(models.Model):
    """A seat in the expert committee (专家委员会), held by an account from a day on until it is ended."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=100)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="expert_seat_once", fields=["account"], condition=Q(until__isnull=True)),
        ]


class CourseGram(models.Model):
    """Two neighbouring characters of a public course's words: by these a search finds 电工 on any database."""

    course = models.ForeignKey("catalogue.Course", on_delete=models.CASCADE, related_name="+")
    gram = models.CharField(max_length=2)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="gram_once", fields=["gram", "course"])]


class Teacher(models.Model):
    """One of the teachers' pool (师资库): who may teach, with the honours that were proven."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    name = models.CharField(max_length=60)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=6)
    trade = models.CharField(max_length=100)
    about = models.TextField(blank=True)
    live = models.BooleanField(default=False)  # may be invited for live classes
    listed_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="teacher_named", condition=~Q(name=""))]


class TeacherHonour(models.Model):
    """One honour of a teacher, with its year."""

    teacher = models.ForeignKey("catalogue.Teacher", on_delete=models.CASCADE, related_name="honours")
    honour = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Honour])
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="honour_once", fields=["teacher", "honour", "year"]),
        ]


class DirectoryBatch(models.Model):
    """One published list of a directory (目录): numbered per region and directory, never changed."""

    directory = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Directory])
    region = models.CharField(max_length=6)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    published_on = models.DateField()
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="batch_number_once", fields=["directory", "region", "number"]),
        ]


class DirectoryEntry(models.Model):
    """One body or project of a batch, in force from a day until the end of another, or until it is taken out."""

    batch = models.ForeignKey("catalogue.DirectoryBatch", on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in EntryKind])
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=18, blank=True)  # credit code of a body, occupation of a project
    scope = models.TextField(blank=True)
    words = models.TextField()  # what a search looks through
    since = models.DateField()
    until = models.DateField(null=True)
    out = models.ForeignKey("catalogue.DirectoryBatch", on_delete=models.PROTECT, null=True, related_name="taken_out")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="entry_once_a_batch", fields=["batch", "name", "code"]),
            models.CheckConstraint(
                name="entry_dates", condition=Q(until__isnull=True) | Q(until__gte=models.F("since"))
            ),
        ]
