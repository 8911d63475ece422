"""The texts of workbooks (xlsx) and documents (docx) with where they stand, for the search for full ID numbers.

Every part of the package is read: hidden sheets, comments, headers and the author's name are published with the rest.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from yunpei.common.language import Text

_MOST_UNPACKED = 200 << 20
_READ = (".xml", ".rels", ".vml")
_UNREAD = ("/media/", "/embeddings/", "/activex/")
_WHOLE = {"si", "is", "text", "c", "comment", "oddHeader", "oddFooter", "p"}  # their runs, put together, are one text
_DIGITS = re.compile(r"[\d\sXx-]+")
_SHORTEST = 15  # characters of the shortest ID number
_APART = "\n\n\n\n"  # more than may stand between the digits of one number

Parts = Iterator[tuple[Text, str | None]]


def workbook_parts(data: bytes) -> Parts:
    """Place and text of everything in a workbook, cells by sheet and address; None for what no program can read."""
    with _opened(data) as archive:
        strings = [_joined(one) for one in _elements(archive, "xl/sharedStrings.xml", "si")]
        names, used = _sheet_names(archive), set[int]()
        for member in archive.namelist():
            if member not in names:
                continue
            root = _root(archive, member)
            if root is None:
                continue
            for cell in [one for one in root.iter() if _tag(one) == "c"]:
                where = f"{names[member]} {cell.get('r', '')}".strip()
                yield Text(f"工作表 {where}", f"sheet {where}"), _cell(cell, strings, used)
            for row in [one for one in root.iter() if _tag(one) == "row"]:  # a number spread over several cells
                where = f"{names[member]} {row.get('r', '')}".strip()
                yield Text(f"工作表 {where} 行", f"sheet {where}, row"), _spread(row, strings)
        left = (text for place, text in enumerate(strings) if place not in used)
        yield Text("表格内未显示的文字", "texts of the workbook that no cell shows"), _APART.join(left)
        yield from _others(archive, "表格内", "workbook part", {*names, "xl/sharedStrings.xml"})


def document_parts(data: bytes) -> Parts:
    """Place and text of everything in a document, by paragraph; None for what no program can read."""
    main = "word/document.xml"
    with _opened(data) as archive:
        root = _root(archive, main)
        paragraphs = [one for one in root.iter() if _tag(one) == "p"] if root is not None else []
        for number, one in enumerate(paragraphs, 1):
            yield Text(f"第{number}段", f"paragraph {number}"), _joined(one)
        rows = [one for one in root.iter() if _tag(one) == "tr"] if root is not None else []
        for number, row in enumerate(rows, 1):  # forms with a box for each digit
            boxes = [_joined(one) for one in row.iter() if _tag(one) == "tc"]
            if all(len(box) < _SHORTEST for box in boxes):
                yield Text(f"表格第{number}行", f"table row {number}"), "".join(boxes)
        yield from _others(archive, "文档内", "document part", {main} if root is not None else set())


def _opened(data: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    if sum(member.file_size for member in archive.infolist()) > _MOST_UNPACKED:
        raise zipfile.LargeZipFile
    return archive


def _others(archive: zipfile.ZipFile, zh: str, en: str, placed: set[str]) -> Parts:
    """All the other parts whole; of those whose texts were placed already, what stands beside the texts."""
    for name in archive.namelist():
        place = Text(f"{zh} {name[:80]}", f"{en} {name[:80]}")
        if name.lower().endswith(_READ):
            root = _root(archive, name)
            yield place, None if root is None else _beside(root) if name in placed else _whole(root)
        elif any(part in f"/{name.lower()}" for part in _UNREAD):
            yield place, None


def _root(archive: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    """The part as a tree; None where it is missing or brings entities of its own."""
    if name not in archive.namelist():
        return None
    part = archive.read(name)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        return None
    return ElementTree.fromstring(part)  # noqa: S314  # no DTD gets here, and expat bounds the rest


def _elements(archive: zipfile.ZipFile, name: str, tag: str) -> list[ElementTree.Element]:
    root = _root(archive, name)
    return [] if root is None else [one for one in root.iter() if _tag(one) == tag]


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of each sheet → the name on its tab."""
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
        for one in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    names = {}
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        if key in targets:
            names[targets[key]] = sheet.get("name", "")
    return names


def _cell(cell: ElementTree.Element, strings: list[str], used: set[int]) -> str:
    parts = {_tag(one): one.text or "" for one in cell if _tag(one) in ("v", "f")}
    value = parts.get("v", "")
    if cell.get("t") == "s" and value.isascii() and value.isdigit() and int(value) < len(strings):
        used.add(int(value))
        return strings[int(value)]
    written = "".join(_joined(one) for one in cell if _tag(one) == "is")
    return _APART.join(one for one in (value, parts.get("f", ""), written) if one)


def _spread(row: ElementTree.Element, strings: list[str]) -> str:
    """Cells of digits that stand side by side, put together; a cell long enough for a number of its own is read by itself."""
    cells = [_cell(one, strings, set()).strip() for one in row if _tag(one) == "c"]
    return "".join(one if len(one) < _SHORTEST and _DIGITS.fullmatch(one) else _APART for one in cells)


def _whole(root: ElementTree.Element) -> str:
    """Texts and attributes, one a line; a number split into runs of different type is put together again."""
    lines = []
    for element in root.iter():
        lines += [*element.attrib.values(), element.text or "", element.tail or ""]
        if _tag(element) in _WHOLE:
            lines.append(_joined(element))
    return _APART.join(lines)


def _beside(root: ElementTree.Element) -> str:
    """Attributes, and the texts of headers and the like that are in no cell, string or paragraph."""
    shown = {id(part) for one in root.iter() if _tag(one) in ("c", "si", "p") for part in one.iter()}
    lines = [value for one in root.iter() for value in one.attrib.values()]
    lines += [_joined(one) for one in root.iter() if id(one) not in shown and not len(one)]
    return _APART.join(lines)


def _joined(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
