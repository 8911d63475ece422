"""Large print (大字版) for the whole site, kept in a cookie so that it needs no script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yunpei.portals.ui.pages import back_to

COOKIE = "large_print"
A_YEAR = 366 * 24 * 3600


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Turn it on where it is off, and the other way round, and go back to the page."""
    answer = redirect(back_to(request, "/"))
    if request.COOKIES.get(COOKIE) == "on":
        answer.delete_cookie(COOKIE, samesite="Lax")
    else:
        answer.set_cookie(COOKIE, "on", max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return answer
