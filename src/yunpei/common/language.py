"""Sentences in both languages of the product, and which one this run speaks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache


@cache
def language() -> str:
    """`zh` (the default) or `en`: YUNPEI_LANG first, then the locale of the shell."""
    for name in ("YUNPEI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        chosen = os.environ.get(name, "")
        if chosen[:2] in ("zh", "en"):
            return chosen[:2]
    return "zh"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, Chinese and English; `str()` gives the one this run speaks."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.in_language(language())

    def in_language(self, code: str) -> str:
        """The sentence in `zh` or `en`."""
        return self.zh if code == "zh" else self.en
