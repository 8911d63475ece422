"""A class of the organisation: who studies, how far they are."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import queries as casework
from yunpei.catalogue import queries as catalogue
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.credentials import queries as credentials
from yunpei.learning import queries as learning
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui.pages import act, actor, now, page
from yunpei.training import actions as training
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts, ClassState

PER_PAGE = 50


@page(*ROLES)
def class_page(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Everyone on the roster with sign-in, verified hours and certificate."""
    by = actor(request)
    held = own(by, class_id)
    lines = Paginator(classes.RosterPages(held.roster_id), PER_PAGE).get_page(request.GET.get("page"))
    some = list(lines)
    known = {one.line_id: one.facts for one in learning.claim_facts(held.id, lines=some)}
    certificates = credentials.certificates_of_class(held.id, people=[line.person_id for line in some])
    rows = [
        {
            "line": line,
            "hours": _value(known.get(line.id, {}), "online_hours"),
            "certificate": certificates.get(line.person_id),
        }
        for line in some
    ]
    over = held.state is ClassState.CLOSED or held.ends_on < day_of(now())
    values = {
        "held": held,
        "course": catalogue.course(held.course_id),
        "lines": lines,
        "rows": rows,
        "done": credentials.certified_of_class(held.id),
        "claimable": over and held.id in casework.classes_to_claim(by=by),
        "over": over,
    }
    return render(request, "organisation/class.html", values)


@require_POST
@page(*ROLES)
def close(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """End the class: from then on nothing studied counts."""
    by = actor(request)
    held = own(by, class_id)
    return act(
        request,
        lambda: training.class_close(class_id=held.id, by=by, at=now()),
        done=_("班级已结业，可以申领补贴。"),
        back=reverse("organisation:class", args=[class_id]),
    )


def own(by: Actor, class_id: UUID) -> ClassFacts:
    """A class of the actor's organisation. Raises NotFound."""
    held = classes.class_by_public_id(str(class_id))
    if held.organisation_id != by.organisation_id:
        raise NotFound
    return held


def _value(facts: object, name: str) -> object:
    found = facts.get(name) if isinstance(facts, dict) else None
    return None if found is None else found.value
