"""How codes and messages leave the site, as the environment says it; read by config/environment.py.

YUNPEI_SENDER        console (default outside production), sms, smtp, both as `sms,smtp`; or a function of your own,
                     `package.module.function`, that takes address and text (messages.types.Sender)
YUNPEI_SMTP          smtps://user:password@host:465, smtp+starttls://…:587, or smtp://host:25
YUNPEI_MAIL_FROM     who mails come from, `云培 <no-reply@example.cn>`
YUNPEI_SMS_URL       the gateway's address; {phone} and {text} may stand in it
YUNPEI_SMS_BODY      what is posted to it: JSON, or a form `to={phone}&content={text}`; without it the address is fetched
YUNPEI_SMS_HEADERS   headers as JSON, `{"Authorization": "Bearer …"}`
YUNPEI_SMS_ACCEPTED  what the gateway's answer has in it when it took the message, `"code":0`
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from importlib.util import find_spec
from urllib.parse import SplitResult, unquote, urlsplit

from yunpei.common.language import Text

CONSOLE = "console"
WAYS = ("sms", "smtp")
SENDERS = "yunpei.messages.senders"
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Sending:
    """What the environment says of it, as it was written; `problems` says what is wrong with it."""

    sender: str
    smtp: str
    mail_from: str
    sms_url: str
    sms_body: str
    sms_headers: str
    sms_accepted: str

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Sending:
        """Take the variables as they are."""
        names = ("SENDER", "SMTP", "MAIL_FROM", "SMS_URL", "SMS_BODY", "SMS_HEADERS", "SMS_ACCEPTED")
        return cls(*(given.get(f"YUNPEI_{name}", "").strip() for name in names))

    @property
    def ways(self) -> tuple[str, ...]:
        """Which of sms and smtp are used; none with the console or a function of one's own."""
        return tuple(way for way in WAYS if way in [one.strip() for one in self.sender.split(",")])

    @property
    def path(self) -> str:
        """The function that sends: settings.YUNPEI_SENDER."""
        if self.ways:
            return f"{SENDERS}.outward"
        return self.sender if "." in self.sender else f"{SENDERS}.{CONSOLE}"

    @property
    def mail(self) -> dict[str, object]:
        """Django's settings for a mail server; empty without one."""
        if "smtp" not in self.ways:
            return {}
        parts = urlsplit(self.smtp)
        return {
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "DEFAULT_FROM_EMAIL": self.mail_from,
        }

    @property
    def sms(self) -> dict[str, object]:
        """The gateway as senders.sms wants it; empty without one."""
        if "sms" not in self.ways:
            return {}
        return {
            "url": self.sms_url,
            "body": self.sms_body,
            "headers": json.loads(self.sms_headers or "{}"),
            "accepted": self.sms_accepted,
        }

    def described(self) -> str:
        """The ways that are set and where they lead; no password."""
        urls = {"sms": self.sms_url, "smtp": self.smtp}
        if self.ways:
            return ", ".join(f"{way} → {getattr(address(urls[way]), 'hostname', '?')}" for way in self.ways)
        if "." in self.sender:
            return self.sender
        return str(Text("写在服务器的输出里（console）", "written to the server's output (console)"))

    def problems(self, *, production: bool) -> list[Text]:
        """Why nothing would leave, or not safely. In production the way has to be said: codes would stand in a log unasked."""
        found = list(self._sender_problems(production=production))
        if "smtp" in self.ways:
            found += _smtp_problems(self.smtp, self.mail_from, production=production)
        if "sms" in self.ways:
            found += self._sms_problems(production=production)
        return found

    def _sender_problems(self, *, production: bool) -> Iterator[Text]:
        if production and not self.sender:
            yield Text(
                "YUNPEI_SENDER 没有设置：不写明，验证码就写进服务器的输出；请设为 sms,smtp，或写明 console",
                "YUNPEI_SENDER is not set: codes would be written to the server's output; set it to sms,smtp, or say console",
            )
        if "." in self.sender:
            module = self.sender.rpartition(".")[0]
            if not there(module):
                yield Text(
                    f"YUNPEI_SENDER={self.sender}：没有模块 {module}",
                    f"YUNPEI_SENDER={self.sender}: there is no module {module}",
                )
            return
        unknown = {one.strip() for one in self.sender.split(",")} - {*WAYS, CONSOLE, ""}
        if unknown or (CONSOLE in self.sender and self.ways):
            yield Text(
                f"YUNPEI_SENDER={self.sender} 不对；可用：console、sms、smtp、sms,smtp",
                f"YUNPEI_SENDER={self.sender} is none of: console, sms, smtp, sms,smtp",
            )

    def _sms_problems(self, *, production: bool) -> Iterator[Text]:
        parts = address(self.sms_url)
        if parts is None or parts.scheme not in ("http", "https"):
            yield Text("YUNPEI_SMS_URL 应为短信网关的 https 地址", "YUNPEI_SMS_URL must be the gateway's https address")
        elif production and parts.scheme == "http" and not stays_here(parts.hostname or ""):
            yield _open("YUNPEI_SMS_URL", "https://")
        for place in ("{phone}", "{text}"):
            if place not in self.sms_url + self.sms_body:
                yield Text(
                    f"YUNPEI_SMS_BODY（或 YUNPEI_SMS_URL）里没有 {place}",
                    f"neither YUNPEI_SMS_BODY nor YUNPEI_SMS_URL has {place}",
                )
        if self.sms_body.startswith(("{", "[")) and not _is_json(self.sms_body):
            yield Text("YUNPEI_SMS_BODY 不是 JSON", "YUNPEI_SMS_BODY is not JSON")
        if self.sms_headers and not _is_json(self.sms_headers, of_texts=True):
            yield Text(
                "YUNPEI_SMS_HEADERS 应为 JSON，值都是文字", "YUNPEI_SMS_HEADERS must be JSON with texts as values"
            )


def address(url: str) -> SplitResult | None:
    """A URL taken apart; None where it names no host, or a port that is none."""
    try:
        parts = urlsplit(url)
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def stays_here(host: str) -> bool:
    """Whether a host is this machine, to which nothing needs to be encrypted."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _smtp_problems(smtp: str, mail_from: str, *, production: bool) -> Iterator[Text]:
    parts = address(smtp)
    if parts is None or parts.scheme not in PORTS:
        yield Text(
            "YUNPEI_SMTP 应为 smtps://用户:密码@主机:465、smtp+starttls://… 或 smtp://…",
            "YUNPEI_SMTP must be smtps://user:password@host:465, smtp+starttls://… or smtp://…",
        )
    elif production and parts.scheme == "smtp" and not stays_here(parts.hostname or ""):
        yield _open("YUNPEI_SMTP", "smtps:// / smtp+starttls://")
    if "@" not in parseaddr(mail_from)[1]:
        yield Text("YUNPEI_MAIL_FROM 应为发件地址", "YUNPEI_MAIL_FROM must be the address that mails come from")


def _open(name: str, safe: str) -> Text:
    return Text(
        f"{name} 没有加密，验证码会被人看到；请改用 {safe}（发往本机的除外）",
        f"{name} is not encrypted and codes could be read on the way; use {safe} (but for this machine itself)",
    )


def _is_json(text: str, *, of_texts: bool = False) -> bool:
    try:
        read = json.loads(text)
    except ValueError:
        return False
    return not of_texts or (isinstance(read, dict) and all(isinstance(value, str) for value in read.values()))


def there(module: str) -> bool:
    """Whether a module can be imported on this machine."""
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
