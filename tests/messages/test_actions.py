"""Messages: on the site with the change, out of the site after it, and never of a change that was rolled back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.people.conftest import AT, phone, register
from yunpei.common import jobs as queue
from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.common.models import Job
from yunpei.messages import actions, queries, senders
from yunpei.messages import jobs as _handlers  # noqa: F401  # names the handler
from yunpei.messages.models import Message
from yunpei.messages.types import NotDelivered
from yunpei.people import actions as people
from yunpei.people import queries as who
from yunpei.people.types import CodePurpose, Step

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db]
TEXT = Text("开班备案已通过", "the class filing is accepted")
SENT: list[tuple[str, str]] = []
BROKEN: list[bool] = []


def gateway(*, address: str, text: Text) -> None:
    """A sender that can be broken."""
    if BROKEN:
        raise NotDelivered(f"gateway said no to {address}")
    SENT.append((address, text.zh))


@pytest.fixture(autouse=True)
def _gateway(settings: Any) -> None:
    settings.YUNPEI_SENDER = f"{__name__}.gateway"
    SENT.clear()
    BROKEN.clear()


@pytest.fixture
def reader() -> Actor:
    return who.actor_of(register(1))


def work() -> None:
    """Let the worker run until nothing is due."""
    while queue.run_next(machine_now=AT, at=AT):
        pass


def test_a_message_stands_on_the_site_and_leaves_it_once(reader: Actor) -> None:
    actions.send(to_account=reader.account_id or 0, text=TEXT, at=AT, link="/org/")
    assert not SENT
    work()
    for job in Job.objects.all():  # the same job a second time, as after a crash
        Job.objects.create(name=job.name, arguments=job.arguments, created_at=AT, due_at=AT)
    work()
    assert [(phone(1), TEXT.zh)] == SENT
    (card,) = queries.inbox(by=reader)
    assert (card.text, card.link, card.read_at) == (TEXT, "/org/", None)


def test_nobody_hears_of_what_was_rolled_back(reader: Actor) -> None:
    with transaction.atomic():
        actions.send(to_account=reader.account_id or 0, text=TEXT, at=AT)
        transaction.set_rollback(True)
    work()
    assert not SENT
    assert not queries.inbox(by=reader)


def test_what_fails_is_tried_again_and_says_no_number(reader: Actor, caplog: pytest.LogCaptureFixture) -> None:
    actions.send(to_account=reader.account_id or 0, text=TEXT, at=AT)
    BROKEN.append(True)
    work()
    assert Job.objects.get().state == Job.State.WAITING
    BROKEN.clear()
    Job.objects.update(due_at=AT)
    work()
    assert [(phone(1), TEXT.zh)] == SENT


def test_a_stopped_account_gets_nothing(reader: Actor) -> None:
    actions.send(to_account=reader.account_id or 0, text=TEXT, at=AT)
    people.account_stop(account_id=reader.account_id or 0, why="x", by=Actor.system("tests"), at=AT)
    work()
    assert not SENT
    assert Job.objects.get(name="messages.deliver").state == Job.State.DONE


def test_one_reads_ones_own(reader: Actor) -> None:
    actions.send(to_account=reader.account_id or 0, text=TEXT, at=AT)
    (card,) = queries.inbox(by=reader)
    other = who.actor_of(register(2))
    for actor in (other, NOBODY):
        assert not queries.inbox(by=actor)
        assert queries.unread(by=actor) == 0
        with pytest.raises(NotFound):
            actions.read(public_id=card.public_id, by=actor, at=AT)
    with pytest.raises(NotFound):
        actions.read(public_id="../x", by=reader, at=AT)
    assert queries.unread(by=reader) == 1
    for _ in range(2):
        actions.read(public_id=card.public_id, by=reader, at=AT)
    assert queries.unread(by=reader) == 0
    assert queries.inbox(by=reader)[0].read_at == AT


@pytest.mark.django_db(transaction=True)
def test_a_code_goes_out_after_the_commit_and_is_kept_nowhere(reader: Actor) -> None:
    account = reader.account_id or 0
    given: dict[str, Any] = {"account_id": account, "purpose": CodePurpose.SIGN_IN, "at": AT}
    with transaction.atomic():
        people.code_send(**given, sender=actions.code_deliver)
        assert not SENT
    ((address, text),) = SENT
    code = text.split()[1].removesuffix("，10分钟内有效。工作人员不会向您索要验证码。")
    assert address == phone(1)
    assert not Message.objects.exists()
    assert people.code_check(**given, code=code).step is Step.IN


@pytest.mark.django_db(transaction=True)
def test_a_gateway_that_fails_does_not_undo_the_code(reader: Actor, caplog: pytest.LogCaptureFixture) -> None:
    BROKEN.append(True)
    given: dict[str, Any] = {"account_id": reader.account_id, "purpose": CodePurpose.SIGN_IN, "at": AT}
    assert people.code_send(**given, sender=actions.code_deliver).step is Step.CODE
    assert "NotDelivered" in caplog.text
    assert phone(1) not in caplog.text


def test_the_console_is_the_default(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    del settings.YUNPEI_SENDER
    assert senders.current() is senders.console
    senders.console(address="a@example.org", text=TEXT)
    assert TEXT.zh in capsys.readouterr().err


@pytest.mark.parametrize("change", [{"text_zh": ""}, {"link": "//example.org"}, {"link": "https://example.org"}])
def test_the_table_refuses_nonsense(reader: Actor, change: dict[str, str]) -> None:
    actions.send(to_account=reader.account_id or 0, text=TEXT, at=AT, link="/")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(**change)


def test_reading_one_gives_its_link_and_reading_all_leaves_others_alone(reader: Actor) -> None:
    other = who.actor_of(register(2))
    for one in (reader, reader, other):
        actions.send(to_account=one.account_id or 0, text=TEXT, at=AT, link="/org/")
    newest, _ = queries.inbox(by=reader)
    assert actions.read(public_id=newest.public_id, by=reader, at=AT) == "/org/"
    with pytest.raises(NotFound):
        actions.read(public_id=newest.public_id, by=other, at=AT)
    assert queries.unread(by=reader) == 1
    actions.read_all(by=reader, at=AT)
    assert (queries.unread(by=reader), queries.unread(by=other)) == (0, 1)
