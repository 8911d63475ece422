"""Videos and documents of lessons, with range requests."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonFacts
from yunpei.common.errors import NotFound
from yunpei.portals.learner.views.classes import lesson_of, seen
from yunpei.portals.ui.pages import actor, page
from yunpei.portals.ui.serving import lesson_stream, served


@page("learner")
def lesson_file(request: HttpRequest, class_id: UUID, lesson_id: UUID) -> HttpResponseBase:
    """The file of a lesson, for those on the roster of a class that studies it."""
    found = _lesson(request, class_id, lesson_id)
    if found.file_id is None:
        raise NotFound
    return served(request, found.file_id)


@page("learner")
def stream(request: HttpRequest, class_id: UUID, lesson_id: UUID, name: str) -> HttpResponseBase:
    """The film of a lesson in the sizes it was cut to, and its captions, for the same people."""
    return lesson_stream(request, _lesson(request, class_id, lesson_id), name)


def _lesson(request: HttpRequest, class_id: UUID, lesson_id: UUID) -> LessonFacts:
    lesson_of(seen(actor(request), class_id), lesson_id)
    return catalogue.lesson_by_public_id(str(lesson_id))
