"""The little Markdown that rule pages need: text that stays itself, tables, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_SPECIAL = re.compile(r"[\\`*<\[\]|~]|(?<![^\W_])_|_(?![^\W_])")


def plain(text: str) -> str:
    """The text so that no sign of it is taken for Markdown, on one line."""
    return _SPECIAL.sub(lambda found: "\\" + found.group(), " ".join(text.split()))


def code(text: str) -> str:
    """An id or a name, in code letters."""
    return f"`{text}`" if text else ""


def quote(text: str) -> Iterator[str]:
    """A quoted sentence, word for word, each of its lines marked."""
    for line in text.strip().splitlines():
        yield f"> {plain(line)}".rstrip()
    yield ""


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; its cells are Markdown already. Nothing where there are no rows."""
    body = [f"| {' | '.join(cell or ' ' for cell in row)} |" for row in rows]
    if body:
        yield f"| {' | '.join(header)} |"
        yield f"|{'|'.join('---' for _ in header)}|"
        yield from body
        yield ""


def bullets(items: Iterable[str]) -> Iterator[str]:
    """A list; nothing where it is empty."""
    made = [f"- {item}" for item in items]
    if made:
        yield from made
        yield ""


def headed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading above lines; nothing where there are none."""
    body = list(lines)
    if body:
        yield heading
        yield ""
        yield from body
