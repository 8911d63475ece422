"""ffmpeg's work: a video into two or three sizes of fragmented mp4, live segments into what browsers play and into one film.

Nothing here knows the database.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SIZES = ((240, 160_000), (360, 400_000), (720, 1_400_000))  # height, most bits a second; the first is for 2G-like lines
SOUND = 48_000  # bits a second
SEGMENT = 4  # seconds: what a learner on a bad line loses at most when it breaks
FRAMES = 25
PATIENCE = 60  # seconds for what only reads or wraps
_HEAD = re.compile(r'#EXT-X-MAP:URI="[^"]*",BYTERANGE="(\d+)@0"')
_LENGTH = re.compile(r"#EXTINF:([0-9.]+)")
_BYTES = re.compile(r"#EXT-X-BYTERANGE:(\d+)@(\d+)")
_PICTURE = re.compile(r"Video: .*?, (\d{2,5})x(\d{2,5})")


class NotCut(Exception):
    """ffmpeg gave up, or there is none; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One size as it lies in the working folder."""

    path: Path
    height: int
    bits: int
    codecs: str
    head: int
    segments: list[tuple[int, int]]


def program() -> str:
    """The system's ffmpeg, else the one that came with the program. Raises NotCut where there is neither."""
    if found := shutil.which("ffmpeg"):
        return found
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise NotCut("no ffmpeg on this machine") from error


def cut(film: Path, *, seconds: float, into: Path, tell: Callable[[int], None]) -> list[Cut]:
    """Cut `film` (mp4, of so many seconds) into the folder `into`; tell is called with the percent that is done.

    Sizes above the film's own are left out. Raises NotCut.
    """
    height = _height(film)
    sizes = [one for one in SIZES if one[0] <= height] or [SIZES[0]]
    _run(_arguments(film, sizes, into), seconds, tell)
    return [_read(into, height) for height, _ in sizes]


def wrapped(segment: Path, into: Path) -> Cut:
    """One MPEG-TS segment of H.264 and AAC as one mp4 fragment in the folder `into`, nothing encoded again. Raises NotCut."""
    given = ["-protocol_whitelist", "file", "-f", "mpegts", "-i", str(segment), "-c", "copy"]
    given += "-bsf:a aac_adtstoasc -f hls -hls_time 3600 -hls_playlist_type vod".split()
    given += "-hls_segment_type fmp4 -hls_flags single_file -hls_segment_filename".split()
    said = _asked([*given, str(into / "0.mp4"), str(into / "0.m3u8")])
    if said.returncode != 0:
        raise NotCut("a segment that ffmpeg cannot read")
    return _read(into, 0)


def joined(segments: list[tuple[Path, int]], into: Path) -> Path:
    """Segments that follow each other, with their ms, as one mp4 in the folder `into`, nothing encoded again. Raises NotCut."""
    listed, film = into / "segments.txt", into / "film.mp4"
    rows = [f"file '{path}'\nduration {ms / 1000:.3f}\n" for path, ms in segments]  # our own paths
    listed.write_text("".join(rows), encoding="utf-8")
    given = ["-protocol_whitelist", "file", "-f", "concat", "-safe", "0", "-i", str(listed)]
    given += ["-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", "-movflags", "+faststart", str(film)]
    _run(
        ["-hide_banner", "-nostdin", "-loglevel", "error", "-nostats", "-progress", "pipe:1", *given], 1, lambda _: None
    )
    return film


def _height(film: Path) -> int:
    said = _asked(_opening(film))
    found = _PICTURE.search(said.stderr)
    if found is None:
        raise NotCut("no picture in the film")
    return int(found[2])


def _asked(given: list[str]) -> subprocess.CompletedProcess[str]:
    """A short run, and what ffmpeg says of it."""
    try:
        return subprocess.run(  # noqa: S603  # our own arguments, no shell
            [program(), "-hide_banner", "-nostdin", *given],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotCut("ffmpeg took too long") from error


def _opening(film: Path) -> list[str]:
    """An upload is read as mp4 and as nothing else, and cannot name a file or an address to read instead."""
    return ["-protocol_whitelist", "file", "-f", "mov", "-i", str(film)]


def _arguments(film: Path, sizes: list[tuple[int, int]], into: Path) -> list[str]:
    ways = "".join(f"[p{n}]" for n in range(len(sizes)))
    scaled = [f"[p{n}]scale=-2:{height}[v{n}]" for n, (height, _) in enumerate(sizes)]
    graph = ";".join([f"[0:v:0]fps={FRAMES},split={len(sizes)}{ways}", *scaled])
    given = ["-hide_banner", "-nostdin", "-loglevel", "error", "-nostats", "-progress", "pipe:1", *_opening(film)]
    given += ["-filter_complex", graph]
    for n, (height, bits) in enumerate(sizes):
        given += (
            f"-map [v{n}] -map 0:a:0? -c:v libx264 -preset veryfast -profile:v main -pix_fmt yuv420p -crf 25".split()
        )
        given += f"-maxrate {bits} -bufsize {bits} -g {FRAMES * SEGMENT} -keyint_min {FRAMES * SEGMENT}".split()
        given += f"-sc_threshold 0 -c:a aac -b:a {SOUND} -ac 1 -ar 44100 -f hls -hls_time {SEGMENT}".split()
        given += "-hls_playlist_type vod -hls_segment_type fmp4 -hls_flags single_file -hls_segment_filename".split()
        given += [str(into / f"{height}.mp4"), str(into / f"{height}.m3u8")]
    return given


def _run(given: list[str], seconds: float, tell: Callable[[int], None]) -> None:
    """Learners' pages come first: ffmpeg works at the lowest priority. It dies with us, however we go."""
    with subprocess.Popen(  # noqa: S603  # our own arguments, no shell
        ["nice", "-n", "15", program(), *given],  # noqa: S607
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        try:
            for done in _progress(running):
                tell(min(99, int(done / max(seconds, 0.001) * 100)))
        except BaseException:
            running.kill()
            raise
    if running.returncode != 0:
        raise NotCut(f"ffmpeg ended with {running.returncode}")


def _progress(running: subprocess.Popen[str]) -> Iterator[float]:
    assert running.stdout is not None
    for line in running.stdout:
        name, _, value = line.strip().partition("=")
        if name == "out_time_us":
            with suppress(ValueError):  # N/A before the first picture
                yield int(value) / 1_000_000


def _read(folder: Path, height: int) -> Cut:
    listed, film = (folder / f"{height}.m3u8").read_text(), folder / f"{height}.mp4"
    head = _HEAD.search(listed)
    lengths = [round(float(one) * 1000) for one in _LENGTH.findall(listed)]
    spans = [(int(size), int(start)) for size, start in _BYTES.findall(listed)]
    if head is None or not spans or len(lengths) != len(spans):
        raise NotCut("ffmpeg's list of segments cannot be read")
    place = int(head[1])
    for size, start in spans:
        if start != place:
            raise NotCut("the segments do not follow each other")
        place += size
    pairs = [(length, size) for length, (size, _) in zip(lengths, spans, strict=True)]
    peak = max(size * 8000 // max(length, 1) for length, size in pairs)
    return Cut(film, height, max(peak, 1), _codecs(film, int(head[1])), int(head[1]), pairs)


def _codecs(film: Path, head: int) -> str:
    """What a browser is asked whether it plays (RFC 6381): profile and level stand in the avcC box."""
    with film.open("rb") as file:
        first = file.read(head)
    place = first.find(b"avcC")
    if place < 0:
        raise NotCut("no H.264 in the result")
    said = "avc1." + first[place + 5 : place + 8].hex()
    return said + (",mp4a.40.2" if b"mp4a" in first else "")
