"""How a class and a course are getting on: who is behind and why, who studies now, where viewers drop off."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunpei.casework import queries as casework
from yunpei.catalogue import queries as catalogue
from yunpei.common.errors import NotFound
from yunpei.learning import figures, monitoring
from yunpei.portals.organisation.views.home import ROLES, TEACHING
from yunpei.portals.ui.pages import actor, now, page
from yunpei.training import queries as classes

PER_PAGE = 50


@page(*TEACHING)
def progress(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Everyone beside the plan, those furthest behind first, each with what did not count."""
    held = monitoring.class_seen(str(class_id), actor(request).organisation_id)
    found = monitoring.progress(held, at=now())
    values = {
        "held": held,
        "own": held.organisation_id == actor(request).organisation_id,
        "rows": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "behind": sum(one.behind for one in found),
        "expected": found[0].expected if found else 0,
    }
    return render(request, "organisation/class_progress.html", values)


@page(*ROLES)
def person(request: HttpRequest, class_id: UUID, person: UUID) -> HttpResponse:
    """How one learner's time becomes class hours, and what the programme pays for them: for employer and teacher alike."""
    held = monitoring.class_seen(str(class_id), actor(request).organisation_id)
    on_roster = next((one for one in classes.roster_lines(held.roster_id) if one.person == str(person)), None)
    if on_roster is None:
        raise NotFound
    line = casework.reckoning(class_id=held.id, person_id=on_roster.person_id, at=now())
    return render(request, "organisation/class_person.html", {"line": line})


@page(*TEACHING)
def live(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Who studies now; the page asks again by itself."""
    held = monitoring.class_seen(str(class_id), actor(request).organisation_id)
    return render(request, "organisation/class_live.html", {"held": held, "rows": monitoring.at_it(held), "at": now()})


@page(*ROLES)
def course(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Plays, completion and drop-off per minute of each lesson of a course of one's own."""
    found = catalogue.course_by_public_id(str(course_id))
    if found.provider_id != actor(request).organisation_id:
        raise NotFound
    return render(
        request, "organisation/course_figures.html", {"course": found, "rows": figures.course_figures(found.id)}
    )
