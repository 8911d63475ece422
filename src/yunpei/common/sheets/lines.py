"""From the raw rows below a header to the lines of data: what is left out, and what is said about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from yunpei.common.language import Text
from yunpei.common.sheets.header import HIDDEN, UNCALCULATED, Header, RawRow, Wanted, column_letters
from yunpei.common.sheets.model import Cell, Ranges, Table, masked, text_of

NO_VALUE = "#未计算"  # stands in a cell whose formula has no stored value: never empty in silence

_FOOTERS = (
    "合计 总计 小计 共计 累计 制表 填表 审核 复核 经办 单位负责人 负责人 联系人 联系电话 备注 说明 注: 日期 盖章 (盖章) "
    "单位盖章 (单位盖章) 单位(盖章) 单位公章 (公章)"
).split()
_LATIN_FOOTER = re.compile(
    r"(grand)?(sub)?totals?(?![a-z])|sums?(?![a-z])|(prepared|checked|reviewed|approved)by|notes?:|remarks?:|signature|date:",
)


class LineFilter:
    """Walks raw rows and lets the lines through; fills the table's skipped rows, warnings and problems."""

    def __init__(self, table: Table, header: Header, wanted: Wanted) -> None:
        self._table, self._wanted, self._header = table, wanted, header
        self._width = len(header.texts)
        self._key = header.columns.get(wanted.key, -1)
        self._known = {index: name for name, index in header.columns.items()}
        self._last = header.last_row
        self._hidden, self._beyond = Ranges(), Ranges()
        self._uncalculated: dict[int, Ranges] = {}

    def lines(self, rows: Iterable[RawRow]) -> Iterator[tuple[int, list[Cell]]]:
        """The lines with their real row numbers, every one as wide as the header."""
        width, key = self._width, self._key
        for number, cells, marks in rows:
            if number > self._last + 1:
                self._skip(self._last + 1, number - 1, "")
            self._last = number
            first = cells[key] if 0 <= key < len(cells) else None
            # An ID begins with a digit and no column name does: the usual line needs no closer look.
            if not (isinstance(first, str) and "0" <= first[:1] <= "9"):
                reason = self._reason_to_skip(number, cells, text_of(first))
                if reason is not None:
                    self._skip(number, number, reason)
                    continue
            if len(cells) != width:
                cells = self._cut(number, cells)
            if marks:
                self._heed(number, cells, marks)
            yield number, cells
        self._drop_trailing_blanks()
        self._report()

    def _reason_to_skip(self, number: int, cells: list[Cell], key_text: str) -> str | None:
        """None: a line of data. "": a blank row. Else the text of the row's first cell."""
        inside = cells[: self._width]
        filled = next((text for cell in inside if (text := text_of(cell)) and text != NO_VALUE), "")
        if not filled and not key_text:
            self._cut(number, cells)  # a note beside the table is no line, but is said
            return ""
        # 合计 stands in the key column itself where that is the first one; no ID begins so.
        if key_text in ("", NO_VALUE, filled) and self._is_footer(filled, cells):
            return masked(filled)
        return masked(filled) if self._repeats_header(cells, key_text) else None

    def _is_footer(self, label: str, cells: list[Cell]) -> bool:
        """A total or a signature line, and not a person whose ID is missing: those fill most of the columns."""
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", label)).casefold()
        if not (plain.startswith(tuple(_FOOTERS)) or _LATIN_FOOTER.match(plain)):
            return False
        filled = sum(1 for index in self._known if index < len(cells) and text_of(cells[index]))
        return filled < 4 or filled * 4 < len(self._known) * 3

    def _repeats_header(self, cells: list[Cell], key_text: str) -> bool:
        known, wanted = self._wanted.known, self._wanted
        if key_text and known(key_text) != wanted.key:
            return False
        same = 0
        for index, name in self._known.items():
            cell = cells[index] if index < len(cells) else None
            text = text_of(cell)
            if text:
                if not isinstance(cell, str) or known(text) != name:
                    return False
                same += 1
        return same >= min(wanted.fewest, len(self._known))

    def _skip(self, first: int, last: int, what: str) -> None:
        skipped = self._table.skipped
        if not what and skipped and not skipped[-1][2] and skipped[-1][1] == first - 1:
            skipped[-1] = (skipped[-1][0], last, "")
        else:
            skipped.append((first, last, what))

    def _drop_trailing_blanks(self) -> None:
        """Every sheet ends in blank rows; only those between lines may be an accident."""
        skipped = self._table.skipped
        if skipped and not skipped[-1][2] and skipped[-1][1] == self._last:
            skipped.pop()

    def _cut(self, number: int, cells: list[Cell]) -> list[Cell]:
        if len(cells) < self._width:
            return cells + [None] * (self._width - len(cells))
        if any(text_of(cell) for cell in cells[self._width :]):
            self._beyond.add(number)
        return cells[: self._width]

    def _heed(self, number: int, cells: list[Cell], marks: int) -> None:
        if marks & HIDDEN:
            self._hidden.add(number)
        if marks & UNCALCULATED:
            for index, cell in enumerate(cells):
                if cell is NO_VALUE:
                    self._uncalculated.setdefault(index, Ranges()).add(number)

    def _report(self) -> None:
        warnings, problems = self._table.warnings, self._table.problems
        if self._hidden.count:
            warnings.append(
                Text(f"隐藏的行也已读取：第 {self._hidden} 行。", f"Hidden rows were read too: {self._hidden}.")
            )
        if self._beyond.count:
            warnings.append(
                Text(
                    f"第 {self._beyond} 行在最后一个表头右侧还有内容，未读取；请检查是否错列。",
                    f"Rows {self._beyond} hold something to the right of the last header; it was not read. "
                    "Check that no cell slipped to the right.",
                )
            )
        for index, rows in self._uncalculated.items():
            header, letters = self._header.texts[index], column_letters(index)
            zh = f"{letters} 列“{header}”第 {rows} 行的公式没有存下计算结果；请用 Excel 或 WPS 打开并保存一次，或粘贴为数值。"
            en = (
                f"column {letters} “{header}”, rows {rows}: a formula without a stored value. Open the file in Excel "
                "or WPS and save it once, or paste the values."
            )
            if index in self._known:
                problems.append((header, Text(zh, en)))
            else:
                warnings.append(Text(zh, en[0].upper() + en[1:]))
