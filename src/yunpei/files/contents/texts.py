"""docx: a written document without macros or embedded programs, whose size was not a lie."""

from __future__ import annotations

import zipfile
from pathlib import Path

from yunpei.common.language import Text
from yunpei.common.sheets.model import UnreadableFile
from yunpei.common.sheets.package import DAMAGE, Package
from yunpei.files.contents.workbooks import has_programs

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def is_text(path: Path) -> bool:
    """Whether a package says that it is a document, and not a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except DAMAGE:
        return False


def problem(path: Path) -> Text | None:
    """Why a document may not stay: damaged, a bomb, not a document, or with macros or embedded objects."""
    types = set[str]()
    try:
        with Package(path) as package:
            if package.has("[Content_Types].xml"):
                package.read_elements("[Content_Types].xml", lambda _, given: types.add(given.get("ContentType", "")))
    except UnreadableFile as fault:
        return fault.text
    if _MAIN not in types:
        return Text(
            "这不是 .docx 文档；请用 Word 或 WPS 另存为 .docx", "this is not a .docx document; save it as .docx"
        )
    if has_programs(path):
        return Text(
            "文档含有宏或嵌入对象；请另存为不含宏的 .docx",
            "the document has macros or embedded objects; save it without them",
        )
    return None
