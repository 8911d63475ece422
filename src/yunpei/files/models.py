"""Tables of this room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id
from yunpei.files.types import FileKind


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
