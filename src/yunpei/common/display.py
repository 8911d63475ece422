"""Tables and sentences for a terminal: Chinese characters take two places, columns stay straight."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

_GAP = "  "
_NARROWEST = 6
_ELLIPSIS = "…"
# Never at the beginning of a line (避头), never at its end (避尾).
_NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕”’…—·,.;:!?)]}%％／/")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{¥")


@lru_cache(maxsize=8192)
def width(text: str) -> int:
    """Places that a text takes in a terminal: wide and full-width characters two, combining and format marks none."""
    if text.isascii():
        return len(text)
    return sum(_places(character) for character in text)


def _places(character: str) -> int:
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def safe(text: str) -> str:
    """The text on one line, with control and direction marks as �: a cell must not be able to steer the terminal."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\ufffd" for character in text
    )


def cut(text: str, places: int) -> str:
    """The text in at most so many places; what is cut off is shown by an ellipsis."""
    if width(text) <= places:
        return text
    kept, taken = [], width(_ELLIPSIS)
    for character in text:
        taken += _places(character)
        if taken > places:
            break
        kept.append(character)
    return "".join(kept) + _ELLIPSIS if places > 0 else ""


def terminal_width() -> int | None:
    """Places of the terminal that standard output is, COLUMNS first; None when it is a file or a pipe."""
    chosen = os.environ.get("COLUMNS", "")
    if chosen.isdigit() and int(chosen) > 0:
        return int(chosen)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else None
    except (OSError, ValueError):
        return None


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[int] = frozenset(),
    limit: int | None = None,
) -> str:
    """A table as lines: header, rule, rows, without a line break at the end.

    right: indexes of the columns set to the right (numbers). limit: places for a whole line; None = as the terminal
    has, and no limit where the output is a file. Columns too wide for it are cut, the widest first.
    """
    cells = [[safe(cell) for cell in row] for row in (header, *rows)]
    widths = [max(width(row[place]) for row in cells) for place in range(len(header))]
    widths = _fitted(widths, terminal_width() if limit is None else limit)
    lines = [_line(row, widths, right) for row in cells]
    lines.insert(1, _GAP.join("─" * places for places in widths))
    return "\n".join(lines)


def _fitted(widths: list[int], limit: int | None) -> list[int]:
    """Widths whose sum fits: the widest columns give way first, none below six places."""
    fitted = list(widths)
    if limit is None:
        return fitted
    excess = sum(fitted) + len(_GAP) * (len(fitted) - 1) - limit
    while excess > 0:
        widest = max(fitted)
        places = [place for place, taken in enumerate(fitted) if taken == widest]
        next_widest = max((taken for taken in fitted if taken < widest), default=0)
        floor = max(next_widest, _NARROWEST)
        if widest <= floor:
            break
        step = min(widest - floor, -(-excess // len(places)))
        for place in places:
            fitted[place] -= step
        excess -= step * len(places)
    return fitted


def _line(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    shown = []
    for place, (cell, places) in enumerate(zip(row, widths, strict=True)):
        text = cut(cell, places)
        blank = " " * (places - width(text))
        shown.append(blank + text if place in right else text + blank)
    return _GAP.join(shown).rstrip()


def wrap(text: str, places: int) -> list[str]:
    """A sentence as lines of at most so many places.

    Breaks between Chinese characters and at blanks between words; no line begins with a closing mark (避头) or ends
    with an opening one (避尾). A word longer than a line is broken.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(safe(text)):
        if width(line) + width(piece.rstrip()) <= places:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        line = piece.lstrip()
        while width(line.rstrip()) > places:
            head = _head(line, places)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()] if line.rstrip() or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken: a word with the blanks behind it, or a Chinese character with the marks that go with it."""
    units = re.findall(r"[!-~\u00a1-\u024f]+ *| +|.", text, flags=re.DOTALL)
    piece = ""
    for unit in units:
        if piece and unit[0] not in _NOT_FIRST and piece[-1] not in _NOT_LAST:
            yield piece
            piece = ""
        piece += unit
    if piece:
        yield piece


def _head(text: str, places: int) -> str:
    """As much of a text as fits, but one character at least."""
    count, taken = 1, _places(text[0])
    while count < len(text) and taken + _places(text[count]) <= places:
        taken += _places(text[count])
        count += 1
    return text[:count]
