"""How a text leaves the site. Which way is a setting (config/sending.py); a new way is one function of an address and a text.

Senders raise NotDelivered, which says no number and no text: it ends up in logs. Messages are then tried again by the jobs
table; for a code its owner asks again.
"""

from __future__ import annotations

import json
import sys
import urllib.request
from http.client import HTTPException
from typing import IO, Any, cast
from urllib.error import HTTPError
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string

from yunpei.common.language import Text
from yunpei.messages.types import NotDelivered, Sender

CONSOLE = "yunpei.messages.senders.console"
PATIENCE = 10  # seconds for a gateway to answer; whoever waits for a code waits with it
ANSWER = 64 * 1024  # bytes of a gateway's answer that are looked at
SUBJECT = "云培通知"


def console(*, address: str, text: Text) -> None:
    """Write the text where the server was started: for the demo and development, where nobody's phone shall ring."""
    sys.stderr.write(f"→ {address}  {text.zh}\n")
    sys.stderr.flush()


def outward(*, address: str, text: Text) -> None:
    """By mail to a mail address, by SMS to a phone number, as far as the site has the way. Raises NotDelivered."""
    way = "smtp" if "@" in address else "sms"
    if way not in settings.YUNPEI_WAYS:
        raise NotDelivered(f"this site has no {way}")
    (mail if way == "smtp" else sms)(address=address, text=text)


def mail(*, address: str, text: Text) -> None:
    """By Django's mail settings. Raises NotDelivered."""
    message = EmailMessage(SUBJECT, text.zh, to=[address])
    try:
        message.send()
    except (OSError, ValueError) as fault:  # smtplib's own are OSErrors, and name the address
        raise NotDelivered(f"the mail server refused: {type(fault).__name__}") from None


def sms(*, address: str, text: Text) -> None:
    """By settings.YUNPEI_SMS: one request to the gateway, with number and text put in their places. Raises NotDelivered."""
    gateway: dict[str, Any] = settings.YUNPEI_SMS
    given = {"phone": address, "text": text.zh}
    headers, body = dict(gateway["headers"]), None
    if written := gateway["body"]:
        is_json = written.startswith(("{", "["))
        headers.setdefault("Content-Type", "application/json" if is_json else "application/x-www-form-urlencoded")
        body = _filled(written, given, json_text if is_json else _quoted).encode()
    request = urllib.request.Request(_filled(gateway["url"], given, _quoted), body, headers)  # noqa: S310  # http(s): checked at the start
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            said = answer.read(ANSWER).decode("utf-8", "replace")
    except HTTPError as fault:
        fault.close()
        raise NotDelivered(f"the gateway answered {fault.code}") from None
    except (OSError, HTTPException) as fault:
        raise NotDelivered(f"the gateway cannot be reached: {type(fault).__name__}") from None
    if gateway["accepted"] not in said:
        raise NotDelivered("the gateway did not take it")


def json_text(value: str) -> str:
    """A value as it stands between the quotes of a JSON text."""
    return json.dumps(value)[1:-1]


def _quoted(value: str) -> str:
    return quote(value, safe="")


def _filled(template: str, given: dict[str, str], fit: Any) -> str:
    # In one pass: a text that itself reads {phone} stays as it is.
    first, *rest = template.split("{text}")
    parts = [part.replace("{phone}", fit(given["phone"])) for part in (first, *rest)]
    return str(fit(given["text"]).join(parts))


class _Stay(urllib.request.HTTPRedirectHandler):
    """A gateway that sends elsewhere is set up wrongly: number and text go to the address in the settings and no other."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        """Do not follow; the answer then counts as a refusal."""


_OPENER = urllib.request.build_opener(_Stay)


def current() -> Sender:
    """The sender of this site: settings.YUNPEI_SENDER, else the console. Raises ImportError for a path that leads nowhere."""
    return cast(Sender, import_string(getattr(settings, "YUNPEI_SENDER", CONSOLE)))
