"""What a read sheet is: its cells, their canonical text, the table, and the one error of this package."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from yunpei.common.language import Text

if TYPE_CHECKING:
    import polars

Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
Kind = Literal["csv", "xlsx", "parquet"]

# All that str.strip() takes off, and the signs without width that web pages and BOMs leave behind.
SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202c\u202d\u00ad"
)
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){13,}[ -]?[\dXx]")


class UnreadableFile(Exception):
    """A file that cannot be used as a whole; `text` says where, what and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return str(self.text)


@dataclass
class Table:
    """An opened sheet. `rows` can be walked once; `skipped` and `warnings` are complete after its last row.

    `problems` (header text, reason) are faults of the header or of formulas: the caller must refuse the file.
    Walking `rows` may raise UnreadableFile: an unclosed quote or a NUL is only met when its row is reached.
    """

    path: Path
    kind: Kind
    sheet: str | None
    header: tuple[str, ...]
    header_row: int
    columns: dict[str, int]
    rows: Iterator[tuple[int, list[Cell]]]
    frame: polars.DataFrame | None = None
    skipped: list[tuple[int, int, str]] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    problems: list[tuple[str, Text]] = field(default_factory=list)


def text_of(cell: Cell) -> str:
    """The canonical text of a cell, the same for CSV, XLSX and Parquet.

    None → "", text without outer spaces, True → "true", 23.0 → "23", dates as ISO, a datetime at midnight as its date.
    Floats have the 15 digits that a spreadsheet has; from 1e15 on they are written as 2.1E+17, because their last
    digits are already lost and the reader of an ID must see that. Whole numbers (int) keep every digit.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip(SPACES)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _float_text(cell)
    if isinstance(cell, datetime.datetime):
        if cell.time() == datetime.time():
            return cell.date().isoformat()
        return cell.isoformat(" ")
    if isinstance(cell, datetime.timedelta):
        return _duration_text(cell)
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell)


def _float_text(number: float) -> str:
    from decimal import Decimal

    rounded = Decimal(format(number, ".15g"))
    if not rounded.is_finite():
        return str(rounded)
    if abs(rounded) >= Decimal(10) ** 15:
        return format(rounded.normalize(), "E")
    plain = format(rounded, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain == "-0" else plain


def _duration_text(span: datetime.timedelta) -> str:
    sign = "-" if span < datetime.timedelta() else ""
    seconds, micro = divmod(abs(span) // datetime.timedelta(microseconds=1), 1_000_000)
    tail = f".{micro:06d}".rstrip("0") if micro else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{tail}"


def masked(text: str) -> str:
    """The text with every run of 15 digits or more (an ID, a card) reduced to its first three, for messages."""
    return _LONG_NUMBER.sub(lambda found: found.group()[:3] + "*" * (len(found.group()) - 3), text)


class Ranges:
    """Row numbers, given in rising order, kept as ranges: 5–7, 9. Past `most` ranges only the count goes on."""

    def __init__(self, most: int = 50) -> None:
        self._most = most
        self._ranges: list[list[int]] = []
        self.count = 0

    def add(self, row: int) -> None:
        """Note one row number, not smaller than the one before."""
        self.count += 1
        if self._ranges and row <= self._ranges[-1][1] + 1:
            self._ranges[-1][1] = row
        elif len(self._ranges) < self._most:
            self._ranges.append([row, row])

    def __str__(self) -> str:
        shown = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in self._ranges)
        inside = sum(b - a + 1 for a, b in self._ranges)
        return shown + (f" … ({self.count})" if self.count > inside else "")
