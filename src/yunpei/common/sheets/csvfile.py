"""CSV: the encoding and the delimiter are found out, the file is decoded strictly and read as a stream."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from yunpei.common.language import Text
from yunpei.common.sheets.header import RawRow, Wanted, names_in
from yunpei.common.sheets.model import Cell, UnreadableFile

CHUNK = 1 << 20  # bytes
LONGEST_LINE = 1 << 20  # characters; a roster's longest line has some thousands
MOST_LINES_IN_A_CELL = 300  # a spreadsheet's cell holds at most 253 line breaks
# So many three-byte signs before the first fault and the file is damaged UTF-8, not GB18030.
SURELY_UTF8 = 20
_NUMBER_OR_DATE = re.compile(r"\d[\dXx./:\-年月日 ]*")


def encoding_of(path: Path) -> str:
    """utf-8-sig, utf-16 or gb18030, by decoding the whole file strictly, in bounded memory.

    Raises UnreadableFile with the offset of the byte that fits no encoding.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        fault = _first_fault(path, "utf-16")[0]
        if fault is None:
            return "utf-16"
        raise _undecodable(path, fault, "UTF-16")
    utf8_fault, signs = _first_fault(path, "utf-8")
    if utf8_fault is None:
        return "utf-8-sig"
    if signs >= SURELY_UTF8 or head.startswith(codecs.BOM_UTF8):
        raise _undecodable(path, utf8_fault, "UTF-8")
    if _first_fault(path, "gb18030")[0] is None:
        return "gb18030"
    raise _undecodable(path, utf8_fault, "UTF-8, GB18030")


def _first_fault(path: Path, encoding: str) -> tuple[int | None, int]:
    """Byte offset of the first fault or None; and how many signs from U+0800 on came before it (counted to 20)."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    offset = signs = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            kept = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as fault:
                return offset - kept + fault.start, signs + _wide_signs(fault.object[: fault.start], encoding)
            if not chunk:
                return None, signs
            if signs < SURELY_UTF8 and not text.isascii():
                signs += sum(1 for sign in text if sign >= "\u0800")
            offset += len(chunk)


def _wide_signs(valid: bytes, encoding: str) -> int:
    return sum(1 for sign in valid.decode(encoding, "ignore") if sign >= "\u0800") if encoding == "utf-8" else 0


def _undecodable(path: Path, offset: int, tried: str) -> UnreadableFile:
    with path.open("rb") as file:
        file.seek(offset)
        bad = file.read(1).hex().upper()
        file.seek(0)
        line = 1
        left = offset
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            line += chunk.count(b"\n")
            left -= len(chunk)
    held = f"0x{bad}" if bad else "end of file"
    return UnreadableFile(
        Text(
            f"{path.name}：第 {line} 行附近（字节偏移 {offset}，{held}）不是有效的 {tried} 文字；"
            "请用 Excel 或 WPS 打开，另存为“CSV UTF-8”或 .xlsx。",
            f"{path.name}: near line {line} (byte offset {offset}, {held}) is no valid {tried} text; "
            "open it in Excel or WPS and save as “CSV UTF-8” or .xlsx.",
        )
    )


class CsvSource:
    """One CSV file, its encoding and delimiter known; `rows` may be called again to start over."""

    def __init__(self, path: Path, wanted: Wanted) -> None:
        self.path = path
        self.warnings: list[Text] = []
        self._encoding = encoding_of(path)
        if self._encoding == "gb18030":
            self.warnings.append(Text(f"{path.name} 按 GB18030 编码读取。", f"{path.name} was read as GB18030."))
        self._delimiter = self._choose_delimiter(wanted)

    def _choose_delimiter(self, wanted: Wanted) -> str:
        """The one that makes the most known names in one of the first rows; the comma when in doubt."""
        best, most = ",", 0
        for delimiter in (",", "\t", ";"):
            named = 0
            try:
                for _, cells, _ in islice(self._records(delimiter), wanted.search_rows):
                    named = max(named, len(names_in(cells, wanted.known)))
            except UnreadableFile:
                pass  # the chosen delimiter meets the fault again, and says so
            if named > most:
                best, most = delimiter, named
        return best

    def rows(self) -> Iterator[RawRow]:
        """Every record with its number: the header of a plain file is 1; blank lines count."""
        return self._records(self._delimiter)

    def _records(self, delimiter: str) -> Iterator[RawRow]:
        with self.path.open("rb") as raw, io.TextIOWrapper(raw, self._encoding, "strict", newline="") as file:
            feed = _Feed(file, self.path)
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            width = 0
            while True:
                try:
                    record = next(reader)
                except StopIteration:
                    return
                except csv.Error as fault:
                    raise _broken(self.path, feed, fault) from None
                if feed.lines > 1:
                    _check_swallowed(self.path, feed, record, delimiter, width)
                cells: list[Cell] = list(record)
                yield feed.row, cells, 0
                feed.row += 1
                feed.lines = 0
                width = max(width, len(record))


class _Feed:
    """The lines of the file, one by one, none of them longer than a line may be; counts those of one record."""

    def __init__(self, file: IO[str], path: Path) -> None:
        self._file, self._path = file, path
        self.row, self.lines = 1, 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.lines += 1
        if len(line) >= LONGEST_LINE:
            raise _at_row(
                self._path,
                self.row,
                f"一行超过 {LONGEST_LINE} 个字符",
                f"a line of more than {LONGEST_LINE} characters",
            )
        if "\0" in line:
            raise _at_row(
                self._path,
                self.row,
                "含有 NUL 字节（可能是没有 BOM 的 UTF-16，或文件已损坏）",
                "holds a NUL byte (UTF-16 without a BOM, or a damaged file)",
            )
        if self.lines > MOST_LINES_IN_A_CELL:
            raise _at_row(
                self._path,
                self.row,
                f"一个引号没有闭合，吞掉了 {MOST_LINES_IN_A_CELL} 行以上",
                f"an unclosed quote swallows more than {MOST_LINES_IN_A_CELL} lines",
            )
        return line


def _check_swallowed(path: Path, feed: _Feed, record: list[str], delimiter: str, width: int) -> None:
    """A quote left open in one row and closed by the next quote makes one record of whole rows.

    Then the separators inside and outside the quotes add up to those of that many whole rows, and some of what they
    separate are numbers or dates; a remark over several lines is neither.
    """
    pieces = [cell.split(delimiter) for cell in record if "\n" in cell or "\r" in cell]
    inside = sum(len(piece) - 1 for piece in pieces)
    if width < 3 or inside + len(record) - 1 != feed.lines * (width - 1):
        return
    if any(_NUMBER_OR_DATE.fullmatch(text.strip()) for piece in pieces for text in piece):
        raise _at_row(
            path,
            feed.row,
            f"一个引号似乎没有闭合，吞掉了 {feed.lines - 1} 行",
            f"a quote seems unclosed and swallows {feed.lines - 1} rows",
        )


def _broken(path: Path, feed: _Feed, fault: csv.Error) -> UnreadableFile:
    what = str(fault)
    if "field larger" in what:
        limit = csv.field_size_limit()
        return _at_row(
            path,
            feed.row,
            f"一个单元格超过 {limit} 个字符（可能是引号没有闭合）",
            f"a cell of more than {limit} characters (perhaps an unclosed quote)",
        )
    if "unexpected end" in what:
        return _at_row(
            path, feed.row, "一个引号没有闭合，直到文件结束", "a quote is not closed up to the end of the file"
        )
    return _at_row(
        path,
        feed.row,
        "引号放错了位置（单元格内的引号须写成两个）",
        "a quote in the wrong place (a quote inside a cell is written twice)",
    )


def _at_row(path: Path, row: int, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(
        Text(
            f"{path.name} 第 {row} 行：{zh}；请改正这一行，或从 Excel 重新导出。",
            f"{path.name} row {row}: {en}; mend that row, or export the file again from Excel.",
        )
    )
