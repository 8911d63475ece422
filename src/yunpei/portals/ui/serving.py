"""A stored file as an answer: whole or in part, read in pieces, never shown as anything but what it is."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from yunpei.files import queries as files
from yunpei.files.types import NotSatisfiable, Piece

AT_ONCE = 256 * 1024  # bytes in memory per answer


def served(request: HttpRequest, file_id: str, *, download: bool = False) -> HttpResponseBase:
    """The file of a public id, for a caller that has judged who may. Raises NotFound."""
    found = files.file(file_id)
    try:
        piece = files.piece(found, request.headers.get("Range", ""), request.headers.get("If-Range", ""))
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
