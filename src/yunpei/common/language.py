"""Sentences in both languages of the product, and which one is spoken: by this run, or on the page that is being made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

_here: ContextVar[str] = ContextVar("language", default="")


@cache
def language() -> str:
    """`zh` (the default) or `en`: YUNPEI_LANG first, then the locale of the shell."""
    for name in ("YUNPEI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        chosen = os.environ.get(name, "")
        if chosen[:2] in ("zh", "en"):
            return chosen[:2]
    return "zh"


def spoken() -> str:
    """`zh` or `en`: the language of the page that is being made, outside a page that of this run."""
    return _here.get() or language()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `zh` or `en` within."""
    before = _here.set(code)
    try:
        yield
    finally:
        _here.reset(before)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, Chinese and English; `str()` gives the one that is spoken here."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.in_language(spoken())

    def in_language(self, code: str) -> str:
        """The sentence in `zh` or `en`."""
        return self.zh if code == "zh" else self.en
