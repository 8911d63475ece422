"""The lists of what is sent live, as players read them."""

from __future__ import annotations

import pytest

from yunpei.files.streams import Segment, master_list, window_list

pytestmark = pytest.mark.req("R16")


def test_the_window_says_where_in_the_lesson_it_is() -> None:
    window = [Segment(3, 10_000, 5_000, False), Segment(4, 15_000, 4_040, True)]
    assert window_list(window, ended=False).splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:6",
        "#EXT-X-TARGETDURATION:5",
        "#EXT-X-MEDIA-SEQUENCE:3",
        "#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:10.000+00:00",
        "#EXTINF:5.000,",
        "3.ts",
        "#EXT-X-DISCONTINUITY",
        "#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:15.000+00:00",
        "#EXTINF:4.040,",
        "4.ts",
    ]
    assert window_list(window, ended=True).endswith("4.ts\n#EXT-X-ENDLIST\n")


def test_the_master_list_names_how_it_is_encoded() -> None:
    assert master_list("avc1.42c00d,mp4a.40.2", 90_000).splitlines() == [
        "#EXTM3U",
        '#EXT-X-STREAM-INF:BANDWIDTH=90000,CODECS="avc1.42c00d,mp4a.40.2"',
        "now.m3u8",
    ]
