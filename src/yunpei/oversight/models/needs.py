"""What enterprises and workers want to learn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id
from yunpei.oversight.needs.types import NeedMode, NeedState


class Need(models.Model):
    """A training need of an organisation, or of one person. normal: how projects are told apart."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=6)
    project = models.CharField(max_length=100)
    normal = models.CharField(max_length=100)
    people = models.PositiveIntegerField()
    month = models.DateField()
    mode = models.CharField(max_length=8, choices=[(one.value, one.value) for one in NeedMode])
    words = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in NeedState])
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="need_of_one",
                condition=Q(organisation__isnull=False, person__isnull=True)
                | Q(organisation__isnull=True, person__isnull=False, people=1),
            ),
            models.CheckConstraint(name="need_of_somebody", condition=Q(people__gte=1)),
            models.UniqueConstraint(
                name="need_once_of_organisation",
                fields=["organisation", "normal", "month"],
                condition=Q(state=NeedState.STATED.value, organisation__isnull=False),
            ),
            models.UniqueConstraint(
                name="need_once_of_person",
                fields=["person", "normal", "month"],
                condition=Q(state=NeedState.STATED.value, person__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(name="need_by_month", fields=["state", "month"])]

    def __str__(self) -> str:
        return self.project
