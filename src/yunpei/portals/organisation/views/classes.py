"""A class of the organisation: who studies, how far they are."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import queries as casework
from yunpei.casework.queries.dossiers import dossier_of_organisation
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonKind
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.credentials import queries as credentials
from yunpei.credentials.actions import revocation_ask
from yunpei.learning import queries as learning
from yunpei.portals.organisation.views.home import ROLES, TEACHING
from yunpei.portals.ui.pages import act, actor, now, page
from yunpei.training import actions as training
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts, ClassState, Fact

PER_PAGE = 50


@page(*TEACHING)
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
            "hours": sum(_hours(known[line.id], name) for name in ("online_hours", "offline_hours")),
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
        "manages": by.has(*ROLES),
        "live": any(one.kind is LessonKind.LIVE for one in catalogue.lessons(held.course_id)),
        "claimable": over and held.id in casework.classes_to_claim(by=by),
        "over": over,
    }
    return render(request, "organisation/class.html", values)


@page(*TEACHING)
def dossier(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """What the class's dossier holds."""
    by = actor(request)
    found = dossier_of_organisation(class_id=own(by, class_id).id, by=by)
    return render(request, "organisation/dossier.html", {"found": found})


@page(*ROLES)
def revocation(request: HttpRequest, class_id: UUID, number: str) -> HttpResponse:
    """Ask the office to revoke a certificate of the class."""
    by = actor(request)
    held = own(by, class_id)
    found = credentials.certificate_of_class(held.id, number)
    if request.method == "POST":
        why = request.POST.get("why", "")
        done = _("已提出，等待受理部门处理。")
        return act(
            request, lambda: revocation_ask(number=number, why=why, by=by, at=now()), done=done, back=request.path
        )
    values = {"held": held, "one": found, "ask": credentials.asks_of_class(held.id).get(number)}
    return render(request, "organisation/revocation.html", values)


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


def _hours(facts: Mapping[str, Fact], name: str) -> int:
    return facts[name].value if name in facts else 0
