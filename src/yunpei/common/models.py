"""Tables that every room writes to: what was done and by whom, the demo's clock, working days, work to do."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditRow(models.Model):
    """One change, in the transaction that made it. Never updated or deleted; written by `audit.record` alone."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    # No foreign keys: an audit row outlives what it speaks of, and `common` knows no other room.
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField(null=True)
    roles = models.JSONField(default=list)
    actor_name = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_by_subject"),
            models.Index(fields=["account_id", "id"], name="audit_by_account"),
            models.Index(fields=["verb", "id"], name="audit_by_verb"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(account_id__isnull=False) | ~models.Q(actor_name=""),
                name="audit_someone_did_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.subject_type}:{self.subject_id}"


class ClockSetting(models.Model):
    """The demo's one clock row: the time it shows until someone moves it. None on every real site."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    fixed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="clock_is_one_row")
        ]

    def __str__(self) -> str:
        return self.fixed_at.isoformat()


class CalendarDay(models.Model):
    """A day on which the weekday does not say whether people work: a holiday, or a weekend worked instead (调休)."""

    day = models.DateField(primary_key=True)
    working = models.BooleanField()
    name = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=128)  # the notice that says so

    def __str__(self) -> str:
        return f"{self.day} {'working' if self.working else 'off'}"


class CalendarYear(models.Model):
    """A year whose arrangement is known, so that its days can be counted. Without the row nothing is guessed."""

    year = models.SmallIntegerField(primary_key=True)
    source = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"{self.year}"


class Job(models.Model):
    """Work for later, kept in the database: queued with the change that asks for it, so it is neither lost nor early."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"  # gave up after its last try

    name = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    # One waiting or running job per key: asking twice is asking once.
    key = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(null=True)  # not before this, by the machine's clock; empty = at once
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)  # past it, whoever ran the job is taken to be dead
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due_at"], name="job_by_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=models.Q(state__in=["waiting", "running"]) & ~models.Q(key=""),
                name="job_once_per_key",
            ),
            models.CheckConstraint(
                condition=models.Q(state="running", lease_until__isnull=False) | ~models.Q(state="running"),
                name="job_running_has_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.arguments} {self.state}"
