"""What other rooms may name of messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from yunpei.common.language import Text


class NotDelivered(Exception):
    """A sender could not hand a message on; the job is tried again. Says no number and no text of the message."""


class Sender(Protocol):
    """Carries a text out of the site: SMS, mail. Set by settings.YUNPEI_SENDER, a dotted path; the console by default."""

    def __call__(self, *, address: str, text: Text) -> None:
        """Hand the text on to `address`, a mobile number or mail address. Raises NotDelivered."""


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message as the site shows it."""

    public_id: str
    text: Text
    link: str
    sent_at: datetime
    read_at: datetime | None
