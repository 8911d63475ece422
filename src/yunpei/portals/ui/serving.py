"""A stored file as an answer: whole or in part, read in pieces, never shown as anything but what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from yunpei.catalogue.types import LessonFacts, LessonKind
from yunpei.common.errors import NotFound
from yunpei.files import films, pdf_text
from yunpei.files import queries as files
from yunpei.files.types import FilmState, NotSatisfiable, Piece

PLAYLIST = "application/vnd.apple.mpegurl"
AT_ONCE = 256 * 1024  # bytes in memory per answer


def served(request: HttpRequest, file_id: str, *, download: bool = False) -> HttpResponseBase:
    """The file of a public id, for a caller that has judged who may. Raises NotFound."""
    found = files.file(file_id)
    return ranged(request, lambda wanted, if_range: files.piece(found, wanted, if_range), download=download)


def streamed(request: HttpRequest, file_id: str, name: str) -> HttpResponseBase:
    """What an HLS player asks for beside a video: `film.m3u8`, then `240.m3u8` and parts of `240.mp4`.

    For a caller that has judged who may. Raises NotFound, also for a video that has not been cut yet.
    """
    file = files.file(file_id)
    height, _, ending = name.partition(".")
    if name == "film.m3u8":
        film = films.film(file)
        if film is None or film.state is not FilmState.READY:
            raise NotFound
        return HttpResponse(films.master_list(film), content_type=PLAYLIST)
    if not height.isdecimal() or len(height) > 4 or ending not in ("m3u8", "mp4"):
        raise NotFound
    size = films.rendition(file, int(height))
    if ending == "m3u8":
        return HttpResponse(films.segment_list(size), content_type=PLAYLIST)
    return ranged(request, lambda wanted, if_range: films.rendition_piece(size, wanted, if_range))


def lesson_stream(request: HttpRequest, lesson: LessonFacts, name: str) -> HttpResponseBase:
    """One part of a lesson's film, or its captions, for a caller that has judged who may. Raises NotFound."""
    wanted = lesson.captions_id if name == "captions.vtt" else lesson.file_id
    if wanted is None:
        raise NotFound
    return served(request, wanted) if name == "captions.vtt" else streamed(request, wanted, name)


def pages_of(lesson: LessonFacts) -> tuple[str, ...]:
    """The text of a document, to be read on the page: opened elsewhere it would hide the page, and the clock would stop."""
    if lesson.kind is not LessonKind.DOCUMENT or lesson.file_id is None:
        return ()
    try:
        return pdf_text.pages_of(files.file(lesson.file_id))
    except NotFound:
        return ()


def ranged(request: HttpRequest, piece_of: Callable[[str, str], Piece], *, download: bool = False) -> HttpResponseBase:
    """Bytes that the caller has judged who may have, whole or the part that is asked for."""
    try:
        piece = piece_of(request.headers.get("Range", ""), request.headers.get("If-Range", ""))
    except NotSatisfiable as error:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{error.total}"})
    answer: HttpResponseBase
    status = 206 if piece.partial else 200
    if request.method == "HEAD":
        answer = HttpResponse(status=status, content_type=piece.media_type)
    else:
        answer = StreamingHttpResponse(_bytes(piece), status=status, content_type=piece.media_type)
    answer["Content-Length"] = str(piece.end - piece.start)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = piece.etag
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Disposition"] = content_disposition_header(download, piece.name) or "inline"
    if piece.partial:
        answer["Content-Range"] = piece.content_range
    return answer


def as_pdf(data: bytes, name: str) -> HttpResponse:
    """A paper made for this answer, to be looked at or printed."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return answer


def _bytes(piece: Piece) -> Iterator[bytes]:
    with piece.path.open("rb") as file:
        file.seek(piece.start)
        left = piece.end - piece.start
        while left > 0 and (part := file.read(min(AT_ONCE, left))):
            left -= len(part)
            yield part
