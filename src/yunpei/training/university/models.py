"""The tables of a university: itself, what was picked for it, who is on its staff list."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id


class University(models.Model):
    """An organisation's online university. Receipts of study in it name its public id, where those of a class name the class's.

    It has no programme, plan or filing, so that nothing studied in it can be claimed for.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    organisation = models.OneToOneField("people.Organisation", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()


class Pick(models.Model):
    """A course in a university's programme, until it is taken out again."""

    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="picks")
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, related_name="+")
    required = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    picked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="pick_once", fields=["university", "course"])]


class StaffMember(models.Model):
    """Someone on a university's staff list, as the list names them, until they are taken off."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    university = models.ForeignKey(University, on_delete=models.PROTECT, related_name="staff")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    id_masked = models.CharField(max_length=18)
    department = models.CharField(max_length=100)
    post = models.CharField(max_length=500, blank=True, default="")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="staff_member_once", fields=["university", "person"], condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(name="staff_member_named", condition=~Q(name="") & ~Q(department="")),
            models.CheckConstraint(name="staff_member_id_is_masked", condition=Q(id_masked__contains="****")),
        ]
        indexes: ClassVar = [models.Index(name="staff_member_by_department", fields=["university", "department"])]
