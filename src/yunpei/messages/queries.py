"""Reads of one's own messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yunpei.common.actor import Actor
from yunpei.common.language import Text
from yunpei.messages.models import Message
from yunpei.messages.types import MessageCard


def inbox(*, by: Actor, most: int = 50) -> Sequence[MessageCard]:
    """The actor's own messages, newest first, at most so many. One query."""
    rows = Message.objects.filter(to_account_id=by.account_id or 0).order_by("-id")[:most]
    return [
        MessageCard(str(row.public_id), Text(row.text_zh, row.text_en), row.link, row.sent_at, row.read_at)
        for row in rows
    ]


def unread(*, by: Actor) -> int:
    """How many of the actor's messages were not read yet. One query."""
    return Message.objects.filter(to_account_id=by.account_id or 0, read_at__isnull=True).count()


def told(*, to_account: int, text: Text, at: datetime) -> bool:
    """Whether an account was told just this at this moment. The caller has judged who may. One query."""
    return Message.objects.filter(to_account_id=to_account, text_zh=text.zh, sent_at=at).exists()
