"""What an uploaded file really is, and whether it may stay. One kind a module; each says what is wrong with one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from yunpei.common.language import Text
from yunpei.files.contents import captions, csvs, pdfs, pictures, texts, videos, workbooks
from yunpei.files.types import FileKind

_JUDGES: dict[FileKind, Callable[[Path], Text | None]] = {
    FileKind.PDF: pdfs.problem,
    FileKind.PNG: pictures.problem,
    FileKind.JPG: pictures.problem,
    FileKind.XLSX: workbooks.problem,
    FileKind.CSV: csvs.problem,
    FileKind.DOCX: texts.problem,
    FileKind.MP4: videos.problem,
    FileKind.VTT: captions.problem,
}


def kind_of(path: Path) -> FileKind | None:
    """What the first bytes say a file is; None for everything that is not taken."""
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"%PDF-"):
        return FileKind.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPG
    if head.startswith(b"PK\x03\x04"):
        return FileKind.DOCX if texts.is_text(path) else FileKind.XLSX
    if head[4:8] == b"ftyp":
        return FileKind.MP4
    if captions.is_captions(head):
        return FileKind.VTT
    return FileKind.CSV if csvs.is_table(path) else None


def problem(path: Path, kind: FileKind) -> Text | None:
    """Why a file of that kind may not stay; None = it may."""
    return _JUDGES[kind](path)
