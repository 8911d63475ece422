"""How a text leaves the site. Which way is a setting; a new way is one function that takes an address and a text."""

from __future__ import annotations

import sys
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from yunpei.common.language import Text
from yunpei.messages.types import Sender

CONSOLE = "yunpei.messages.senders.console"


def console(*, address: str, text: Text) -> None:
    """Write the text where the server was started: for the demo and development, where nobody's phone shall ring."""
    sys.stderr.write(f"→ {address}  {text.zh}\n")
    sys.stderr.flush()


def current() -> Sender:
    """The sender of this site: settings.YUNPEI_SENDER, else the console. Raises ImportError for a path that leads nowhere."""
    return cast(Sender, import_string(getattr(settings, "YUNPEI_SENDER", CONSOLE)))
