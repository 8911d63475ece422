"""Background work of this room."""

from __future__ import annotations

from datetime import datetime

from yunpei.common.errors import NotFound
from yunpei.common.jobs import job
from yunpei.common.language import Text
from yunpei.messages import senders
from yunpei.messages.actions import DELIVER
from yunpei.messages.models import Message
from yunpei.people import queries as people


@job(DELIVER)
def deliver(*, message_id: int, at: datetime) -> None:
    """Hand one message to the sender, once; an account that was stopped meanwhile gets nothing.

    Raises NotDelivered, OSError: the worker tries again. A crash right after sending sends it twice; a message twice is
    better than a message lost.
    """
    row = Message.objects.filter(pk=message_id, left_at__isnull=True).first()
    if row is None:
        return
    try:
        address = people.account_address(row.to_account_id)
    except NotFound:
        return
    senders.current()(address=address, text=Text(row.text_zh, row.text_en))
    row.left_at = at
    row.save(update_fields=["left_at"])
