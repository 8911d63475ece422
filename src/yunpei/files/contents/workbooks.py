"""xlsx: a workbook without macros or embedded programs, whose size was not a lie."""

from __future__ import annotations

import zipfile
from pathlib import Path

from yunpei.common.language import Text
from yunpei.common.sheets.model import UnreadableFile
from yunpei.common.sheets.package import Package

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ACTIVE = ("vbaproject", "/activex/", "/embeddings/", "/macrosheets/", "/dialogsheets/")


def problem(path: Path) -> Text | None:
    """Why a workbook may not stay: damaged, a bomb, not a workbook, or with macros or embedded objects."""
    try:
        with Package(path) as package:
            if not _is_workbook(package):
                return Text(
                    "这不是 .xlsx 工作簿；请用 Excel 或 WPS 另存为 .xlsx",
                    "this is not an .xlsx workbook; save it as .xlsx",
                )
    except UnreadableFile as fault:
        return fault.text
    if has_programs(path):
        return Text(
            "工作簿含有宏或嵌入对象；请另存为不含宏的 .xlsx",
            "the workbook has macros or embedded objects; save it without them",
        )
    return None


def has_programs(path: Path) -> bool:
    """Whether an office file carries macros, controls or embedded objects."""
    with zipfile.ZipFile(path) as archive:
        names = ["/" + name.lower().replace("\\", "/") for name in archive.namelist()]
    return any(part in name for name in names for part in _ACTIVE)


def _is_workbook(package: Package) -> bool:
    if not package.has("[Content_Types].xml"):
        return False
    types = set[str]()
    package.read_elements("[Content_Types].xml", lambda _, attributes: types.add(attributes.get("ContentType", "")))
    return _MAIN in types
