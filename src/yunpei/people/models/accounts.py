"""Sign-ins, the codes sent to them, and how often someone has tried."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from yunpei.common.identifiers_db import new_id
from yunpei.people.types import CodePurpose

MOST_TRIES = 5


class Account(AbstractBaseUser):
    """A sign-in: mainland mobile number or mail address in small letters, and a password.

    Every sign-in goes through actions.sign_in and code_check, which count the tries; Django's own backends would not.
    """

    last_login = None  # the audit rows say it; a signal of Django's would write it unasked
    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    login = models.CharField(max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)  # when a code sent to `login` came back
    stopped_why = models.TextField(blank=True, default="")

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["Account"]()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="account_stopped_with_reason", condition=Q(is_active=True) | ~Q(stopped_why="")
            ),
            models.CheckConstraint(
                name="account_login_shape", condition=Q(login__regex=r"^(1[3-9][0-9]{9}|[^A-Z ]+@[^A-Z ]+)$")
            ),
        ]


class OneTimeCode(models.Model):
    """A code of six digits that was sent. Only its keyed digest is kept: six digits are soon tried through."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=[(one.value, one.value) for one in CodePurpose])
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    replaced = models.BooleanField(default=False)  # a later one was sent

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="code_tries", condition=Q(tries__lte=MOST_TRIES)),
            models.CheckConstraint(name="code_expires", condition=Q(expires_at__gt=F("sent_at"))),
            # One code is good at a time; an older one in someone else's hands is worth nothing.
            models.UniqueConstraint(
                name="code_one_open",
                fields=["account", "purpose"],
                condition=Q(used_at__isnull=True, replaced=False),
            ),
        ]


class Throttle(models.Model):
    """How often something was tried in the running window. The key is a blind index: it names nobody."""

    key = models.CharField(max_length=80, unique=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
