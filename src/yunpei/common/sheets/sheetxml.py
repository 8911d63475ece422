"""The cells of one worksheet, read as a stream: memory does not grow with the rows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any
from xml.parsers import expat

from yunpei.common.sheets.excel import moment
from yunpei.common.sheets.header import HIDDEN, UNCALCULATED, RawRow
from yunpei.common.sheets.lines import NO_VALUE
from yunpei.common.sheets.model import Cell
from yunpei.common.sheets.package import Package
from yunpei.common.sheets.plainrows import PlainRows

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LONGEST_TEXT = 1 << 18  # characters; Excel's cells hold 32,767
MOST_MERGED = 10_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_columns: dict[str, int] = {}


class Damage(ValueError):
    """A worksheet that contradicts itself."""


def unescaped(text: str) -> str:
    """The text with its _x000D_ escapes put back into signs."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    code = int(found.group(1), 16)
    # Half a sign, or none at all, can be neither printed nor stored.
    return found.group() if code == 0 or 0xD800 <= code < 0xE000 else chr(code)


def column_index(letters: str) -> int:
    """0-based column of its letters; Damage when there is no such column."""
    index = _columns.get(letters)
    if index is None:
        if not re.fullmatch("[A-Z]{1,3}", letters):
            raise Damage(f"no such column: {letters[:10]!r}")
        index = 0
        for letter in letters:
            index = index * 26 + ord(letter) - 64
        if index > LAST_COLUMN:
            raise Damage(f"no such column: {letters}")
        index = _columns[letters] = index - 1
    return index


class SheetReader:
    """Turns the XML of one worksheet into rows. Empty rows are left out: the row numbers show them."""

    def __init__(self, shared: Sequence[str], meanings: Sequence[int], date1904: bool) -> None:
        self._shared, self._meanings, self._date1904 = shared, meanings, date1904
        self._ready: list[RawRow] = []
        self._row, self._column, self._marks = 0, -1, 0
        self._row_text = ""
        self._cells: list[Cell] = []
        self._type, self._style = "n", 0
        self._value: str | None = None  # None: the cell has no <v> or <t>
        self._formula = False
        self._phonetic = 0
        self._letters: list[str] = []  # columns of the last plain row; the next one mostly has the same
        self._places: list[int] = []
        self._gapless = True
        self.by_pattern = True
        self.hidden_columns: list[tuple[int, int]] = []
        self.tall_cells: list[str] = []  # references of merged cells over several rows; complete after the last row
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def rows(self, package: Package, member: str) -> Iterator[RawRow]:
        """The rows that hold something, in order, with their real numbers."""
        rest = PlainRows(self._take).rest(package.chunks(member)) if self.by_pattern else package.chunks(member)
        for _ in package.parse(rest, self._parser):
            if self._ready:
                yield from self._ready
                self._ready = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or tag == "t":
            if not self._phonetic and self._column >= 0:
                self._start_value(tag)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._phonetic += 1
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            self.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))
        elif tag == "mergeCell":
            self._note_merged(attributes.get("ref", ""))
        elif ":" in tag:
            self._start(tag.rpartition(":")[2], attributes)

    def _note_merged(self, ref: str) -> None:
        rows = re.findall(r"\d+", ref)
        if len(rows) == 2 and rows[0] != rows[1] and len(self.tall_cells) < MOST_MERGED:
            self.tall_cells.append(ref)

    def _start_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r")
        number = self._row + 1 if text is None else int(text)
        if not self._row < number <= LAST_ROW:
            raise Damage(f"row {number} after row {self._row}")
        self._row, self._row_text, self._cells, self._column = number, str(number), [], -1
        self._marks = HIDDEN if attributes.get("hidden") in ("1", "true") else 0

    def _take(self, row: str, found: list[Any]) -> bool:
        """A row that PlainRows matched: as _start_row, _start_cell and _end_cell, without the parser's calls."""
        number = int(row)
        count = len(found) // 8
        if not self._row < number <= LAST_ROW or found[2::8].count(row) != count:
            return False
        letters = found[1::8]
        if letters != self._letters:
            columns = [column_index(name) for name in letters]
            if any(low >= high for low, high in pairwise(columns)):
                return False
            self._letters, self._places, self._gapless = letters, columns, columns == list(range(count))
        self._marks = 0
        cells: list[Cell] = []
        shared = self._shared
        values = zip(found[3::8], found[4::8], found[5::8], found[6::8], found[7::8], strict=True)
        for style, kind, formula, value, inline in values:
            if kind == "s" and value is not None:
                cells.append(shared[_index(value)])
            elif inline is None:
                self._type, self._style, self._formula = kind or "n", int(style or 0), formula is not None
                self._value = value
                cells.append(self._cell(value or "") if value is not None or formula else None)
            elif kind == "inlineStr" and not formula:
                cells.append(unescaped(inline))
            else:
                return False
        self._row = number
        if not self._gapless:
            cells = _spread(self._places, cells)
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            self._ready.append((number, cells, self._marks))
        return True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        ref = attributes.get("r")
        if ref is None:
            self._column += 1
            if self._column >= LAST_COLUMN:
                raise Damage(f"row {self._row} has too many cells")
        else:
            digits = self._row_text
            if not ref.endswith(digits):
                raise Damage(f"cell {ref[:12]} in row {digits}")
            letters = ref[: -len(digits)]
            self._column = _columns[letters] if letters in _columns else column_index(letters)
        self._type = attributes.get("t", "n")
        style = attributes.get("s")
        self._style = int(style) if style else 0
        self._value, self._formula = None, False

    def _start_value(self, tag: str) -> None:
        if self._value is not None and (tag == "v" or self._type != "inlineStr"):
            raise Damage(f"row {self._row} has a cell with two values")
        self._parser.CharacterDataHandler = self._text
        self._value = self._value or ""

    def _text(self, data: str) -> None:
        if self._value:
            data = self._value + data
            if len(data) > LONGEST_TEXT:
                raise Damage(f"row {self._row} has a cell with more than {LONGEST_TEXT} characters")
        self._value = data

    def _end(self, tag: str) -> None:
        if tag == "v" or tag == "t":
            self._parser.CharacterDataHandler = None
        elif tag == "c":
            if self._value is not None or self._formula:
                self._end_cell()
        elif tag == "row":
            if self._cells:
                self._ready.append((self._row, self._cells, self._marks))
                self._cells = []
        elif tag == "rPh":
            self._phonetic -= 1
        elif ":" in tag:
            self._end(tag.rpartition(":")[2])

    def _end_cell(self) -> None:
        cell = self._cell(self._value or "")
        if cell is None:
            return
        cells, column = self._cells, self._column
        missing = column - len(cells)
        if missing < 0:
            if cells[column] is not None:
                raise Damage(f"row {self._row} has a cell twice")
            cells[column] = cell
            return
        if missing:
            cells.extend([None] * missing)
        cells.append(cell)

    def _cell(self, text: str) -> Cell:
        kind = self._type
        if kind == "s":
            return self._shared[_index(text)]
        if kind in ("str", "inlineStr"):
            # A formula that gives "" is stored with an empty <v>; one that was never worked out has none.
            return self._no_value() if self._formula and self._value is None else unescaped(text)
        text = text.strip()
        if not text:
            return self._no_value() if self._formula else None
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return text in ("1", "true")
        return _iso_moment(text) if kind == "d" else text

    def _no_value(self) -> Cell:
        self._marks |= UNCALCULATED
        return NO_VALUE

    def _number(self, text: str) -> Cell:
        meaning = self._meanings[self._style] if self._style < len(self._meanings) else 0
        if meaning:
            return moment(float(text), meaning, self._date1904)
        if len(text) < 16 and text.isdigit():
            return int(text)
        return float(text)


def _spread(places: Sequence[int], cells: Sequence[Cell]) -> list[Cell]:
    wide: list[Cell] = [None] * (places[-1] + 1)
    for place, cell in zip(places, cells, strict=True):
        wide[place] = cell
    return wide


def _index(text: str) -> int:
    number = int(text)
    if number < 0:
        raise Damage("a negative text number")
    return number


def _iso_moment(text: str) -> Cell:
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return found.date() if found.time() == datetime.time() else found
