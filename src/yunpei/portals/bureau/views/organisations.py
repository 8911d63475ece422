"""Organisations of the region: held against their licence."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common.errors import NotFound
from yunpei.files import queries as stored
from yunpei.people import actions as people
from yunpei.people import queries
from yunpei.portals.bureau.views.inbox import OFFICERS
from yunpei.portals.ui.pages import act, actor, now, page
from yunpei.portals.ui.serving import served

PER_PAGE = 25


@page(*OFFICERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Those that wait to be confirmed first."""
    found = sorted(queries.organisations_seen(by=actor(request)), key=lambda one: one.confirmed_at is not None)
    pages = Paginator(found, PER_PAGE)
    return render(request, "bureau/organisations.html", {"organisations": pages.get_page(request.GET.get("page"))})


@require_POST
@page("officer_review")
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """State that the data agree with the licence."""
    by = actor(request)
    found = queries.organisation_seen(public_id, by=by)
    return act(
        request,
        lambda: people.organisation_confirm(organisation_id=found.id, by=by, at=now()),
        done=_("%(name)s：信息与营业执照一致，已确认。") % {"name": found.name},
        back=reverse("bureau:organisations"),
    )


@page(*OFFICERS)
def licence(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The scan of the licence."""
    by = actor(request)
    found = queries.organisation_seen(public_id, by=by)
    if not found.licence:
        raise NotFound
    return served(request, str(stored.file_seen(found.licence, by=by).public_id), download=True)
