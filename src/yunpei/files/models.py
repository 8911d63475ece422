"""Tables of this room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id
from yunpei.files.types import FileKind, FilmState


class StoredFile(models.Model):
    """One upload. Its bytes lie in <data>/files/ under their SHA-256, once however often they were uploaded.

    It belongs to a person, an organisation or an office; to none of them when it is the platform's own, as a lesson is.
    Never changed: a better scan is another file.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=4, choices=[(one.value, one.value) for one in FileKind])
    name = models.CharField(max_length=200)
    duration_ms = models.PositiveIntegerField(null=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey("people.Office", on_delete=models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="file_sha256_shape", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="file_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="file_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="file_duration_is_a_videos", condition=Q(duration_ms__isnull=True) | Q(kind="mp4")
            ),
            models.CheckConstraint(
                name="file_one_owner_at_most",
                condition=Q(person__isnull=True, organisation__isnull=True)
                | Q(person__isnull=True, office__isnull=True)
                | Q(organisation__isnull=True, office__isnull=True),
            ),
        ]


class Film(models.Model):
    """A video cut for playing over slow lines: once for the same bytes, however often they were uploaded."""

    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in FilmState], default=FilmState.WAITING
    )
    percent = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="film_percent", condition=Q(percent__lte=100)),
            models.CheckConstraint(name="film_ready_is_whole", condition=~Q(state="ready") | Q(percent=100)),
        ]


class FilmRendition(models.Model):
    """One size of a film. Its bytes lie beside the uploads, under their SHA-256; `segments` are [ms, bytes] pairs."""

    film = models.ForeignKey("files.Film", on_delete=models.CASCADE, related_name="renditions")
    height = models.PositiveSmallIntegerField()
    bits = models.PositiveIntegerField()
    codecs = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    head = models.PositiveIntegerField()
    segments = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="rendition_height_once", fields=["film", "height"]),
        ]


class Partial(models.Model):
    """An upload that comes in parts. Its bytes grow in <data>/files/taking/ and go when it is whole or too old."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    begun_at = models.DateTimeField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="partial_not_empty", condition=Q(size__gt=0)),
        ]
