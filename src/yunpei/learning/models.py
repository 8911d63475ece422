"""Papers that were sat and grades, questions to teachers, evaluations, records of study elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.learning.models_identity import Appointment as Appointment
from yunpei.learning.models_identity import ClassAsking as ClassAsking
from yunpei.learning.models_identity import IdentityCheck as IdentityCheck
from yunpei.learning.models_identity import IdentityChoice as IdentityChoice
from yunpei.learning.models_live import Broadcast as Broadcast
from yunpei.learning.models_monitoring import LessonFigures as LessonFigures
from yunpei.learning.models_monitoring import Urge as Urge
from yunpei.learning.records.types import Grade, Kind, Verdict, Way
from yunpei.learning.types import PaperKind, Scale


class Attempt(models.Model):
    """One try at a quiz or an exam: what was drawn, in which order it was shown, what was answered, what it came to.

    `paper` is [[question id, [index of the option at each place]], …], drawn from `seed`; `answers` is
    {question id: [indexes of the bank]}, or [the number as written]. Nothing of a submitted attempt changes.
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
    points = models.PositiveIntegerField(null=True)
    full = models.PositiveIntegerField()  # points of all questions that were asked

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attempt_quiz_has_lesson",
                condition=Q(kind="quiz", lesson__isnull=False) | Q(kind="exam", lesson__isnull=True),
            ),
            models.CheckConstraint(name="attempt_has_questions", condition=Q(asked__gt=0, full__gt=0)),
            models.CheckConstraint(name="attempt_has_time", condition=Q(due_at__gt=F("started_at"))),
            models.CheckConstraint(
                name="attempt_submitted_is_marked",
                condition=Q(submitted_at__isnull=True, right__isnull=True, points__isnull=True)
                | Q(
                    submitted_at__isnull=False,
                    right__isnull=False,
                    right__lte=F("asked"),
                    points__isnull=False,
                    points__lte=F("full"),
                ),
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


class ExamRules(models.Model):
    """How the exam of a class is sat, where its teacher said so; else as in types.RULES. parts: [[chapter, difficulty, how many], …]."""

    training_class = models.OneToOneField("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    questions = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    tries = models.PositiveSmallIntegerField()
    wait_hours = models.PositiveSmallIntegerField(default=0)  # between the end of a try and the next
    parts = models.JSONField(default=list)
    graders = models.PositiveSmallIntegerField(default=0)  # of the practical part; 0: there is none
    set_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="exam_rules_sound", condition=Q(questions__gt=0, minutes__gt=0, tries__gt=0, graders__lte=2)
            )
        ]


class PracticalGrade(models.Model):
    """What one grader gave a learner for a try at the practical part: of 100, with a remark. Voided, never changed."""

    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()  # of the try
    mark = models.PositiveSmallIntegerField()
    scale = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Scale])
    remark = models.CharField(max_length=500, blank=True, default="")
    graded_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    graded_at = models.DateTimeField()
    voided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="practical_of_hundred", condition=Q(mark__lte=100)),
            # A second grade is another person's.
            models.UniqueConstraint(
                name="practical_grader_once",
                fields=["training_class", "person", "number", "graded_by"],
                condition=Q(voided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="practical_void_has_reason",
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
        ]


class Enquiry(models.Model):
    """A question of a learner to the teachers of a class, and its one answer (答疑). Hidden with a reason, never deleted."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey("catalogue.Lesson", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=1000)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True, default="")
    answered_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="enquiry_asks", condition=~Q(text="")),
            models.CheckConstraint(
                name="enquiry_answer_has_time",
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__gte=F("asked_at")) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="enquiry_hidden_has_reason",
                condition=Q(hidden_at__isnull=True, hidden_reason="")
                | (Q(hidden_at__isnull=False) & ~Q(hidden_reason="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="enquiry_by_class", fields=["training_class", "asked_at"])]


class Evaluation(models.Model):
    """What a learner thinks of a class afterwards (培训后评估), once; shown as sums alone, and only of enough people."""

    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    content = models.PositiveSmallIntegerField()
    teaching = models.PositiveSmallIntegerField()
    usefulness = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="evaluation_once", fields=["training_class", "person"]),
            models.CheckConstraint(
                name="evaluation_one_to_five",
                condition=Q(content__range=(1, 5), teaching__range=(1, 5), usefulness__range=(1, 5)),
            ),
        ]


class RecordBatch(models.Model):
    """What an organisation brought in at once for a class: a platform's export, or files bound to persons it chose.

    Never deleted: one that is taken back is voided with a reason and stays. digest: of the bytes that were uploaded.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    channel = models.CharField(max_length=200)  # as the plan names it where it is filed
    filed = models.BooleanField()
    grade = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Grade])
    way = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Way])
    counts = models.BooleanField()  # whether the programme counts this grade
    note = models.CharField(max_length=500, blank=True, default="")
    digest = models.CharField(max_length=64)
    brought_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()
    voided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            # The same file again changes nothing, however often it is clicked.
            models.UniqueConstraint(
                name="record_file_once",
                fields=["training_class", "kind", "digest"],
                condition=Q(voided_at__isnull=True),
            ),
            models.CheckConstraint(name="record_has_channel", condition=~Q(channel="")),
            models.CheckConstraint(
                name="record_platform_is_filed_export",
                condition=Q(grade="paper") | Q(grade="platform", kind="export", filed=True),
            ),
            models.CheckConstraint(
                name="record_void_has_reason",
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="record_by_class", fields=["training_class", "brought_at"])]


class RecordFile(models.Model):
    """A file of a batch, as the files room keeps it."""

    batch = models.ForeignKey(RecordBatch, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="record_batch_file_once", fields=["batch", "file"])]


class Record(models.Model):
    """So many ms of one person's study elsewhere, at some time between two moments. What an officer made of it comes later."""

    batch = models.ForeignKey(RecordBatch, on_delete=models.PROTECT, related_name="records")
    line = models.ForeignKey("training.RosterLine", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ms = models.PositiveBigIntegerField()
    course = models.CharField(max_length=200, blank=True, default="")
    row = models.PositiveIntegerField(default=0)  # of the sheet; 0: stated beside files
    verdict = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Verdict], default=Verdict.WAITING
    )
    reason = models.CharField(max_length=500, blank=True, default="")
    judged_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="record_has_time", condition=Q(ms__gt=0)),
            models.CheckConstraint(name="record_window_in_order", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="record_verdict_has_reason",
                condition=Q(verdict="waiting", reason="", judged_at__isnull=True)
                | (~Q(verdict="waiting") & ~Q(reason="") & Q(judged_at__isnull=False)),
            ),
            models.UniqueConstraint(name="record_row_once", fields=["batch", "row"], condition=Q(row__gt=0)),
            models.UniqueConstraint(name="record_stated_once", fields=["batch", "line"], condition=Q(row=0)),
        ]
        indexes: ClassVar = [models.Index(name="record_by_person", fields=["person", "starts_at"])]
