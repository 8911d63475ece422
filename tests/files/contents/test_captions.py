"""Captions: what may stay, and which line is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from yunpei.files import contents
from yunpei.files.contents import captions
from yunpei.files.types import FileKind

GOOD = "WEBVTT\n\n00:01.000 --> 00:04.000\n先切断电源\n\n01:00:05.000 --> 01:00:06.500 line:0\n再报告\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD, ""),
        ("\ufeff" + GOOD, ""),
        ("WEBVTT\n", "没有一条"),
        (GOOD + "\n00:09.000 --> 00:08.000\n倒着\n", "第9行"),
        (GOOD + "\n0:9 --> 0:10\n短\n", "第9行"),
    ],
)
def test_what_may_stay(tmp_path: Path, text: str, said: str) -> None:
    place = tmp_path / "a.vtt"
    place.write_bytes(text.encode())
    assert contents.kind_of(place) is FileKind.VTT
    problem = captions.problem(place)
    assert (problem is None) == (not said)
    assert said in (problem.zh if problem else "")


def test_another_encoding_is_named(tmp_path: Path) -> None:
    place = tmp_path / "a.vtt"
    place.write_bytes(b"WEBVTT\n\n" + "先".encode("gb18030"))
    problem = captions.problem(place)
    assert problem is not None
    assert "UTF-8" in problem.zh
