"""Write tables for people: CSV and XLSX, whole or not at all, and nothing in them that a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from yunpei.common.language import Text
from yunpei.common.sheets.model import Cell, text_of

LAST_ROW, LAST_COLUMN, LONGEST_TEXT = 1_048_576, 16_384, 32_767  # what an .xlsx can hold
MOST_COMMENTS = 20_000  # more make Excel unusable; further bad cells are coloured only
_RUNS = re.compile(r"[=+\-@\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_PROBE_ROWS = 200  # rows that the column widths are taken from


class TooLarge(Exception):
    """A table that the wanted kind of file cannot hold; `text` says which limit and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return str(self.text)


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, encoding: str = "utf-8-sig"
) -> None:
    """Write UTF-8 with a BOM (so that Excel shows Chinese) or another encoding, CRLF, every cell as its canonical text.

    An empty header is left out.

    A text that a spreadsheet would run as a formula (it begins with = + - @ or a tab, full width too, and is no plain
    number) gets an apostrophe in front. A spreadsheet opening a CSV still turns long digits into numbers: IDs
    are safe in the file, not in Excel's own "open"; give people the .xlsx.
    """
    with whole_or_nothing(path) as draft, draft.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        for row in chain([header] if header else [], rows):
            writer.writerow([_harmless(cell) for cell in row])


def write_xlsx(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write one sheet: texts stay texts, dates are real dates, the header is bold and stays in view.

    Memory does not grow with the rows. Raises TooLarge beyond a sheet's rows or columns.
    """
    write_xlsx_sheets(path, [("", header, rows)])


def write_xlsx_sheets(path: Path, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]) -> None:
    """Write a workbook of several sheets, each (name, header, rows) as `write_xlsx` writes one; "" lets Excel name it.

    Raises TooLarge beyond a sheet's rows or columns.
    """
    with _book(path) as book:
        for name, header, rows in sheets:
            _Sheet(book, name, header, {}).fill(enumerate(rows, start=2))


def write_marked_xlsx(
    path: Path,
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[Cell]]],
    marks: Mapping[tuple[int, int], str],
) -> None:
    """Write the input again with its bad cells coloured and commented, for people to mend.

    `rows` are (real row number, cells) in rising order and keep their rows, so that messages still fit; the header
    stands right above the first. `marks` are (row, 0-based column) → comment; one above the rows marks the header.
    Raises TooLarge beyond a sheet's limits, ValueError when the rows do not rise.
    """
    with _book(path) as book:
        _Sheet(book, "", header, marks).fill(iter(rows))


@contextmanager
def whole_or_nothing(path: Path) -> Iterator[Path]:
    """A draft beside `path` that takes its place when the block ends well; else nothing is left of it."""
    path = Path(path)
    with tempfile.TemporaryDirectory(prefix=".yunpei-", dir=path.parent) as folder:
        draft = Path(folder) / path.name
        yield draft
        draft.replace(path)


def _harmless(cell: Cell) -> str:
    text = text_of(cell)
    if isinstance(cell, str) and _RUNS.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    """A workbook that is written where the block ends well, and not at all otherwise."""
    import xlsxwriter  # type: ignore[import-untyped]

    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with whole_or_nothing(path) as draft:
        book = xlsxwriter.Workbook(str(draft), {**options, "tmpdir": str(draft.parent)})
        try:
            yield book
        except BaseException:
            with suppress(OSError, xlsxwriter.exceptions.XlsxWriterException):
                book.close()
            raise
        book.close()


class _Sheet:
    """One worksheet being written, row after row."""

    def __init__(self, book: Any, name: str, header: Sequence[str], marks: Mapping[tuple[int, int], str]) -> None:
        self._header, self._marks = header, marks
        self._comments = 0
        self._sheet = book.add_worksheet(name or None)
        looks: dict[str, dict[str, object]] = {
            "": {},
            "header": {"bold": True},
            "date": {"num_format": "yyyy-mm-dd"},
            "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
            "time": {"num_format": "hh:mm:ss"},
            "span": {"num_format": "[h]:mm:ss"},
        }
        red: dict[str, object] = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
        self._formats = {
            (name, bad): book.add_format(look | (red if bad else {}))
            for name, look in looks.items()
            for bad in (False, True)
        }

    def fill(self, rows: Iterator[tuple[int, Sequence[Cell]]]) -> None:
        """The header above the first row, then every row in its place."""
        first = list(islice(rows, _PROBE_ROWS))
        top = (first[0][0] if first else 2) - 1
        self._widths([cells for _, cells in first])
        self._sheet.freeze_panes(top, 0)
        header_marks = {column: why for (row, column), why in self._marks.items() if row <= top}
        self._row(top, self._header, "header", header_marks)
        marked = {row for row, _ in self._marks}
        last = top
        for number, cells in chain(first, rows):
            if number <= last:
                raise ValueError(f"row {number} after row {last}: rows must rise")
            last = number
            self._row(number, cells, "", self._marks_of(number, len(cells)) if number in marked else {})

    def _marks_of(self, number: int, width: int) -> dict[int, str]:
        columns = range(max(width, len(self._header)))
        return {column: self._marks[number, column] for column in columns if (number, column) in self._marks}

    def _row(self, number: int, cells: Sequence[Cell], look: str, marks: Mapping[int, str]) -> None:
        if number > LAST_ROW or number < 1 or len(cells) > LAST_COLUMN:
            raise _too_large(number, len(cells))
        for column, cell in enumerate(cells):
            self._cell(number - 1, column, cell, look, column in marks)
        for column, why in marks.items():
            if column >= len(cells):
                self._sheet.write_blank(number - 1, column, None, self._formats["", True])
            if self._comments < MOST_COMMENTS:
                self._comments += 1
                self._sheet.write_comment(number - 1, column, why[:LONGEST_TEXT])

    def _cell(self, row: int, column: int, cell: Cell, look: str, bad: bool) -> None:
        sheet = self._sheet
        kind = look or _look(cell)
        form = self._formats[kind, bad] if kind or bad else None
        if cell is None:
            sheet.write_blank(row, column, None, form)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell, form)
        elif kind in ("date", "moment", "time", "span"):
            sheet.write_datetime(row, column, cell, form)
        elif isinstance(cell, int | float) and _exact(cell):
            # XlsxWriter keeps 16 digits: rounded twice, the text could change.
            sheet.write_number(row, column, float(format(cell, ".15g")), form)
        else:
            text = cell if isinstance(cell, str) else text_of(cell)
            if len(text) > LONGEST_TEXT:
                text = text[: LONGEST_TEXT - 1] + "…"
            sheet.write_string(row, column, text, form)

    def _widths(self, rows: Sequence[Sequence[Cell]]) -> None:
        for column, name in enumerate(self._header):
            texts = [name, *(text_of(row[column]) for row in rows if column < len(row))]
            self._sheet.set_column(column, column, min(max(map(_width, texts)) + 2, 60))


def _look(cell: Cell) -> str:
    """Which date format a cell takes; "" for those that are none, or none that a sheet can hold (before 1900)."""
    if isinstance(cell, datetime.datetime):
        return "moment" if cell.tzinfo is None and cell.year >= 1900 else ""
    if isinstance(cell, datetime.date):
        return "date" if cell.year >= 1900 else ""
    if isinstance(cell, datetime.time):
        return "time" if cell.tzinfo is None else ""
    if isinstance(cell, datetime.timedelta):
        return "span" if cell >= datetime.timedelta() else ""
    return ""


def _exact(number: float) -> bool:
    """Whether a sheet holds the number without losing digits; else it is written as text."""
    return math.isfinite(number) and abs(number) < 10**15


def _width(text: str) -> int:
    """Columns a text takes on the screen: Chinese signs take two."""
    return sum(2 if sign >= "\u1100" else 1 for sign in text[:60])


def _too_large(number: int, width: int) -> TooLarge:
    return TooLarge(
        Text(
            f"第 {number} 行、{width} 列：.xlsx 最多 {LAST_ROW} 行、{LAST_COLUMN} 列；请改用 .csv 或 .parquet。",
            f"row {number}, {width} columns: an .xlsx holds {LAST_ROW} rows and {LAST_COLUMN} columns; "
            "use .csv or .parquet.",
        )
    )
