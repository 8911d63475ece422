"""Pictures of faces are kept small, upright and without what a phone writes into them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.files.conftest import pdf, png
from yunpei.files import portraits
from yunpei.files.portraits import SIDE, portrait


def photo(width: int, height: int, orientation: int = 1) -> bytes:
    out, made = io.BytesIO(), Image.new("RGB", (width, height), "grey")
    written = made.getexif()
    written[0x0112], written[0x010E] = orientation, "31.49,120.31"
    made.save(out, "JPEG", exif=written)
    return out.getvalue()


def test_small_upright_and_bare() -> None:
    small, problems = portrait(photo(4000, 3000, orientation=6))
    assert problems == []
    with Image.open(io.BytesIO(small)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (SIDE * 3 // 4, SIDE))
        assert not kept.getexif()
    assert b"31.49" in photo(10, 10)
    assert b"31.49" not in small


def test_one_picture_is_one_however_it_is_wrapped() -> None:
    assert portrait(png())[0] == portrait(png(note=b"another comment"))[0]


@pytest.mark.parametrize("data", [b"", b"x", pdf(), photo(10, 10)[:200], png(extra=b"<script>")])
def test_what_is_no_picture(data: bytes) -> None:
    small, problems = portrait(data)
    assert small == b""
    assert [one.field for one in problems] == ["picture"]


def test_one_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portraits, "MOST_BYTES", 10)
    assert portrait(png())[1]
