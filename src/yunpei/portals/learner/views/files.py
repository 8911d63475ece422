"""Videos and documents of lessons, with range requests."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonFacts
from yunpei.common.errors import NotFound
from yunpei.files import streams
from yunpei.learning.live import queries as live
from yunpei.learning.live.types import BroadcastFacts
from yunpei.portals.learner.views.classes import lesson_of, seen
from yunpei.portals.ui.pages import actor, page
from yunpei.portals.ui.serving import PLAYLIST, lesson_stream, served


@page("learner")
def lesson_file(request: HttpRequest, class_id: UUID, lesson_id: UUID) -> HttpResponseBase:
    """The file of a lesson, for those on the roster of a class that studies it."""
    found, _sent = _lesson(request, class_id, lesson_id)
    if found.file_id is None:
        raise NotFound
    return served(request, found.file_id)


@page("learner")
def stream(request: HttpRequest, class_id: UUID, lesson_id: UUID, name: str) -> HttpResponseBase:
    """The film of a lesson in the sizes it was cut to, and its captions, for the same people; what is sent live while it is."""
    lesson, sent = _lesson(request, class_id, lesson_id)
    return _live(sent, name) if sent and not sent.recording else lesson_stream(request, lesson, name)


def _live(sent: BroadcastFacts, name: str) -> HttpResponse:
    """`film.m3u8`, which is empty while nothing was sent, then `now.m3u8` again and again, then segments of it. Raises NotFound."""
    window = live.window(sent)
    if name not in ("film.m3u8", "now.m3u8"):
        path = streams.segment_path(sent.public_id, window, name)
        kind = "video/mp4" if path.suffix == ".mp4" else "video/mp2t"
        return HttpResponse(path.read_bytes(), content_type=kind, headers={"Cache-Control": "private, max-age=60"})
    if name == "film.m3u8":
        listed = streams.master_list(sent.codecs, sent.bits) if window else "#EXTM3U\n"
    else:
        listed = streams.window_list(window, ended=sent.ended_at is not None)
    return HttpResponse(listed, content_type=PLAYLIST, headers={"Cache-Control": "no-store"})


def _lesson(request: HttpRequest, class_id: UUID, lesson_id: UUID) -> tuple[LessonFacts, BroadcastFacts | None]:
    held = seen(actor(request), class_id)
    lesson_of(held, lesson_id)
    lesson = catalogue.lesson_by_public_id(str(lesson_id))
    sent = live.broadcast_of(held.id, lesson)
    return live.as_film(lesson, sent), sent
