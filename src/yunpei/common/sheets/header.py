"""Which row of a sheet is the header, and what each of its columns is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yunpei.common.language import Text
from yunpei.common.sheets.model import Cell, UnreadableFile, masked, text_of

Known = Callable[[str], str | None]
RawRow = tuple[int, list[Cell], int]  # real row number, cells, marks (HIDDEN, UNCALCULATED)
HIDDEN, UNCALCULATED = 1, 2


@dataclass
class Wanted:
    """What the caller looks for: the names it knows, its key column, and how a header is told from a title."""

    known: Known
    key: str
    fewest: int
    search_rows: int
    rank: Callable[[str], int] = lambda text: 0  # noqa: ARG005 - all names are as sure as each other


@dataclass
class Header:
    """A found header; `last_row` is `row`, or the row below it when the header takes two rows."""

    texts: tuple[str, ...]
    row: int
    last_row: int
    columns: dict[str, int]
    problems: list[tuple[str, Text]] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)


def names_in(cells: Sequence[Cell], known: Known) -> set[str]:
    """The distinct known columns that a row names."""
    found = {known(text) for cell in cells if isinstance(cell, str) and (text := text_of(cell))}
    return {name for name in found if name is not None}


def find_header(first_rows: Sequence[RawRow], wanted: Wanted) -> Header | None:
    """The first of the rows, within `search_rows` of the sheet, with at least `fewest` known names; or None."""
    for index, (number, cells, _) in enumerate(first_rows):
        if number > wanted.search_rows:
            return None
        if len(names_in(cells, wanted.known)) >= wanted.fewest:
            below = first_rows[index + 1] if index + 1 < len(first_rows) else None
            return _header(number, cells, below, wanted)
    return None


def _header(number: int, cells: Sequence[Cell], below: RawRow | None, wanted: Wanted) -> Header:
    texts = [text_of(cell) for cell in cells]
    last_row, warnings = number, []
    if below is not None and below[0] == number + 1 and _is_second_row(texts, below[1], wanted):
        last_row = below[0]
        under = [text_of(cell) for cell in below[1]]
        texts += [""] * (len(under) - len(texts))
        texts = [low if low else high for high, low in zip(texts, under + [""] * len(texts), strict=False)]
        warnings.append(
            Text(
                f"表头占两行（第 {number}–{last_row} 行），已合并读取。",
                f"The header takes two rows ({number}–{last_row}); they were read as one.",
            )
        )
    while texts and not texts[-1]:
        texts.pop()
    columns, problems = _columns(texts, wanted)
    return Header(tuple(texts), number, last_row, columns, problems, warnings)


def _is_second_row(above: Sequence[str], cells: Sequence[Cell], wanted: Wanted) -> bool:
    """Under a header with merged groups (课时 over 线上课时, 线下课时) the names of the parts stand a row lower.

    Such a row holds nothing but known names that the row above has not, and nothing under a known single name.
    """
    filled = [(index, cell) for index, cell in enumerate(cells) if text_of(cell)]
    if not filled:
        return False
    have = {wanted.known(text) for text in above if text}
    for index, cell in filled:
        name = wanted.known(text_of(cell)) if isinstance(cell, str) else None
        high = above[index] if index < len(above) else ""
        if name is None or name in have or (high and wanted.known(high) is not None):
            return False
    return True


def _columns(texts: Sequence[str], wanted: Wanted) -> tuple[dict[str, int], list[tuple[str, Text]]]:
    """Which column each known name is. Of two headers for one the surer wins, and the other is an unknown column."""
    columns: dict[str, int] = {}
    problems: list[tuple[str, Text]] = []
    seen: dict[str, int] = {}
    for index, text in enumerate(texts):
        if text in seen:
            problems.append((text, _twice(text, seen[text], index)))
        elif text and (name := wanted.known(text)) is not None:
            rival = columns.get(name)
            surer = 0 if rival is None else wanted.rank(text) - wanted.rank(texts[rival])
            if rival is None or surer > 0:
                columns[name] = index
            elif surer == 0:
                problems.append((text, _same(texts[rival], text, rival, index, name)))
        if text:
            seen.setdefault(text, index)
    return columns, problems


def _twice(text: str, first: int, second: int) -> Text:
    a, b = column_letters(first), column_letters(second)
    return Text(
        f"表头“{masked(text)}”出现两次（{a} 列和 {b} 列）；请删去或改名其中一列。",
        f"the header “{masked(text)}” stands twice (columns {a} and {b}); delete or rename one of them.",
    )


def _same(one: str, other: str, first: int, second: int, name: str) -> Text:
    a, b = column_letters(first), column_letters(second)
    one, other = masked(one), masked(other)
    return Text(
        f"“{one}”（{a} 列）和“{other}”（{b} 列）都表示 {name}；请删去或改名其中一列。",
        f"“{one}” (column {a}) and “{other}” (column {b}) both mean {name}; delete or rename one of them.",
    )


def column_letters(index: int) -> str:
    """The letters a spreadsheet shows for a 0-based column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def no_header(path: Path, sheets: Sequence[tuple[str | None, Sequence[RawRow]]], wanted: Wanted) -> UnreadableFile:
    """The error for a file without a header: what was looked for, and what the first rows hold (IDs masked)."""
    shown: list[str] = []
    best: set[str] = set()
    for sheet, rows in sheets:
        for number, cells, _ in rows[: wanted.search_rows]:
            best = max(best, names_in(cells, wanted.known), key=len)
            texts = [masked(text)[:20] for cell in cells[:50] if (text := text_of(cell))]
            if texts and len(shown) < 5:
                place = f"{sheet}!" if sheet else ""
                shown.append(f"{place}{number}: " + " | ".join(texts[:8]))
    names = ", ".join(sorted(best))
    held = "; ".join(shown)
    need, depth = wanted.fewest, wanted.search_rows
    zh = (
        f"{path.name}：前 {depth} 行里没有表头。表头是第一个至少含 {need} 个已知列名的行（例如 {wanted.key}）；"
        f"最接近的一行只认出：{names or '无'}。开头几行是：{held or '空'}。"
        "请把列名写在数据上方的一行里，或用 --map 表头=列名 指明。"
    )
    en = (
        f"{path.name}: no header in the first {depth} rows. A header is the first row with at least {need} known "
        f"column names (such as {wanted.key}); the nearest row had only: {names or 'none'}. The first rows hold: "
        f"{held or 'nothing'}. Put the column names in one row above the data, or name them with --map HEADER=COLUMN."
    )
    return UnreadableFile(Text(zh, en))
