"""The online university of one's employer: its courses, their lessons, studied whenever one likes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonFacts
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.evidence import queries as evidence
from yunpei.learning import university as learned
from yunpei.portals.learner.views.classes import Place, lesson_shown, person_of
from yunpei.portals.ui.pages import actor, now, page
from yunpei.portals.ui.serving import lesson_stream, served
from yunpei.training.university import queries
from yunpei.training.university.types import STUDIED, Seat


@page("learner")
def home(request: HttpRequest, university_id: UUID) -> HttpResponse:
    """Its courses with how far one is in each, and the lesson to go on with."""
    day = day_of(now())
    found = learned.seat_page(str(university_id), person_id=person_of(actor(request)))
    rows = [(one, one.late(day)) for one in found.courses]
    return render(request, "learner/university.html", {"found": found, "rows": rows})


@page("learner")
def course(request: HttpRequest, university_id: UUID, course_id: UUID) -> HttpResponse:
    """The lessons of one course."""
    seat = seat_of(request, university_id)
    pick, lines = learned.course_lines(seat, str(course_id))
    return render(request, "learner/university_course.html", {"seat": seat, "pick": pick, "lines": lines})


@page("learner")
def lesson(request: HttpRequest, university_id: UUID, lesson_id: UUID) -> HttpResponse:
    """One lesson with its player, timed as in a class."""
    seat = seat_of(request, university_id)
    course_id = catalogue.course(catalogue.lesson_by_public_id(str(lesson_id)).course_id).public_id
    pick, lines = learned.course_lines(seat, course_id)
    href = reverse("learner:university_course", args=[university_id, course_id])
    return lesson_shown(request, Place(university_id, "learner:university_", pick.course.title, href), lines, lesson_id)


@page("learner")
def lesson_file(request: HttpRequest, university_id: UUID, lesson_id: UUID) -> HttpResponseBase:
    """The file of a lesson, for the staff of a university that has its course."""
    found = _lesson(request, university_id, lesson_id)
    if found.file_id is None:
        raise NotFound
    return served(request, found.file_id)


@page("learner")
def stream(request: HttpRequest, university_id: UUID, lesson_id: UUID, name: str) -> HttpResponseBase:
    """The film of a lesson in the sizes it was cut to, and its captions, for the same people."""
    return lesson_stream(request, _lesson(request, university_id, lesson_id), name)


@page("learner")
def receipts(request: HttpRequest, university_id: UUID) -> HttpResponse:
    """Every signed receipt of one's own study there, one a line, to keep."""
    seat = seat_of(request, university_id)
    text = "\n".join(evidence.receipts(seat.staff.person, seat.university.public_id))
    answer = HttpResponse(text + "\n", content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="receipts-university.txt"'
    return answer


def seat_of(request: HttpRequest, university_id: UUID) -> Seat:
    """The university of an address, for one of its staff. Raises NotFound."""
    return queries.seat(str(university_id), person_of(actor(request)))


def _lesson(request: HttpRequest, university_id: UUID, lesson_id: UUID) -> LessonFacts:
    seat = seat_of(request, university_id)
    found = catalogue.lesson_by_public_id(str(lesson_id))
    if found.kind not in STUDIED or not queries.has_picked(seat.university.id, found.course_id):
        raise NotFound
    return found
