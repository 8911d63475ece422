"""vtt: captions in UTF-8, each with the time it stands on the screen (W3C WebVTT)."""

from __future__ import annotations

import re
from pathlib import Path

from yunpei.common.language import Text

_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_CUE = re.compile(rf"({_TIME})[ \t]+-->[ \t]+({_TIME})(?:[ \t].*)?")


def is_captions(head: bytes) -> bool:
    """Whether a file begins as captions do."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")


def problem(path: Path) -> Text | None:
    """Why captions may not stay: not UTF-8, a cue whose times cannot be read or run backwards, none at all."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return Text("字幕不是 UTF-8 编码；请另存为 UTF-8", "the captions are not in UTF-8; save them as UTF-8")
    cues = [(number, line) for number, line in enumerate(lines, start=1) if "-->" in line]
    if not cues:
        return Text("字幕里没有一条带时间的文字", "there is not one caption with its time")
    for number, line in cues:
        times = _CUE.fullmatch(line.strip())
        if times is None or _ms(times[1]) >= _ms(times[2]):
            return Text(
                f"字幕第{number}行的时间不正确，应为 00:01.000 --> 00:04.000 这样",
                f"the times in line {number} cannot be read; they look like 00:01.000 --> 00:04.000",
            )
    return None


def _ms(time: str) -> int:
    hours, minutes, seconds = ("0:" + time).split(":")[-3:]
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)
