"""Telling people things: on the site at once, by phone or mail once the change is committed."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yunpei.common import jobs
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.messages import senders
from yunpei.messages.models import Message
from yunpei.messages.types import NotDelivered

DELIVER = "messages.deliver"  # the handler is in jobs.py
_log = logging.getLogger(__name__)


@transaction.atomic
def send(*, to_account: int, text: Text, at: datetime, link: str = "") -> None:
    """Say something to an account. Rooms above call this inside the transaction of the change it is about.

    Nothing is sent of a change that is rolled back: the job that carries it out of the site is part of the transaction.
    link: a path on this site. The text names people masked: it leaves the site. No audit row: the change that caused it
    has one. What fails to leave is tried again, and stands on the site meanwhile.
    """
    row = Message.objects.create(to_account_id=to_account, text_zh=text.zh, text_en=text.en, link=link, sent_at=at)
    jobs.enqueue(DELIVER, at=at, key=str(row.pk), message_id=row.pk)


def code_deliver(*, address: str, text: Text, at: datetime) -> None:  # noqa: ARG001  # the protocol of people.types.CodeSender
    """Send a one-time code after the commit, and keep it nowhere: shown on the site it would be no second factor."""
    transaction.on_commit(lambda: _code_out(address, text))


def _code_out(address: str, text: Text) -> None:
    try:
        senders.current()(address=address, text=text)
    except (NotDelivered, OSError) as fault:
        _log.warning("a code was not delivered: %s", type(fault).__name__)  # its owner asks for another in a minute


@transaction.atomic
def read(*, public_id: str, by: Actor, at: datetime) -> str:
    """Note that a message was read; returns its link. Whom it was sent to may; for others it is not there. Raises NotFound."""
    try:
        mine = Message.objects.filter(public_id=UUID(public_id), to_account_id=by.account_id or 0)
    except ValueError:
        raise NotFound from None
    row = mine.select_for_update().first()
    if row is None:
        raise NotFound
    if row.read_at is None:
        row.read_at = at
        row.save(update_fields=["read_at"])
    return row.link


@transaction.atomic
def read_all(*, by: Actor, at: datetime) -> None:
    """Note that all of one's messages were read."""
    Message.objects.filter(to_account_id=by.account_id or 0, read_at__isnull=True).update(read_at=at)
