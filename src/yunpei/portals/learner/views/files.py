"""Videos and documents of lessons, with range requests."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yunpei.catalogue import queries as catalogue
from yunpei.common.errors import NotFound
from yunpei.portals.learner.views.classes import lesson_of, seen
from yunpei.portals.ui.pages import actor, page
from yunpei.portals.ui.serving import served


@page("learner")
def lesson_file(request: HttpRequest, class_id: UUID, lesson_id: UUID) -> HttpResponseBase:
    """The file of a lesson, for those on the roster of a class that studies it."""
    held = seen(actor(request), class_id)
    lesson_of(held, lesson_id)
    found = catalogue.lesson_by_public_id(str(lesson_id))
    if found.file_id is None:
        raise NotFound
    return served(request, found.file_id)
