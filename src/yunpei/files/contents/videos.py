"""mp4: boxes that fill the file exactly, with a film inside."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from yunpei.common.language import Text

_BRANDS = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV"}
_MOST_BOXES = 100_000
_DAMAGED = Text("视频已损坏或不完整；请重新导出为 mp4", "the video is damaged or cut short; export it as mp4 again")


class _Damaged(Exception):
    """Boxes that do not fit into the file."""


def problem(path: Path) -> Text | None:
    """Why a video may not stay: another brand than mp4, boxes that do not add up, no film inside."""
    try:
        with path.open("rb") as file:
            kinds = [(kind, start, end) for kind, start, end in _boxes(file, 0, path.stat().st_size)]
            first = kinds[0]
            file.seek(first[1])
            major = file.read(4)
            others = file.read(min(first[2] - first[1], 400))[4:]
    except (_Damaged, IndexError):
        return _DAMAGED
    brands = {major, *(others[place : place + 4] for place in range(0, len(others), 4))}
    if not brands & _BRANDS:
        return Text("不是 mp4 视频；请导出为 mp4（H.264）", "this is not an mp4 video; export it as mp4 (H.264)")
    if not {b"moov", b"mdat"} <= {kind for kind, _, _ in kinds} or not duration_ms(path):
        return _DAMAGED
    return None


def duration_ms(path: Path) -> int:
    """How long the film lasts, milliseconds, by its movie header (ISO/IEC 14496-12, 8.2.2); 0 where that is not said."""
    try:
        with path.open("rb") as file:
            for kind, start, end in _boxes(file, 0, path.stat().st_size):
                if kind == b"moov":
                    return _header_ms(file, start, end)
    except (_Damaged, struct.error):
        pass
    return 0


def _header_ms(file: BinaryIO, start: int, end: int) -> int:
    for kind, inner, _ in _boxes(file, start, end):
        if kind == b"mvhd":
            file.seek(inner)
            head = file.read(32)
            if head[0] == 1:
                scale, length = struct.unpack(">IQ", head[20:32])
            else:
                scale, length = struct.unpack(">II", head[12:20])
            return int(length) * 1000 // int(scale) if scale else 0
    return 0


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, first byte inside and end of each box between two places; they must fill the room exactly."""
    place, count = start, 0
    while place < end:
        file.seek(place)
        head = file.read(16)
        if len(head) < 8:
            raise _Damaged
        size, kind = struct.unpack(">I4s", head[:8])
        inside = place + 8
        if size == 1 and len(head) == 16:
            size, inside = struct.unpack(">Q", head[8:])[0], place + 16
        elif size == 0:
            size = end - place
        count += 1
        if size < inside - place or place + size > end or count > _MOST_BOXES:
            raise _Damaged
        yield kind, inside, place + size
        place += size
