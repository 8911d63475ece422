"""Texts leave by a real request to a gateway and a real mail, from the environment as it is written; what fails is tried again."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.messages.servers import Gateway, MailServer, running
from tests.people.conftest import AT, phone, register
from yunpei.common import jobs as queue
from yunpei.common.language import Text
from yunpei.common.models import Job
from yunpei.config.sending import Sending
from yunpei.messages import actions, senders
from yunpei.messages import jobs as _handlers  # noqa: F401  # names the handler
from yunpei.messages.types import NotDelivered

pytestmark = pytest.mark.req("R02")
TEXT = Text('验证码 123456，"10分钟"内有效 & {phone}\\', "code 123456")
NUMBER, MAILBOX = "19900000001", "wu@example.cn"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with running(Gateway()) as server:
        yield server


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with running(MailServer()) as server:
        yield server


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


def by_environment(settings: Any, **given: str) -> None:
    """Set the site up as these variables say."""
    sending = Sending.read({f"YUNPEI_{name}": value for name, value in given.items()})
    assert not sending.problems(production=False)
    settings.YUNPEI_SENDER, settings.YUNPEI_WAYS, settings.YUNPEI_SMS = sending.path, sending.ways, sending.sms
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # Django's tests put another one in
    for name, value in sending.mail.items():
        setattr(settings, name, value)


def by_gateway(
    settings: Any, gateway: Gateway, body: str = '{"to": "{phone}", "content": "【云培】{text}"}', **more: str
) -> None:
    by_environment(settings, SENDER="sms", SMS_URL=f"{gateway.url}/send", SMS_BODY=body, **more)


def test_json_is_posted_with_number_text_and_headers(settings: Any, gateway: Gateway) -> None:
    by_gateway(settings, gateway, SMS_HEADERS='{"Authorization": "Bearer x"}', SMS_ACCEPTED='"code":0')
    senders.current()(address=NUMBER, text=TEXT)
    [(method, path, headers, body)] = gateway.requests
    assert (method, path, headers["Authorization"]) == ("POST", "/send", "Bearer x")
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"to": NUMBER, "content": f"【云培】{TEXT.zh}"}


def test_a_form_is_posted(settings: Any, gateway: Gateway) -> None:
    by_gateway(settings, gateway, "mobile={phone}&content={text}&sign=x")
    senders.current()(address=NUMBER, text=TEXT)
    [(_, _, headers, body)] = gateway.requests
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body) == {"mobile": [NUMBER], "content": [TEXT.zh], "sign": ["x"]}


def test_an_address_alone_is_fetched(settings: Any, gateway: Gateway) -> None:
    by_environment(settings, SENDER="sms", SMS_URL=f"{gateway.url}/send?to={{phone}}&text={{text}}")
    senders.current()(address=NUMBER, text=TEXT)
    [(method, path, _, body)] = gateway.requests
    assert (method, body) == ("GET", "")
    assert parse_qs(urlsplit(path).query) == {"to": [NUMBER], "text": [TEXT.zh]}


@pytest.mark.parametrize(
    ("status", "answer"), [(500, b""), (403, b'{"code":0}'), (200, b'{"code":42}'), (302, b'{"code":0}')]
)
def test_a_gateway_that_does_not_take_it_is_told_apart(
    settings: Any, gateway: Gateway, status: int, answer: bytes
) -> None:
    by_gateway(settings, gateway, SMS_ACCEPTED='"code":0')
    gateway.status, gateway.answer = status, answer
    with pytest.raises(NotDelivered) as fault:
        senders.current()(address=NUMBER, text=TEXT)
    assert fault.value.__context__ is None or fault.value.__suppress_context__  # what urllib says names the address
    assert NUMBER not in str(fault.value)
    assert len(gateway.requests) == 1  # a redirect is not followed: it could lead anywhere


def test_a_gateway_that_is_gone_or_silent(settings: Any, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    by_environment(settings, SENDER="sms", SMS_URL="http://127.0.0.1:9/{phone}/{text}")
    with pytest.raises(NotDelivered, match="cannot be reached"):
        senders.current()(address=NUMBER, text=TEXT)
    monkeypatch.setattr(senders, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        by_environment(settings, SENDER="sms", SMS_URL=f"http://127.0.0.1:{silent.getsockname()[1]}/{{phone}}/{{text}}")
        with pytest.raises(NotDelivered, match="TimeoutError"):
            senders.current()(address=NUMBER, text=TEXT)


def test_a_mail_arrives(settings: Any, mails: MailServer) -> None:
    by_environment(
        settings, SENDER="smtp", SMTP=f"smtp://127.0.0.1:{mails.port}", MAIL_FROM="云培 <no-reply@example.cn>"
    )
    senders.current()(address=MAILBOX, text=TEXT)
    [(whom, source)] = mails.mails
    mail = message_from_bytes(source)
    assert whom == MAILBOX
    assert str(make_header(decode_header(mail["Subject"]))) == senders.SUBJECT
    assert "no-reply@example.cn" in mail["From"]
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().strip() == TEXT.zh


def test_a_mail_server_that_refuses_or_is_gone_tells_no_address(settings: Any, mails: MailServer) -> None:
    mails.refusing = True
    for port in (mails.port, 9):
        by_environment(settings, SENDER="smtp", SMTP=f"smtp://127.0.0.1:{port}", MAIL_FROM="no-reply@example.cn")
        with pytest.raises(NotDelivered) as fault:
            senders.current()(address=MAILBOX, text=TEXT)
        assert MAILBOX not in str(fault.value)
        assert fault.value.__suppress_context__
    assert not mails.mails


def test_each_address_goes_its_way(settings: Any, gateway: Gateway, mails: MailServer) -> None:
    by_environment(
        settings,
        SENDER="sms, smtp",
        SMS_URL=f"{gateway.url}/{{phone}}/{{text}}",
        SMTP=f"smtp://127.0.0.1:{mails.port}",
        MAIL_FROM="no-reply@example.cn",
    )
    for address in (NUMBER, MAILBOX):
        senders.current()(address=address, text=TEXT)
    assert (len(gateway.requests), len(mails.mails)) == (1, 1)


@pytest.mark.parametrize(("way", "address"), [("sms", MAILBOX), ("smtp", NUMBER)])
def test_an_address_that_no_way_leads_to(settings: Any, way: str, address: str) -> None:
    settings.YUNPEI_SENDER, settings.YUNPEI_WAYS = "yunpei.messages.senders.outward", (way,)
    with pytest.raises(NotDelivered, match="this site has no"):
        senders.current()(address=address, text=TEXT)


@pytest.mark.django_db
def test_what_the_gateway_refuses_is_tried_again_by_the_jobs_table(settings: Any, gateway: Gateway) -> None:
    by_gateway(settings, gateway)
    actions.send(to_account=register(1), text=TEXT, at=AT)
    gateway.status = 503
    assert queue.run_next(machine_now=AT, at=AT)
    waiting = Job.objects.get()
    assert (waiting.state, waiting.tries) == (Job.State.WAITING, 1)
    assert waiting.due_at is not None
    assert waiting.due_at > AT
    assert phone(1) not in waiting.last_error
    gateway.status = 200
    assert queue.run_next(machine_now=waiting.due_at, at=AT)
    assert Job.objects.get().state == Job.State.DONE
    assert len(gateway.requests) == 2
