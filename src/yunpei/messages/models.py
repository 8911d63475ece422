"""Tables of this room."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yunpei.common.identifiers_db import new_id


class Message(models.Model):
    """Something said to one account: shown on the site, and sent on to its phone or mailbox after the commit."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    to_account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    text_zh = models.TextField()
    text_en = models.TextField()
    link = models.CharField(max_length=200, blank=True, default="")  # a path on this site
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)  # when the sender took it

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["to_account", "-id"], name="message_by_account")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="message_says_something", condition=~Q(text_zh="") & ~Q(text_en="")),
            models.CheckConstraint(
                name="message_link_stays_here", condition=Q(link="") | Q(link__regex=r"^/([^/\\]|$)")
            ),
        ]
