"""Where codes arrive."""

from __future__ import annotations

import re
from typing import Any

import pytest

SENT: list[tuple[str, str]] = []


def keep(*, address: str, text: Any) -> None:
    """A sender that keeps what it was given."""
    SENT.append((address, text.zh))


class Outbox:
    """What was sent, and the digits of the last code."""

    sent = SENT

    @property
    def code(self) -> str:
        return str(re.findall(r"\d{6}", SENT[-1][1])[0])


@pytest.fixture
def outbox(settings: Any) -> Outbox:
    settings.YUNPEI_SENDER = f"{__name__}.keep"
    SENT.clear()
    return Outbox()
