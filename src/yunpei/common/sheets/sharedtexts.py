"""The texts of a workbook, which its cells name by number."""

from __future__ import annotations

import sys
from xml.parsers import expat

from yunpei.common.sheets.package import Package, local
from yunpei.common.sheets.sheetxml import LONGEST_TEXT, Damage, unescaped

MOST_MEMORY = 700 << 20  # bytes the texts may take as Python strings; a million rows of four names take 400 MB


class SharedTexts:
    """Collects the texts of xl/sharedStrings.xml: runs joined, phonetic guides left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._length = self._memory = self._phonetic = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self, package: Package, member: str) -> list[str]:
        """All texts of the part; raises UnreadableFile when they would not fit in memory."""
        for _ in package.parse(package.chunks(member), self._parser):
            if self._memory > MOST_MEMORY:
                raise package.error(
                    f"不同的文字超过 {MOST_MEMORY >> 20} MB，读不下；可改存为 CSV 或 Parquet",
                    f"more than {MOST_MEMORY >> 20} MB of different texts; CSV or Parquet would do",
                )
        return self.texts

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "t" and not self._phonetic:
            self._parser.CharacterDataHandler = self._text
        elif tag == "rPh":
            self._phonetic += 1

    def _text(self, data: str) -> None:
        self._length += len(data)
        if self._length > LONGEST_TEXT:
            raise Damage(f"text {len(self.texts)} has more than {LONGEST_TEXT} characters")
        self._parts.append(data)

    def _end(self, tag: str) -> None:
        tag = local(tag)
        if tag == "t":
            self._parser.CharacterDataHandler = None
        elif tag == "si":
            text = unescaped("".join(self._parts))
            self.texts.append(text)
            self._memory += sys.getsizeof(text) + 8
            self._parts, self._length = [], 0
        elif tag == "rPh":
            self._phonetic -= 1
