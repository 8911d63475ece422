"""Decision letters as pages show them, and what a case waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yunpei.common.language import Text


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A decision letter of a case. ready: the signed paper is there; it is made right after the decision.

    supplements: letters that add to it, about lines that were decided otherwise later, oldest first.
    """

    number: str
    code: str
    issued_at: datetime
    ready: bool
    supplements: tuple[LetterCard, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """What anyone sees who has a letter's code. content: as the paper says it, persons by masked name and number only.

    genuine: the content is the one that was frozen, and the paper bears the site's signature; None while it is being made.
    sha256: of the paper. seal: fingerprint of the certificate that signs.
    """

    number: str
    issued_at: datetime
    content: Mapping[str, Any]
    genuine: bool | None
    voided_at: datetime | None
    sha256: str
    seal: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a case waits for, in plain words. by None: the day is not known, or none is set. waits: why it is not known."""

    who: Text
    what: Text
    by: date | None = None
    waits: Text | None = None
