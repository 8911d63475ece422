"""What the environment says of codes and messages: which way, what is wrong with it, and no password in what is shown."""

from __future__ import annotations

import pytest

from yunpei.config.sending import Sending, stays_here

SMS = {"SENDER": "sms", "SMS_URL": "https://gateway.example/send", "SMS_BODY": "to={phone}&text={text}"}
SMTP = {"SENDER": "smtp", "SMTP": "smtps://wu%40x:p%3Aw@mail.example", "MAIL_FROM": "云培 <no-reply@example.cn>"}


def read(**given: str) -> Sending:
    return Sending.read({f"YUNPEI_{name}": value for name, value in given.items()})


@pytest.mark.parametrize(
    ("given", "path", "ways"),
    [
        ({}, "yunpei.messages.senders.console", ()),
        ({"SENDER": "console"}, "yunpei.messages.senders.console", ()),
        (SMS, "yunpei.messages.senders.outward", ("sms",)),
        ({**SMS, **SMTP, "SENDER": "smtp, sms"}, "yunpei.messages.senders.outward", ("sms", "smtp")),
        ({"SENDER": "tests.messages.test_actions.gateway"}, "tests.messages.test_actions.gateway", ()),
    ],
)
def test_the_way_is_chosen(given: dict[str, str], path: str, ways: tuple[str, ...]) -> None:
    sending = read(**given)
    assert (sending.path, sending.ways) == (path, ways)
    assert sending.problems(production=False) == []


def test_a_mail_server_is_taken_apart() -> None:
    assert read(**SMTP).mail == {
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 465,
        "EMAIL_HOST_USER": "wu@x",
        "EMAIL_HOST_PASSWORD": "p:w",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": True,
        "DEFAULT_FROM_EMAIL": "云培 <no-reply@example.cn>",
    }
    started = read(**{**SMTP, "SMTP": "smtp+starttls://mail.example"}).mail
    assert (started["EMAIL_PORT"], started["EMAIL_USE_TLS"]) == (587, True)
    assert read(**SMS).mail == {}
    assert read(**SMTP).sms == {}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"SENDER": "pigeon"}, "YUNPEI_SENDER"),
        ({**SMS, "SENDER": "console,sms"}, "YUNPEI_SENDER"),
        ({"SENDER": "no_such_module.send"}, "no_such_module"),
        ({**SMS, "SMS_URL": ""}, "YUNPEI_SMS_URL"),
        ({**SMS, "SMS_URL": "ftp://gateway.example"}, "YUNPEI_SMS_URL"),
        ({**SMS, "SMS_URL": "https://gateway.example:port/"}, "YUNPEI_SMS_URL"),
        ({**SMS, "SMS_BODY": "text={text}"}, "{phone}"),
        ({**SMS, "SMS_BODY": "to={phone}"}, "{text}"),
        ({**SMS, "SMS_BODY": '{"to": {phone} "{text}"}'}, "YUNPEI_SMS_BODY"),
        ({**SMS, "SMS_HEADERS": "Authorization: x"}, "YUNPEI_SMS_HEADERS"),
        ({**SMS, "SMS_HEADERS": '{"X": 1}'}, "YUNPEI_SMS_HEADERS"),
        ({**SMTP, "SMTP": "mail.example"}, "YUNPEI_SMTP"),
        ({**SMTP, "SMTP": "smtps://mail.example:99999"}, "YUNPEI_SMTP"),
        ({**SMTP, "MAIL_FROM": "云培"}, "YUNPEI_MAIL_FROM"),
    ],
)
def test_what_would_not_leave_is_refused_everywhere(given: dict[str, str], named: str) -> None:
    (problem,) = read(**given).problems(production=False)
    assert named in problem.zh
    assert named in problem.en


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "YUNPEI_SENDER"),
        ({**SMS, "SMS_URL": "http://gateway.example/send"}, "YUNPEI_SMS_URL"),
        ({**SMTP, "SMTP": "smtp://mail.example"}, "YUNPEI_SMTP"),
    ],
)
def test_production_wants_it_said_and_encrypted(given: dict[str, str], named: str) -> None:
    (problem,) = read(**given).problems(production=True)
    assert named in problem.zh
    assert named in problem.en


@pytest.mark.parametrize(
    "given",
    [
        {"SENDER": "console"},
        SMS,
        SMTP,
        {**SMS, "SMS_URL": "http://127.0.0.1:9000/"},
        {**SMTP, "SMTP": "smtp://localhost"},
    ],
)
def test_what_is_said_and_safe_starts(given: dict[str, str]) -> None:
    assert read(**given).problems(production=True) == []


def test_what_is_shown_has_no_password() -> None:
    shown = read(**{**SMS, **SMTP, "SENDER": "sms,smtp", "SMS_URL": "https://u:secret@gateway.example/"}).described()
    assert shown == "sms → gateway.example, smtp → mail.example"
    assert "console" in read().described()


@pytest.mark.parametrize(
    ("host", "here"), [("localhost", True), ("127.0.0.9", True), ("::1", True), ("10.0.0.1", False), ("a.cn", False)]
)
def test_this_machine(host: str, here: bool) -> None:
    assert stays_here(host) is here
