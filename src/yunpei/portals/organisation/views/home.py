"""What needs doing, and where each class stands."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunpei.casework import queries as casework
from yunpei.casework.types import CaseKind
from yunpei.common.clock import day_of
from yunpei.messages import queries as messages
from yunpei.people import queries as people
from yunpei.portals.organisation.story import stories
from yunpei.portals.ui.pages import actor, now, page
from yunpei.training import queries as training

ROLES = ("org_admin", "org_legal")
PER_PAGE = 50
TEACHING = (*ROLES, "teacher")


@page(*TEACHING)
def home(request: HttpRequest) -> HttpResponse:
    """First what waits for this organisation, then every class with its step list; for a teacher the classes."""
    by = actor(request)
    assert by.organisation_id is not None  # the roles are roles of an organisation
    classes = training.classes_of_organisation(by.organisation_id)
    if not by.has(*ROLES):
        return render(
            request,
            "organisation/home_teaching.html",
            {"classes": Paginator(classes, PER_PAGE).get_page(request.GET.get("page"))},
        )
    refused = [one.case for one in casework.refused_payments(by=by) if not one.corrected]
    cards = casework.cases(by=by)
    found = stories(cards, classes, day_of(now()), refused)
    values = {
        "firm": people.organisation(by.organisation_id),
        "todo": [one for one in found if one.todo],
        "stories": found,
        "applications": [one for one in cards if one.kind is CaseKind.APPLICATION],
        "unread": messages.unread(by=by),
    }
    return render(request, "organisation/home.html", values)
