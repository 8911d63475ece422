"""How a class asks, and its identity checks, for the organisation and its teachers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yunpei.portals.organisation.views.classes import own
from yunpei.portals.organisation.views.home import ROLES, TEACHING
from yunpei.portals.ui import identity_pages
from yunpei.portals.ui.pages import actor, page


@page(*ROLES)
def asking(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """What the class asks of its learners."""
    return identity_pages.asking_page(request, own(actor(request), class_id), "organisation/class_asking.html")


@page(*TEACHING)
def checks(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Photos to compare and appointments."""
    return identity_pages.checks_page(request, own(actor(request), class_id), "organisation/identity.html")


@require_POST
@page(*TEACHING)
def event(request: HttpRequest, class_id: UUID, item: UUID, event: str) -> HttpResponse:
    """One button of that page."""
    back = reverse("organisation:identity", args=[class_id])
    return identity_pages.checks_event(request, own(actor(request), class_id), item, event, back=back)


@require_GET
@page(*TEACHING)
def picture(request: HttpRequest, class_id: UUID, check: UUID, which: str) -> HttpResponse:
    """One picture; the look is recorded."""
    return identity_pages.picture(request, own(actor(request), class_id), check, which)
