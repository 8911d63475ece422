"""PDF: pages to be read, and nothing that acts: no script, program, form that sends, or attached file."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yunpei.common.language import Text

MOST_OBJECTS = 200_000
MOST_PAGES = 2_000
_KEYS = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
)
_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE", "/GoToR"})
_KINDS = frozenset({"/RichMedia", "/FileAttachment", "/3D", "/Screen", "/Movie", "/Sound", "/EmbeddedFile"})
_NAME = re.compile(rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]{2,40}")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_RAW = frozenset(
    {b"/JS", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/EmbeddedFiles", b"/RichMedia", b"/XFA", b"/SubmitForm"}
)

_DAMAGED = Text("PDF 已损坏，无法打开；请重新导出或扫描", "the PDF is damaged; export or scan it again")
_LOCKED = Text("PDF 有密码；请去掉密码后再上传", "the PDF has a password; take it off first")
_ACTIVE = Text(
    "PDF 中含有脚本、附件或可执行的动作；请用“打印为 PDF”生成新的文件再上传",
    "the PDF has scripts, attachments or actions in it; print it to a new PDF and upload that",
)
_LARGE = Text("PDF 页数或内容过多；请拆分后上传", "the PDF has too many pages or parts; split it")

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it may quote what it reads


def problem(path: Path) -> Text | None:
    """Why a PDF may not stay: damaged, locked, beyond all size, or with something in it that acts."""
    data = path.read_bytes()
    if b"%%EOF" not in data[-2048:]:
        return _DAMAGED
    # Seen even where no reader of the tables would look; names may be written with #4A for J.
    if any(_plain(name) in _RAW for name in _NAME.findall(_STREAM.sub(b"", data))):
        return _ACTIVE
    return _problem_inside(path)


def _plain(name: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), name)


def _problem_inside(path: Path) -> Text | None:
    from pypdf import PdfReader

    try:
        with PdfReader(path) as reader:
            if reader.is_encrypted:
                return _LOCKED
            if not 0 < len(reader.pages) <= MOST_PAGES:
                return _LARGE if reader.pages else _DAMAGED
            numbers = [
                *((number, gen) for gen, of_gen in reader.xref.items() for number in of_gen),
                *((number, 0) for number in reader.xref_objStm),
            ]
            if len(numbers) > MOST_OBJECTS:
                return _LARGE
            if any(_acts(one) for one in _objects(reader, numbers)):
                return _ACTIVE
    except Exception:  # noqa: BLE001  # whatever a stranger's file makes a parser raise, it is the file that is damaged
        return _DAMAGED
    return None


def _objects(reader: Any, numbers: list[tuple[int, int]]) -> Iterator[Any]:
    from pypdf.generic import IndirectObject

    for number, generation in numbers:
        yield reader.get_object(IndirectObject(number, generation, reader))


def _acts(found: Any) -> bool:
    """Whether a dictionary, or one inside it, is or holds something that acts. References are other objects' turn."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            raw = {str(key): one.raw_get(key) if hasattr(one, "raw_get") else one[key] for key in one}
            if raw.keys() & _KEYS or str(raw.get("/S")) in _ACTIONS or str(raw.get("/Subtype")) in _KINDS:
                return True
            waiting.extend(raw.values())
        elif isinstance(one, list):
            waiting.extend(list.__iter__(one))
    return False
