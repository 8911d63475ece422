"""The table of live lessons: when a class's lesson is sent, by whom, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id


class Broadcast(models.Model):
    """A lesson of a class sent live (直播): announced before it begins, sent in segments, kept as a film once it is over.

    Its bytes lie in the files room under its public id. `lengths` are the milliseconds of each segment, `cuts` the numbers of those
    before which the encoder was started again. key: keyed digest of what the encoder shows. Voided only while nothing was sent.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    training_class = models.ForeignKey("training.TrainingClass", on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey("catalogue.Lesson", on_delete=models.PROTECT, related_name="+")
    teacher = models.CharField(max_length=60)
    listed = models.UUIDField(null=True)  # public id in the teachers' pool, of one who was invited from there
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    announced_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    announced_at = models.DateTimeField()
    key = models.CharField(max_length=64, null=True, unique=True)
    tried_at = models.DateTimeField(null=True)  # a segment arrived before the beginning: the line works
    lengths = models.JSONField(default=list)
    cuts = models.JSONField(default=list)
    sent_ms = models.PositiveIntegerField(default=0)  # the sum of `lengths`
    size = models.PositiveBigIntegerField(default=0)  # bytes of all segments
    codecs = models.CharField(max_length=60, blank=True, default="")
    bits = models.PositiveIntegerField(default=0)  # a second, of the largest segment
    counter = models.PositiveIntegerField(default=0)  # in the name that the encoder gave the last segment
    last_at = models.DateTimeField(null=True)  # when that arrived
    ended_at = models.DateTimeField(null=True)
    recording = models.UUIDField(null=True)  # public id of the film in the files room
    voided_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="broadcast_lasts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="broadcast_announced_before", condition=Q(announced_at__lt=F("starts_at"))),
            models.CheckConstraint(name="broadcast_has_teacher", condition=~Q(teacher="")),
            models.UniqueConstraint(
                name="broadcast_one_stands", fields=["training_class", "lesson"], condition=Q(voided_at=None)
            ),
            models.CheckConstraint(
                name="broadcast_ended_was_sent", condition=Q(ended_at=None) | Q(sent_ms__gt=0, voided_at=None)
            ),
            models.CheckConstraint(
                name="broadcast_kept_when_ended", condition=Q(recording=None) | Q(ended_at__isnull=False)
            ),
            models.CheckConstraint(
                name="broadcast_void_sent_nothing",
                condition=Q(voided_at__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False, sent_ms=0) & ~Q(void_reason="")),
            ),
        ]
        indexes: ClassVar = [models.Index(name="broadcast_by_end", fields=["ended_at", "ends_at"])]
