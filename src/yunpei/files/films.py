"""Videos cut for slow lines: asked for, cut by a job, read, and listed as HLS (RFC 8216) lists them."""

from __future__ import annotations

import shutil
import tempfile
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from yunpei.common import jobs
from yunpei.common.errors import NotFound
from yunpei.files import cutting, keeping, queries
from yunpei.files.models import Film, FilmRendition
from yunpei.files.types import FileCard, FileKind, FilmCard, FilmState, Piece, Rendition

JOB = "files.film_cut"
_TELL_EVERY = 2.0  # seconds between two written figures of progress


@transaction.atomic
def film_ask(file: FileCard, *, at: datetime) -> None:
    """Have a stored video cut, unless it is or was; one that failed is tried again. Other kinds are left alone."""
    if file.kind is not FileKind.MP4:
        return
    film, made = Film.objects.get_or_create(sha256=file.sha256, defaults={"asked_at": at})
    if not made and film.state != FilmState.FAILED:
        return
    Film.objects.filter(pk=film.pk).update(state=FilmState.WAITING, percent=0)
    jobs.enqueue(JOB, at=at, key=file.sha256, sha256=file.sha256, seconds=(file.duration_ms or 0) / 1000)


def film_cut(sha256: str, seconds: float) -> None:
    """Cut one film and keep its sizes; done already, nothing. A film that ffmpeg cannot read is marked failed."""
    if Film.objects.filter(sha256=sha256).exclude(state=FilmState.READY).update(state=FilmState.CUTTING) == 0:
        return
    folder = Path(tempfile.mkdtemp(dir=_taking()))
    try:
        made = cutting.cut(keeping.path_of(sha256), seconds=seconds, into=folder, tell=_Teller(sha256))
        rows = [_kept(one) for one in made]
    except cutting.NotCut:
        Film.objects.filter(sha256=sha256).update(state=FilmState.FAILED)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    with transaction.atomic():
        film = Film.objects.select_for_update().get(sha256=sha256)
        film.renditions.all().delete()
        FilmRendition.objects.bulk_create([FilmRendition(film=film, **row) for row in rows])
        film.state, film.percent = FilmState.READY, 100
        film.save(update_fields=["state", "percent"])


class _Teller:
    """Writes the percent down now and then, and tells the queue that the work goes on."""

    def __init__(self, sha256: str) -> None:
        self.sha256, self.last = sha256, time.monotonic()

    def __call__(self, percent: int) -> None:
        if time.monotonic() - self.last < _TELL_EVERY:
            return
        self.last = time.monotonic()
        Film.objects.filter(sha256=self.sha256).update(percent=percent)
        jobs.goes_on(JOB, self.sha256)


def _taking() -> Path:
    place = Path(settings.YUNPEI_UPLOADS) / "taking"
    place.mkdir(parents=True, exist_ok=True)
    return place


def _kept(one: cutting.Cut) -> dict[str, object]:
    size = one.path.stat().st_size
    with one.path.open("rb") as data, keeping.taking(data, one.path.name, size) as taken:
        keeping.keep(taken)
    said = {"height": one.height, "bits": one.bits, "codecs": one.codecs, "head": one.head, "segments": one.segments}
    return {**said, "sha256": taken.sha256, "size": size}


def films(sha256s: list[str]) -> dict[str, FilmCard]:
    """How far each of these videos is with being cut; one that nobody asked for is not in it. 2 queries."""
    rows = Film.objects.filter(sha256__in=sha256s).prefetch_related("renditions")
    return {row.sha256: _card(row) for row in rows}


def film(file: FileCard) -> FilmCard | None:
    """How far a stored video is with being cut; None where nobody asked. 2 queries."""
    return films([file.sha256]).get(file.sha256)


def rendition(file: FileCard, height: int) -> Rendition:
    """One size of a stored video. Raises NotFound. 2 queries."""
    found = film(file)
    for one in found.renditions if found and found.state is FilmState.READY else ():
        if one.height == height:
            return one
    raise NotFound


def rendition_piece(one: Rendition, wanted: str, if_range: str) -> Piece:
    """What to answer to a GET of one size's bytes with this Range header. Raises as queries.piece."""
    name = f"{one.height}.mp4"
    return queries.piece_of(one.sha256, one.size, "video/mp4", name, wanted=wanted, if_range=if_range)


def master_list(film: FilmCard, *, address: str = "") -> str:
    """The HLS list of a film's sizes, the smallest first: a player on a bad line begins with it."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for one in film.renditions:
        lines += [f'#EXT-X-STREAM-INF:BANDWIDTH={one.bits},CODECS="{one.codecs}"', f"{address}{one.height}.m3u8"]
    return "\n".join([*lines, ""])


def segment_list(one: Rendition) -> str:
    """The HLS list of one size's segments, all of them byte ranges of one file beside it."""
    name, longest = f"{one.height}.mp4", max(length for length, _ in one.segments)
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{-(-longest // 1000)}", "#EXT-X-PLAYLIST-TYPE:VOD"]
    lines.append(f'#EXT-X-MAP:URI="{name}",BYTERANGE="{one.head}@0"')
    place = one.head
    for length, size in one.segments:
        lines += [f"#EXTINF:{length / 1000:.3f},", f"#EXT-X-BYTERANGE:{size}@{place}", name]
        place += size
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def _card(row: Film) -> FilmCard:
    sizes = sorted(row.renditions.all(), key=lambda one: one.height)
    return FilmCard(FilmState(row.state), row.percent, tuple(_rendition(one) for one in sizes))


def _rendition(row: FilmRendition) -> Rendition:
    pairs = tuple((int(length), int(size)) for length, size in row.segments)
    return Rendition(row.height, row.bits, row.codecs, row.sha256, row.size, row.head, pairs)
