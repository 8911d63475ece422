"""The catalogue that everyone may look through: courses that have passed the four gates."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunpei.catalogue import queries
from yunpei.catalogue.topics import TOPICS
from yunpei.catalogue.types import CourseKind
from yunpei.catalogue.zones import queries as zones
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.people import queries as people
from yunpei.portals.ui.pages import now, page
from yunpei.portals.ui.paging import number_of, page_of

PER_PAGE = 20
LONGEST = 100


@page()
def listing(request: HttpRequest) -> HttpResponse:
    """Courses by words, kind, sub-item and occupation; the zones that are open today."""
    asked = {name: request.GET.get(name, "")[:LONGEST].strip() for name in ("words", "kind", "topic", "occupation")}
    at = number_of(request)
    found = queries.in_catalogue(**asked, start=(at - 1) * PER_PAGE, limit=PER_PAGE)
    values = {
        "asked": asked,
        "found": found,
        "pages": page_of(found, at, PER_PAGE),
        "zones": zones.open_zones(on=day_of(now())),
        "kinds": [(kind.value, found.kinds.get(kind.value, 0)) for kind in CourseKind],
        "topics": [(one, found.topics.get(one.code, 0)) for one in TOPICS.values() if one.kind == asked["kind"]],
    }
    return render(request, "public/courses.html", values)


@page()
def course(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """What a public course teaches, by whom, how long, its versions, and the zones in which it is free."""
    held = queries.course_by_public_id(str(course_id))
    if not held.public:
        raise NotFound
    chapters = [(name, list(rows)) for name, rows in groupby(queries.lessons(held.id), key=lambda one: one.chapter)]
    values = {
        "course": held,
        "topic": TOPICS.get(held.topic),
        "provider": people.organisation(held.provider_id).name,
        "chapters": chapters,
        "versions": [one for one in queries.versions(held.line) if one.public],
        "free": zones.free_until(held.line, on=day_of(now())),
    }
    return render(request, "public/course.html", values)
