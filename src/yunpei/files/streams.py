"""What is sent live, as it lies on the disk: segments judged by their content, a window of them to be played, all of them one film.

A stream is a folder of <data>/files/live/ by a name of our own. Its segments are numbered as they came: `7.ts` as it was sent, kept
until the film is made; `7.mp4`, the same as one mp4 fragment, while it is in the window. Browsers' Media Source Extensions play the
second, players that know HLS themselves the first.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import actions, cutting, films
from yunpei.files.types import LIMITS, FileCard, FileKind

LARGEST = 16 << 20  # bytes of a segment
LONGEST_MS = 30_000  # of a segment
WINDOW = 8  # segments that can be played at a time
LARGEST_STREAM = LIMITS[FileKind.MP4]  # its film has to be one that can be stored
PACKET = 188  # bytes, the first of them 0x47 (ISO/IEC 13818-1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A segment that was judged, in a folder of its own until it has its number."""

    folder: Path
    ms: int
    size: int
    bits: int
    codecs: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of the window: its number, where in the lesson it begins and how long it is (ms).

    cut: it does not go on where the one before ended; the encoder was started again.
    """

    n: int
    start: int
    ms: int
    cut: bool


@contextmanager
def segment_judged(stream: str, data: bytes) -> Iterator[Fragment]:
    """A segment as both players want it; gone afterwards unless it was kept. Raises Invalid for what is none."""
    if not data or len(data) % PACKET or set(data[::PACKET]) != {0x47}:
        raise _refused(
            "不是 MPEG-TS 分片；请让推流软件用 .ts 分片", "this is no MPEG-TS segment: have the encoder make .ts"
        )
    place = _folder(stream)
    place.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=place))
    try:
        (folder / "0.ts").write_bytes(data)
        try:
            made = cutting.wrapped(folder / "0.ts", folder)
        except cutting.NotCut:
            raise _refused("画面应为 H.264、声音为 AAC", "the picture has to be H.264 and the sound AAC") from None
        ms = sum(length for length, _ in made.segments)
        if not 0 < ms <= LONGEST_MS:
            raise _refused("一个分片应不超过30秒", "a segment may last 30 seconds")
        yield Fragment(folder, ms, len(data), made.bits, made.codecs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def segment_keep(stream: str, fragment: Fragment, n: int) -> None:
    """Put a judged segment into its place; the one that falls out of the window can be played no more."""
    place = _folder(stream)
    (fragment.folder / "0.ts").replace(place / f"{n}.ts")
    (fragment.folder / "0.mp4").replace(place / f"{n}.mp4")
    (place / f"{n - WINDOW}.mp4").unlink(missing_ok=True)


def segment_path(stream: str, window: Sequence[Segment], name: str) -> Path:
    """Where `7.mp4` or `7.ts` of the window lies. Raises NotFound for all others."""
    place = _folder(stream) / name
    if name not in {f"{one.n}.{ending}" for one in window for ending in ("mp4", "ts")} or not place.is_file():
        raise NotFound
    return place


def master_list(codecs: str, bits: int) -> str:
    """The HLS list that names the one size there is, and how it is encoded."""
    return f'#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH={bits},CODECS="{codecs}"\nnow.m3u8\n'


def window_list(window: Sequence[Segment], *, ended: bool) -> str:
    """The HLS list of what can be played now. Its dates count from 1970: they say where in the lesson a segment stands."""
    longest = max((one.ms for one in window), default=1000)
    lines = ["#EXTM3U", "#EXT-X-VERSION:6", f"#EXT-X-TARGETDURATION:{-(-longest // 1000)}"]
    lines.append(f"#EXT-X-MEDIA-SEQUENCE:{window[0].n if window else 1}")
    for one in window:
        lines += ["#EXT-X-DISCONTINUITY"] if one.cut else []
        there = (_EPOCH + timedelta(milliseconds=one.start)).isoformat(timespec="milliseconds")
        lines += [f"#EXT-X-PROGRAM-DATE-TIME:{there}", f"#EXTINF:{one.ms / 1000:.3f},", f"{one.n}.ts"]
    return "\n".join([*lines, *(["#EXT-X-ENDLIST"] if ended else []), ""])


def film_made(stream: str, lengths: Sequence[int], *, name: str, organisation_id: int, at: datetime) -> FileCard:
    """All segments, of these ms, as one stored video of an organisation, to be cut for slow lines as any other.

    Raises cutting.NotCut, Invalid.
    """
    segments = [(_folder(stream) / f"{n}.ts", ms) for n, ms in enumerate(lengths, start=1)]
    folder = Path(tempfile.mkdtemp(dir=_folder(stream)))
    try:
        with cutting.joined(segments, folder).open("rb") as data:
            by = Actor.system("live")
            kept = actions.store(
                data=data, name=name, kinds={FileKind.MP4}, by=by, at=at, for_organisation=organisation_id
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    films.film_ask(kept, at=at)
    return kept


def stream_drop(stream: str) -> None:
    """Remove all that lies there of a stream."""
    shutil.rmtree(_folder(stream), ignore_errors=True)


def _folder(stream: str) -> Path:
    return Path(settings.YUNPEI_UPLOADS) / "live" / stream


def _refused(zh: str, en: str) -> Invalid:
    return Invalid([Problem("segment", Text(zh, en))])
