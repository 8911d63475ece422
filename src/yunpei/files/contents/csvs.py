"""csv: lines of text in an encoding that can be read to the end."""

from __future__ import annotations

import codecs
from pathlib import Path

from yunpei.common.language import Text
from yunpei.common.sheets.csvfile import encoding_of
from yunpei.common.sheets.model import UnreadableFile

HEAD = 4096  # bytes that tell a table from anything else
_DELIMITERS = (b",", b";", b"\t")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_table(path: Path) -> bool:
    """Whether the first lines look like a table: text with a delimiter in it that is no page or picture of tags."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(_WIDE):
        return True
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return b"\0" not in head and not text.startswith(b"<") and any(one in text for one in _DELIMITERS)


def problem(path: Path) -> Text | None:
    """Why a CSV file may not stay: a byte of it fits no encoding. Its rows are judged by whoever reads them."""
    try:
        encoding_of(path)
    except UnreadableFile as fault:
        return fault.text
    return None
