"""People by their real name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id


class Person(models.Model):
    """One human being, once: the blind index of the ID number is unique.

    The number itself is stored encrypted, for the few who must read it (each reading is audited), and as the masked
    form that lists and notices show. A person entered from a roster has no account until they register.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    account = models.OneToOneField("people.Account", on_delete=models.PROTECT, null=True, related_name="person")
    name = models.CharField(max_length=100)
    id_encrypted = models.TextField()
    id_blind = models.CharField(max_length=64, unique=True)
    id_masked = models.CharField(max_length=18)
    birth = models.DateField()
    phone = models.CharField(max_length=11, blank=True, default="")
    groups = models.JSONField(default=list, blank=True)  # words of the policy packs: poor, registered unemployed …
    entered_at = models.DateTimeField()
    # The organisation whose list named them first: until they register, the name follows its newer lists.
    entered_by = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="person_named", condition=~Q(name="")),
            # A column mix-up must not put a number that can be read where only the masked form belongs.
            models.CheckConstraint(
                name="person_id_is_masked", condition=Q(id_masked__regex=r"^[0-9]{4}\*{12}[0-9X]{2}$")
            ),
            models.CheckConstraint(name="person_id_blind_shape", condition=Q(id_blind__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="person_phone_shape", condition=Q(phone__regex=r"^(1[3-9][0-9]{9})?$")),
        ]
