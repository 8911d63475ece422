"""PNG and JPEG: whole pictures and nothing else."""

from __future__ import annotations

import re
import warnings
import zipfile
from pathlib import Path

from yunpei.common.language import Text

MOST_PIXELS = 60_000_000  # a phone's 50 million
# Long enough that compressed pixels do not spell them by chance.
_ACTIVE = re.compile(rb"<script|<\?php|<!doctype|<iframe|<html[\s>]|javascript:", re.IGNORECASE)

_PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
_DAMAGED = Text("图片已损坏，无法打开；请重新拍照或扫描", "the picture is damaged; photograph or scan it again")


def problem(path: Path) -> Text | None:
    """Why a picture may not stay: it does not open, is beyond all size, or another file or a script is hidden in it."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path) or b"%PDF-" in data[:1024] or _ACTIVE.search(data):
        return Text(
            "图片中夹带了程序或其他文件；请重新拍照或扫描",
            "a program or another file is hidden in the picture; photograph or scan it again",
        )
    if data.startswith(b"\x89PNG") and not data.endswith(_PNG_END):
        return _DAMAGED  # decoders forgive a missing end, and what is put behind it
    return _problem_inside(path)


def _problem_inside(path: Path) -> Text | None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes and odd metadata; the size is judged here
            with Image.open(path, formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    return Text(
                        "图片尺寸过大；请缩小到6000万像素以内",
                        "the picture is too large; make it 60 million pixels at most",
                    )
                picture.load()
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return _DAMAGED
    return None
