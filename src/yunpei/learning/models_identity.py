"""The tables of identity checks, and how a class asks. Pictures are not here: they are sealed values of the event log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.evidence.asking import LONGEST
from yunpei.learning.identity.types import Compared, How, Way


class ClassAsking(models.Model):
    """How often the study clock asks in a class, and for what, where somebody said so; else as the programme says.

    kinds: of evidence.asking.Ask, joined by dots. entry: an identity check before the first lesson.
    """

    training_class = models.OneToOneField("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    least = models.PositiveIntegerField()  # seconds of credit
    most = models.PositiveIntegerField()
    kinds = models.CharField(max_length=40, blank=True)
    entry = models.BooleanField(default=False)
    by_office = models.BooleanField()
    set_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="asking_times_in_order", condition=Q(least__gt=0, most__gte=F("least"), most__lte=LONGEST)
            )
        ]


class IdentityChoice(models.Model):
    """How one person shows who they are, from a time to a time. event: of the log, which seals the reference picture.

    digest: keyed, of the reference picture, so that it is not taken for a new photo.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Way])
    version = models.CharField(max_length=20, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    event = models.UUIDField()
    chosen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="identity_one_choice", fields=["person"], condition=Q(ended_at__isnull=True)),
            models.CheckConstraint(
                name="identity_photo_has_consent",
                condition=(Q(way="photo") & ~Q(version="") & ~Q(digest=""))
                | (~Q(way="photo") & Q(version="", digest="")),
            ),
        ]


class IdentityCheck(models.Model):
    """One check that a learner passed, and what a person made of its photo later. Never deleted.

    token: of the challenge; empty on entering the class. digest: keyed, of the photo: the same one counts once on this site.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Way])
    choice = models.ForeignKey(IdentityChoice, on_delete=models.PROTECT, null=True, related_name="+")
    token = models.CharField(max_length=32, blank=True, default="")
    digest = models.CharField(max_length=64, null=True, unique=True)
    event = models.UUIDField()
    at = models.DateTimeField()
    compared = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Compared], blank=True, default=""
    )
    judged_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")
    contested = models.CharField(max_length=500, blank=True, default="")
    contested_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_reason = models.CharField(max_length=500, blank=True, default="")
    lifted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="identity_photo_is_compared",
                condition=Q(way="photo", choice__isnull=False, digest__isnull=False) & ~Q(compared="")
                | (~Q(way="photo") & Q(choice__isnull=True, digest__isnull=True, compared="")),
            ),
            models.CheckConstraint(
                name="identity_other_has_reason",
                condition=~Q(compared="other") | (~Q(reason="") & Q(judged_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="identity_contest_of_other",
                condition=Q(contested_at__isnull=True, contested="", settled_at__isnull=True)
                | (Q(compared="other", contested_at__isnull=False) & ~Q(contested="")),
            ),
            models.CheckConstraint(
                name="identity_settled_has_reason",
                condition=Q(settled_at__isnull=True, settled_reason="", lifted=False)
                | (Q(settled_at__isnull=False) & ~Q(settled_reason="")),
            ),
            # Who judged a photo does not judge what was said against that.
            models.CheckConstraint(
                name="identity_settled_by_another", condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("judged_by"))
            ),
        ]
        indexes: ClassVar = [models.Index(name="identity_by_class", fields=["training_class", "person", "at"])]


class Appointment(models.Model):
    """A learner's appointment to show who they are: with the teacher or the office; who held it, when, how, what came of it."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    office = models.BooleanField()
    wanted_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, choices=[(one.value, one.value) for one in How], blank=True, default="")
    confirmed = models.BooleanField(null=True)
    remark = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="appointment_one_open",
                fields=["training_class", "person"],
                condition=Q(held_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="appointment_held_whole",
                condition=Q(held_at__isnull=True, how="", confirmed__isnull=True)
                | (Q(held_at__isnull=False, cancelled_at__isnull=True, confirmed__isnull=False) & ~Q(how="")),
            ),
        ]
