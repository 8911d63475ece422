"""Pages for what no view answered: addresses that lead nowhere, faults of ours, forms that have gone stale."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from yunpei.common.errors import Conflict, Forbidden, NotFound
from yunpei.common.language import Text
from yunpei.portals.ui.pages import refusal


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404."""
    return refusal(request, NotFound())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """403."""
    return refusal(request, Forbidden())


def fault(_request: HttpRequest) -> HttpResponse:
    """500: no query and nothing of the request is touched, for it may be what failed."""
    return HttpResponse(render_to_string("ui/fault.html"), status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without a fresh token: the page stood open too long, or cookies are off. Nothing was changed."""
    said = Text(
        "页面打开太久，或者浏览器没有启用 Cookie，这次提交没有办理；请返回上一页刷新后再提交",
        "the page stood open too long or cookies are off; nothing was done: go back, reload and send it again",
    )
    answer = refusal(request, Conflict(said))
    answer.status_code = 403
    return answer
