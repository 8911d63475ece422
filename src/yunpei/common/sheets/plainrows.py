"""Rows written the way every spreadsheet program writes them, taken out of the XML by pattern: half the time.

Whatever does not match to the letter (entities, rich text, comments, hidden rows) goes on to the XML parser, which
stays the judge of everything else. tests/common/sheets hold that both ways read the same.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import Any

MOST_BUFFERED = 4 << 20  # characters; a longer row is left to the parser

_BEGIN = "<sheetData>"

# Row number as written, then seven values a cell (see _CELL), each eighth one empty; False: not taken.
TakeRow = Callable[[str, list[Any]], bool]

# What XML forbids or changes (\r becomes \n) is left to the parser as well.
_TEXT = r"[^<&\x00-\x08\x0b-\x1f\ufffe\uffff]{0,32767}"
_ROW = re.compile(r'<row r="([1-9]\d{0,6})"((?: [\w:.]+="[^"<&]*")*) ?>')
# Seven groups a cell: column, row, style, type, formula, value, inline text. split() gives them and what is between.
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d{1,5})")?(?: t="(s|n|b|str|e|inlineStr)")?'
    rf"(?: ?/>|>(<f(?: [\w:.]+=\"[^\"<&]*\")*(?: ?/>|>{_TEXT}</f>))?"
    rf'(?:<v>({_TEXT})</v>|<is><t(?: xml:space="preserve")?>({_TEXT})</t></is>)?</c>)'
)
_GROUPS = 8
# A formatted but empty sheet is a million of these.
_EMPTY_ROWS = re.compile(r'(?:<row [^<>]*/>)*<row r="([1-9]\d{0,6})"[^<>]*/>')
_SHOWN = re.compile(' hidden="(?!0"|false")')
_WAIT, _STOP = -1, -2


class PlainRows:
    """A filter of a worksheet's bytes: plain rows are handed to `take`, all else comes out for the XML parser."""

    def __init__(self, take: TakeRow) -> None:
        self._take = take
        self._text, self._place = "", 0
        self._left: list[str] = []  # passed over, for the parser
        self._state = self._prolog

    def rest(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """What the parser has still to read, in order; the rows that were taken are missing from it."""
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        for chunk in chunks:
            self._text, self._place = self._text[self._place :] + decoder.decode(chunk), 0
            yield from self._state()
            yield b""  # the rows taken from this piece can go out before the next one is read
        self._text += decoder.decode(b"", final=True)
        yield from self._pass_on()

    def _pass_on(self) -> Iterator[bytes]:
        """From here on everything is the parser's."""
        self._state = self._pass_on
        self._left.append(self._text[self._place :])
        self._place = len(self._text)
        yield from self._flush()

    def _flush(self) -> Iterator[bytes]:
        text = "".join(self._left)
        self._left.clear()
        if text:
            yield text.encode()

    def _prolog(self) -> Iterator[bytes]:
        """Up to <sheetData>. A comment before it might hide another one: then nothing is taken out."""
        end = self._text.find(_BEGIN)
        if end >= 0 and "<!" not in self._text[:end]:
            self._place = end + len(_BEGIN)
            self._left.append(self._text[: self._place])
            self._state = self._rows
            yield from self._rows()
        elif end >= 0 or len(self._text) > MOST_BUFFERED:
            yield from self._pass_on()

    def _rows(self) -> Iterator[bytes]:
        text = self._text
        while True:
            here = self._place
            tag = _ROW.match(text, here)
            end = text.find("</row>", tag.end()) if tag else -1
            if tag is not None and end >= 0 and not _SHOWN.search(tag[2]):
                cells = _CELL.split(text[tag.end() : end])
                if not any(cells[::_GROUPS]):
                    # The parser reads what came before first: rows keep their order.
                    yield from self._flush()
                    if self._take(tag[1], cells):
                        self._place = end + len("</row>")
                        continue
            elif empty := _EMPTY_ROWS.match(text, here):
                yield from self._flush()
                if self._take(empty[1], [""]):
                    self._place = empty.end()
                    continue
            end = self._end_of_other(text, here)
            if end == _STOP or (end == _WAIT and len(text) - here > MOST_BUFFERED):
                yield from self._pass_on()
                return
            if end == _WAIT:
                yield from self._flush()
                return
            self._left.append(text[here:end])
            self._place = end

    def _end_of_other(self, text: str, here: int) -> int:
        """Where the row or white space at `here` ends; _WAIT: not in this piece; _STOP: it is neither."""
        if not text.startswith("<row", here):
            mark = text.find("<", here)
            if mark < 0 or len(text) - mark < len("<row "):
                return _WAIT
            return mark if mark > here and text[here:mark].isspace() else _STOP
        end = text.find(">", here)
        if end > 0 and text[end - 1] != "/":
            end = text.find("</row>", end) + len("</row>") - 1
            if end < here:
                return _WAIT
        if end < 0:
            return _WAIT
        return _STOP if "<!" in text[here:end] or "<?" in text[here:end] else end + 1
