"""Courses at the four gates, for whoever has a say at one of them: operations, schools, experts, the authority."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.catalogue import gates, queries
from yunpei.catalogue.topics import TOPICS
from yunpei.catalogue.types import GATES, CourseFacts, LessonFacts, Verdict
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.people import queries as people
from yunpei.portals.public.forms import OpinionForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, now, page, tried
from yunpei.portals.ui.serving import served

ROLES = ("ops", "org_admin", "org_legal", "officer_review", "learner")  # an expert is a person with a seat


@page(*ROLES)
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for one's opinion."""
    return render(request, "public/reviews.html", {"courses": queries.at_gates(by=actor(request))})


@page(*ROLES)
def review(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """All of one course, and what this gate says of it."""
    by = actor(request)
    held = _held(by, course_id)
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and tried(
        form,
        lambda given: gates.gate_answer(
            course_id=held.id, verdict=Verdict(given["verdict"]), opinion=given["opinion"], by=by, at=now()
        ),
    ):
        flash.say(request, _("意见已记录。"))
        return redirect("reviews")
    values = {
        "course": held,
        "topic": TOPICS.get(held.topic),
        "provider": people.organisation(held.provider_id).name,
        "lessons": queries.lessons(held.id),
        "questions": queries.questions(held.id),
        "opinions": queries.opinions(held.id),
        "form": form,
    }
    return render(request, "public/review.html", values)


@page(*ROLES)
def file(request: HttpRequest, course_id: UUID, lesson_id: UUID) -> HttpResponseBase:
    """What is learned in a lesson, to be judged."""
    found = _lesson(_held(actor(request), course_id), lesson_id)
    if found.file_id is None:
        raise NotFound
    return served(request, found.file_id)


def _held(by: Actor, course_id: UUID) -> CourseFacts:
    """A course that stands at a gate where the actor has a say. Raises NotFound."""
    held = queries.course_by_public_id(str(course_id))
    if held.state not in GATES or not gates.answers(by, held.provider_id, held.state):
        raise NotFound
    return held


def _lesson(held: CourseFacts, lesson_id: UUID) -> LessonFacts:
    found = queries.lesson_by_public_id(str(lesson_id))
    if found.course_id != held.id:
        raise NotFound
    return found
