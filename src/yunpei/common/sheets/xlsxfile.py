"""XLSX: the workbook's sheets, styles and texts, and the sheet that holds the header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from yunpei.common.language import Text
from yunpei.common.sheets.excel import format_meaning
from yunpei.common.sheets.header import Header, RawRow, Wanted, column_letters, find_header, no_header
from yunpei.common.sheets.package import Package, local
from yunpei.common.sheets.sharedtexts import SharedTexts
from yunpei.common.sheets.sheetxml import SheetReader, column_index

_WORKBOOK = "officeDocument"
_OTHER_KINDS = {
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
    "content.xml": "ODS/ODT",
    "xl/workbook.bin": "XLSB",
}
# `<f` of any prefix: only such sheets are walked once more for formulas without a value.
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


@dataclass(frozen=True)
class Sheet:
    """A worksheet of the workbook: its name as on the tab, its part of the zip, and whether the tab shows."""

    name: str
    member: str
    hidden: bool


class Workbook:
    """An opened workbook; `choose` finds the sheet with the header."""

    def __init__(self, path: Path) -> None:
        self.package = Package(path)
        self.date1904 = False
        try:
            self._parts = self._find_parts()
            self.sheets = self._find_sheets()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self.package.close()

    def _find_parts(self) -> dict[str, str]:
        package = self.package
        found = [target for kind, target in package.relations("").values() if kind == _WORKBOOK]
        main = found[0] if found and package.has(found[0]) else "xl/workbook.xml"
        for member, kind in _OTHER_KINDS.items():
            if package.has(member) and (main == member or not package.has(main)):
                raise package.error(f"这是 {kind} 文件，不是 .xlsx 工作簿", f"a {kind} file and no .xlsx workbook")
        if not package.has(main):
            raise package.error("压缩包里没有工作簿", "the zip holds no workbook")
        parts = {"main": main}
        for kind, target in package.relations(main).values():
            if kind in ("styles", "sharedStrings"):
                if not package.has(target):
                    raise package.error(f"缺少部件 {target[:60]}", f"its part {target[:60]} is missing")
                parts.setdefault(kind, target)
        return parts

    def _find_sheets(self) -> list[Sheet]:
        main = self._parts["main"]
        relations = self.package.relations(main)
        sheets: list[Sheet] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr":
                self.date1904 = attributes.get("date1904", "0") in ("1", "true", "on")
            elif tag == "sheet":
                relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
                kind, member = relations.get(relation, ("", ""))
                if kind == "worksheet" and self.package.has(member):
                    sheets.append(
                        Sheet(attributes.get("name", ""), member, attributes.get("state", "visible") != "visible")
                    )
                elif kind == "worksheet" or not kind:
                    name = attributes.get("name", "")[:31]
                    raise self.package.error(f"工作表“{name}”不在文件里", f"the sheet “{name}” is not in the file")

        self.package.read_elements(main, start)
        return sheets

    @cached_property
    def _shared(self) -> list[str]:
        member = self._parts.get("sharedStrings")
        return SharedTexts().read(self.package, member) if member else []

    @cached_property
    def _meanings(self) -> list[int]:
        """For each cell style whether its numbers are days or times."""
        codes: dict[int, str] = {}
        styles: list[int] = []
        inside = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if tag == "numFmt":
                codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
            elif tag == "xf" and inside:
                styles.append(int(attributes.get("numFmtId", "0")))
            elif tag in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
                inside = tag == "cellXfs"

        if "styles" in self._parts:
            self.package.read_elements(self._parts["styles"], start)
        return [format_meaning(number, codes.get(number)) for number in styles]

    def reader(self) -> SheetReader:
        """A fresh reader for one walk over one sheet."""
        return SheetReader(self._shared, self._meanings, self.date1904)

    def rows(self, sheet: Sheet) -> Iterator[RawRow]:
        """The sheet's rows that hold something, with their real numbers."""
        return self.reader().rows(self.package, sheet.member)

    def choose(self, wanted: Wanted) -> tuple[Sheet, Header, list[Text]]:
        """The first sheet with a header, hidden ones last, and what must be said about the choice."""
        tried: list[tuple[str | None, list[RawRow]]] = []
        for sheet in sorted(self.sheets, key=lambda sheet: sheet.hidden):
            # One row more than is searched: a header may take two.
            first = list(islice(self.rows(sheet), wanted.search_rows + 1))
            header = find_header(first, wanted)
            if header is not None:
                return sheet, header, self._said(sheet)
            tried.append((sheet.name, first))
        raise no_header(self.package.path, tried, wanted)

    def _said(self, chosen: Sheet) -> list[Text]:
        warnings = []
        if chosen.hidden:
            warnings.append(
                Text(f"读取的工作表“{chosen.name}”是隐藏的。", f"The sheet that was read, “{chosen.name}”, is hidden.")
            )
        others = [sheet.name for sheet in self.sheets if sheet != chosen and self._holds_something(sheet)]
        if others:
            names = "、".join(others)
            warnings.append(
                Text(
                    f"只读取了工作表“{chosen.name}”，未读取：{names}。",
                    f"Only the sheet “{chosen.name}” was read, not: {', '.join(others)}.",
                )
            )
        return warnings

    def _holds_something(self, sheet: Sheet) -> bool:
        return next(self.rows(sheet), None) is not None

    def has_formulas(self, sheet: Sheet) -> bool:
        """Whether any cell may have a formula; reads the whole part and so proves its size and checksum too."""
        found = False
        tail = b""
        for chunk in self.package.chunks(sheet.member):
            found = found or _FORMULA.search(tail + chunk) is not None
            tail = chunk[-64:]
        return found

    def merged_cells(self, reader: SheetReader, header: Header) -> list[Text]:
        """The warning for cells of known columns that were merged over several lines, from a reader at its end."""
        found = []
        for ref in reader.tall_cells:
            parts = re.fullmatch(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)", ref)
            if parts is None or int(parts[2]) <= header.last_row:
                continue
            columns = range(column_index(parts[1]), column_index(parts[3]) + 1)
            if any(index in columns for index in header.columns.values()):
                found.append(ref)
        if not found:
            return []
        shown = ", ".join(found[:10]) + (f" … ({len(found)})" if len(found) > 10 else "")
        zh = f"合并单元格 {shown} 只有第一行有值，其余各行读作空；请取消合并并填满。"
        en = f"Merged cells {shown}: only the first row has the value, the others were read as empty. Unmerge and fill."
        return [Text(zh, en)]

    def hidden_columns(self, sheet: Sheet, header: Header) -> Text | None:
        """The warning for known columns that the sheet hides; None if it hides none."""
        reader = self.reader()
        next(reader.rows(self.package, sheet.member), None)
        hidden = [
            index
            for index in sorted(header.columns.values())
            if any(first <= index <= last for first, last in reader.hidden_columns)
        ]
        if not hidden:
            return None
        zh = "、".join(f"{column_letters(index)}“{header.texts[index]}”" for index in hidden)
        en = ", ".join(f"{column_letters(index)} “{header.texts[index]}”" for index in hidden)
        return Text(f"隐藏的列也已读取：{zh}。", f"Hidden columns were read too: {en}.")
