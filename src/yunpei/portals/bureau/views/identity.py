"""How a class asks, and its identity checks, for the reviewing office of its region."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yunpei.common.actor import Actor
from yunpei.learning.identity.access import require_office
from yunpei.portals.ui import identity_pages
from yunpei.portals.ui.pages import actor, page
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts

REVIEW = "officer_review"


def seen(by: Actor, class_id: UUID) -> ClassFacts:
    """A class of the office's region. Raises NotFound."""
    held = classes.class_by_public_id(str(class_id))
    require_office(by, held)
    return held


@page(REVIEW)
def asking(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """What the class asks of its learners."""
    return identity_pages.asking_page(request, seen(actor(request), class_id), "bureau/class_asking.html")


@page(REVIEW)
def checks(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Photos to compare, what was contested, appointments."""
    return identity_pages.checks_page(request, seen(actor(request), class_id), "bureau/identity.html")


@require_POST
@page(REVIEW)
def event(request: HttpRequest, class_id: UUID, item: UUID, event: str) -> HttpResponse:
    """One button of that page."""
    back = reverse("bureau:identity", args=[class_id])
    return identity_pages.checks_event(request, seen(actor(request), class_id), item, event, back=back)


@require_GET
@page(REVIEW)
def picture(request: HttpRequest, class_id: UUID, check: UUID, which: str) -> HttpResponse:
    """One picture; the look is recorded."""
    return identity_pages.picture(request, seen(actor(request), class_id), check, which)
