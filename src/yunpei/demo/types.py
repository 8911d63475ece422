"""What the demo city tells whoever opens it."""

from __future__ import annotations

from dataclasses import dataclass

from yunpei.common.language import Text


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try: its login name, and what one can do with it. All of a demo's accounts have one password."""

    login: str
    what: Text
