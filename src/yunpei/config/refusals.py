"""What an action's refusal looks like to the browser: its status, and its sentence in the page `refused.html`.

A portal that shows the problems beside their fields catches Invalid itself; what it does not catch ends here.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import get_language

from yunpei.common.errors import Refused

TEMPLATE = "refused.html"


class RefusalMiddleware:
    """Turns common.errors.Refused into an answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do unless a view raises."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for a refusal; None for anything else, which is a fault of the program."""
        if not isinstance(error, Refused):
            return None
        text = error.text.in_language((get_language() or "zh")[:2])
        try:
            page = render_to_string(TEMPLATE, {"text": text, "status": error.status}, request=request)
        except TemplateDoesNotExist:
            return HttpResponse(text, status=error.status, content_type="text/plain; charset=utf-8")
        return HttpResponse(page, status=error.status)
