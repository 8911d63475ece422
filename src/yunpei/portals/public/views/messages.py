"""One's messages: what moved, and where to look. Opening one, or ticking all off, marks them read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from yunpei.messages import actions, queries
from yunpei.portals.public.views.home import home_of
from yunpei.portals.ui.pages import actor, now, page, to_sign_in


@page()
def listing(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    by = actor(request)
    if by.account_id is None:
        return to_sign_in(request)
    values = {"home": home_of(by.roles), "messages": queries.inbox(by=by), "unread": queries.unread(by=by)}
    return render(request, "public/messages.html", values)


@require_POST
@page()
def opened(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Go where a message leads; it is read from now on."""
    by = actor(request)
    if by.account_id is None:
        return to_sign_in(request)
    link = actions.read(public_id=str(message_id), by=by, at=now())
    return redirect(link if url_has_allowed_host_and_scheme(link, allowed_hosts=None) else "messages")


@require_POST
@page()
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all of one's messages read."""
    by = actor(request)
    if by.account_id is None:
        return to_sign_in(request)
    actions.read_all(by=by, at=now())
    return redirect("messages")
