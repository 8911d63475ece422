"""Rosters and the files they come from, classes, who signed in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.policy.words import WORKER_KINDS
from yunpei.training.types import Accumulate, ClassState, HourSource, Mode, UploadState
from yunpei.training.university.models import Pick as Pick
from yunpei.training.university.models import StaffMember as StaffMember
from yunpei.training.university.models import University as University


class Roster(models.Model):
    """A roster as uploaded whole for one class filing; locked when the filing is approved."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")  # of the filed lines, as queries.roster_digest


class RosterLine(models.Model):
    """One person of a roster, with the name and masked number as they were filed.

    The person may not have registered yet: `people` knows them from the roster and gives them their account later.
    """

    roster = models.ForeignKey("training.Roster", on_delete=models.PROTECT, related_name="lines")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    id_masked = models.CharField(max_length=18)
    worker_kind = models.CharField(max_length=20, choices=[(word, word) for word in WORKER_KINDS])
    post = models.CharField(max_length=500, blank=True, default="")
    row = models.PositiveIntegerField()  # of the sheet; 0: typed in
    added_at = models.DateTimeField()
    filed = models.BooleanField(default=True)  # False: added after the plan was locked

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="roster_person_once", fields=["roster", "person"]),
            models.CheckConstraint(name="roster_line_named", condition=~Q(name="")),
            # A column mix-up must not put a number that can be read where only the masked form belongs.
            models.CheckConstraint(name="roster_id_is_masked", condition=Q(id_masked__contains="****")),
        ]


class RosterUpload(models.Model):
    """A file on its way to be the roster of a filing: how far its check is, what was wrong, what came of it.

    No number is kept here that could be read: `shown` has the first bad rows with masked ones, the rest is in the marked file.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=32)  # the filing; casework is a room above
    roster = models.ForeignKey("training.Roster", on_delete=models.PROTECT, null=True, related_name="+")
    file = models.UUIDField()  # of `files`, as is `marked`
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    first_day = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in UploadState], default=UploadState.WAITING
    )
    rows = models.PositiveIntegerField(default=0)  # read so far
    bad_rows = models.PositiveIntegerField(default=0)
    shown = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    marked = models.UUIDField(null=True)
    why = models.JSONField(null=True)  # the file as a whole was refused
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="roster_upload_one_at_a_time",
                fields=["case_number"],
                condition=Q(state__in=["waiting", "checking", "writing"]),
            ),
            models.CheckConstraint(
                name="roster_upload_taken_has_roster", condition=~Q(state="taken") | Q(roster__isnull=False)
            ),
            models.CheckConstraint(
                name="roster_upload_ended",
                condition=Q(state__in=["waiting", "checking", "writing"], ended_at__isnull=True)
                | Q(state__in=["taken", "refused"], ended_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(name="roster_upload_by_case", fields=["case_number", "-id"])]


class TrainingClass(models.Model):
    """A class as its approved plan says. It changes with the plan alone, once both sides agreed to amend that."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    number = models.CharField(max_length=64)
    case_number = models.CharField(max_length=32, unique=True)  # the filing; casework is a room above
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=100)
    pack_version = models.DateField()
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="+")
    project = models.CharField(max_length=200)
    mode = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Mode])
    converted = models.BooleanField(default=False)
    planned_hours = models.PositiveSmallIntegerField()
    required_hours = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    filed_on = models.DateField()
    hour_seconds = models.PositiveIntegerField()
    hour_accumulate = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Accumulate])
    hour_source = models.CharField(max_length=10, choices=[(one.value, one.value) for one in HourSource])
    hour_clause = models.CharField(max_length=100, blank=True, default="")
    roster = models.OneToOneField("training.Roster", on_delete=models.PROTECT, related_name="training_class")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in ClassState], default=ClassState.PLANNED
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # closed or cancelled

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="class_number_once", fields=["organisation", "number"]),
            models.CheckConstraint(name="class_numbered", condition=~Q(number="")),
            models.CheckConstraint(name="class_days_in_order", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="class_hours_fit", condition=Q(required_hours__gt=0, required_hours__lte=F("planned_hours"))
            ),
            models.CheckConstraint(name="class_hour_has_length", condition=Q(hour_seconds__gt=0)),
            models.CheckConstraint(
                name="class_ended_with_its_day",
                condition=Q(state__in=["planned", "open"], ended_at__isnull=True)
                | Q(state__in=["closed", "cancelled"], ended_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(name="class_by_state", fields=["state", "starts_on"])]


class SignIn(models.Model):
    """A person registered for their class by signing in (签到注册): once, on a day the class runs."""

    line = models.OneToOneField("training.RosterLine", on_delete=models.PROTECT, related_name="sign_in")
    at = models.DateTimeField()


class Meeting(models.Model):
    """A part of a class held on the spot (面授): where, and from when to when. Voided with a reason, never deleted."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    training_class = models.ForeignKey(TrainingClass, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    teacher = models.CharField(max_length=100)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    key = models.CharField(max_length=200)  # what its codes are made with, encrypted
    planned_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    voided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="meeting_lasts", condition=Q(ends_at__gt=F("starts_at"))),
            # Hours that nobody was told of beforehand come in as records on paper, which an officer judges.
            models.CheckConstraint(name="meeting_planned_before", condition=Q(planned_at__lt=F("starts_at"))),
            models.CheckConstraint(name="meeting_has_place", condition=~Q(place="") & ~Q(teacher="")),
            models.CheckConstraint(
                name="meeting_void_has_reason",
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="meeting_by_class", fields=["training_class", "starts_at"])]


class Attendance(models.Model):
    """One person of the roster was at a meeting: signed in with its code at a moment, from which on the time counts.

    device: keyed digest of the mark that the site put into the browser. event: of the evidence log.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    line = models.ForeignKey(RosterLine, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ms = models.PositiveIntegerField()
    device = models.CharField(max_length=64)
    event = models.UUIDField()
    voided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            # Voided ones too: who was taken off once does not come back with another code.
            models.UniqueConstraint(name="attendance_once", fields=["meeting", "line"]),
            models.UniqueConstraint(name="attendance_device_once", fields=["meeting", "device"]),
            models.CheckConstraint(name="attendance_has_time", condition=Q(ms__gt=0)),
            models.CheckConstraint(
                name="attendance_void_has_reason",
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
        ]


class WrongCode(models.Model):
    """A sign-in with a code that was wrong or too old: so many, and no more are looked at for this person and meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(RosterLine, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(name="wrong_code_by_line", fields=["meeting", "line", "at"])]


class MeetingFile(models.Model):
    """A photo or video of a meeting, as the files room keeps it; voided with a reason, never deleted."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="files")
    file = models.UUIDField()
    added_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    voided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="meeting_file_once", fields=["meeting", "file"]),
            models.CheckConstraint(
                name="meeting_file_void_has_reason",
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
            ),
        ]
