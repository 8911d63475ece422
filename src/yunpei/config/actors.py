"""Who is asking: `request.actor`, worked out once and only when a view wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from yunpei.common.actor import NOBODY, Actor


class ActorMiddleware:
    """Puts the signed-in account's Actor on the request; NOBODY where nobody is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor and go on."""
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return NOBODY
    from yunpei.people import queries
    from yunpei.people.types import STAFF_ROLES

    found: Any = queries.actor_of_user(request.user, request.session.get("place"))
    actor: Actor = found
    # Whoever was made staff after signing in with the password alone signs in again, with a code.
    return NOBODY if request.session.get("by_password") and actor.has(*STAFF_ROLES) else actor
