"""What is worth a warning but refuses nothing: gathered over the rows of a file and told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from yunpei.common.language import Text
from yunpei.common.sheets import Table

SHOWN = 8


class Rows:
    """Row numbers for a sentence: the first few and how many there are."""

    def __init__(self) -> None:
        """None yet."""
        self._first: list[int] = []
        self._count = 0

    def add(self, row: int) -> None:
        """One more row."""
        self.extend((row,), 1)

    def extend(self, rows: Iterable[int], count: int) -> None:
        """`count` more rows, of which `rows` are the first (more are not kept)."""
        self._count += count
        for row in rows:
            if len(self._first) >= SHOWN:
                break
            self._first.append(row)

    def __bool__(self) -> bool:
        return self._count > 0

    def __str__(self) -> str:
        shown = ", ".join(map(str, self._first))
        return shown if self._count <= SHOWN else f"{shown} … ({self._count})"


@dataclass
class Notes:
    """Things worth a warning, gathered over the rows and told once each."""

    sizes: Rows = field(default_factory=lambda: Rows())
    areas: Rows = field(default_factory=lambda: Rows())
    twins: Rows = field(default_factory=lambda: Rows())
    _seen: set[tuple[Any, ...]] = field(default_factory=set)

    def identical(self, row: int, key: tuple[Any, ...]) -> None:
        """Remember a line; note it if the same line came before."""
        if key in self._seen:
            self.twins.add(row)
        self._seen.add(key)

    def texts(self) -> list[Text]:
        """The warnings."""
        told = []
        if self.twins:
            rows = self.twins
            told.append(Text(f"与前面某行完全相同：第 {rows} 行", f"the same as an earlier line: row {rows}"))
        if self.sizes:
            rows = self.sizes
            told.append(
                Text(
                    f"企业规模与按 工信部联企业〔2011〕300号 划分的不一致（按所填规模处理）：第 {rows} 行",
                    f"employer_size contradicts the class worked out from the figures (the given one is used): row {rows}",
                )
            )
        if self.areas:
            rows = self.areas
            told.append(
                Text(
                    f"身份证号码的地区码不在省级代码表中：第 {rows} 行",
                    f"the area code of the ID number is not a province's: row {rows}",
                )
            )
        return told


def skipped(table: Table) -> Iterator[Text]:
    """A note for each row or run of rows that was left out as blank or as a footer."""
    for first, last, what in table.skipped:
        rows = str(first) if first == last else f"{first}–{last}"
        shown = what or "空行"
        yield Text(f"跳过第 {rows} 行（{shown}）", f"row {rows} left out ({what or 'blank'})")
