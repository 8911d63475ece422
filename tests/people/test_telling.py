"""Rooms below messages and beside it tell accounts things, once each, and nobody hears of what was rolled back."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.people.conftest import AT, register
from yunpei.common.language import Text
from yunpei.common.models import Job
from yunpei.messages.actions import send
from yunpei.messages.models import Message
from yunpei.people.telling import tell, tell_through

pytestmark = [pytest.mark.django_db, pytest.mark.req("R02")]
TEXT = Text("等待您确认", "it waits for you")


def test_each_account_is_told_once_by_a_message_that_leaves_after_the_commit() -> None:
    one, other = register(1), register(2)
    tell_through(send)  # named at start-up already: a second time changes nothing
    tell([one, other, one], TEXT, at=AT, link="/ops/")
    assert list(Message.objects.order_by("id").values_list("to_account", "text_zh", "text_en", "link")) == [
        (account, TEXT.zh, TEXT.en, "/ops/") for account in sorted((one, other))
    ]
    assert Job.objects.filter(name="messages.deliver").count() == 2


def test_nobody_hears_of_what_was_rolled_back() -> None:
    one = register(1)
    with transaction.atomic():
        tell([one], TEXT, at=AT)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not Job.objects.exists()
