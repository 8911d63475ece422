"""A picture of a face as it is kept: small, upright, and without what a phone writes into it (place, time, device)."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.files import contents
from yunpei.files.types import FileKind

MOST_BYTES = 15 << 20
SIDE = 480  # pixels of the longer side: enough to know somebody by
_NONE = Text("请拍一张照片", "take a picture")
_LARGE = Text("照片超过15 MB，请重拍", "the picture is over 15 MB; take another")
_KIND = Text("照片须为 JPG 或 PNG", "the picture has to be a JPG or PNG")


def portrait(data: bytes) -> tuple[bytes, list[Problem]]:
    """The picture as a small JPEG; or nothing, and what is wrong with it (field "picture")."""
    if not data:
        return b"", [Problem("picture", _NONE)]
    if len(data) > MOST_BYTES:
        return b"", [Problem("picture", _LARGE)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "picture"
        path.write_bytes(data)
        kind = contents.kind_of(path)
        if kind not in (FileKind.JPG, FileKind.PNG):
            return b"", [Problem("picture", _KIND)]
        if wrong := contents.problem(path, kind):
            return b"", [Problem("picture", wrong)]
    return _small(data), []


def _small(data: bytes) -> bytes:
    from PIL import Image, ImageOps

    made = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata, which is left behind
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((SIDE, SIDE))
            upright.save(made, "JPEG", quality=80)
    return made.getvalue()
