"""The event log and what binds it: in the site's own database, so that an event is there exactly when its change is.

Receipts of study are not here: their tables are in store_sqlite.py and store_postgres.py. The study clock imports nothing of this.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id
from yunpei.evidence.types import Verb


class Event(models.Model):
    """Something that happened, for good: `text` is what is hashed, byte for byte; the columns only find it.

    Free text, network addresses, devices and faces are in `text` as commitments; the values are SealedValue's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    verb = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Verb])
    at = models.DateTimeField()
    person = models.CharField(max_length=36, blank=True)  # public ids; rooms above own the tables
    class_id = models.CharField(max_length=36, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_correction_names_one",
                condition=Q(verb=Verb.CORRECTION.value, corrects__isnull=False)
                | (~Q(verb=Verb.CORRECTION.value) & Q(corrects__isnull=True)),
            )
        ]
        indexes: ClassVar = [
            models.Index(name="event_by_class", fields=["class_id", "id"]),
            models.Index(name="event_by_person", fields=["person", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.id}"


class Leaf(models.Model):
    """One leaf of the tree: an event, or the last receipt of a study session at a checkpoint.

    number: its place, given once by a checkpoint; empty while it waits. hash: the RFC 6962 hash of the event's or receipt's text.
    """

    number = models.BigIntegerField(null=True, unique=True)
    hash = models.BinaryField(max_length=32)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, related_name="leaf")
    session = models.CharField(max_length=36, blank=True, default="")
    seq = models.IntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="leaf_of_one_thing",
                condition=Q(event__isnull=False, session="", seq__isnull=True)
                | (Q(event__isnull=True, seq__isnull=False) & ~Q(session="")),
            ),
            models.UniqueConstraint(name="leaf_receipt_once", fields=["session", "seq"], condition=~Q(session="")),
        ]
        indexes: ClassVar = [models.Index(name="leaf_waiting", fields=["id"], condition=Q(number__isnull=True))]

    def __str__(self) -> str:
        return f"{self.number} {self.hash.hex()}"


class TreeNode(models.Model):
    """The hash of a complete subtree of 2**level leaves, level 8, 16, …: worked out once."""

    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="node_once", fields=["level", "place"])]

    def __str__(self) -> str:
        return f"{self.level}/{self.place}"


class Checkpoint(models.Model):
    """A published root over the first `size` leaves. `text` is what was signed, byte for byte."""

    number = models.PositiveIntegerField(primary_key=True)  # from 1, without gaps
    size = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    root = models.CharField(max_length=64)
    text = models.TextField()
    signature = models.CharField(max_length=128)
    looked_ms = models.BigIntegerField()  # the study clock's time when its sessions were looked at

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="checkpoint_has_leaves", condition=Q(size__gt=0, number__gt=0))
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.size} {self.root}"


class TimeStamp(models.Model):
    """A third party's word that a checkpoint was there at a time (RFC 3161): the token as it came."""

    checkpoint = models.OneToOneField(Checkpoint, on_delete=models.PROTECT, related_name="stamp")
    token = models.BinaryField()
    stamped_at = models.DateTimeField()  # as the token says
    authority = models.CharField(max_length=64)  # SHA-256 of its certificate

    def __str__(self) -> str:
        return f"{self.checkpoint_id} {self.stamped_at:%Y-%m-%d %H:%M:%S}"


class SealedValue(models.Model):
    """A value that an event only commits to. Erasing deletes the row, salt and all; the event and its leaf stay.

    value: encrypted (common.secrets). restricted_at: erased for everybody, but kept while it has to be (log/holding.py).
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="values")
    name = models.CharField(max_length=16)
    salt = models.BinaryField(max_length=32)
    value = models.TextField()
    restricted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="sealed_value_once", fields=["event", "name"])]

    def __str__(self) -> str:
        return f"{self.event_id} {self.name}"
