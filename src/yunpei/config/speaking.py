"""The rooms speak the language of the page that they are asked for: what they say in both, `str()` gives in that one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from yunpei.common.language import speaking


class SpeakingMiddleware:
    """Stands behind Django's LocaleMiddleware, which has read the visitor's cookie or browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that is active."""
        with speaking("en" if (get_language() or "").startswith("en") else "zh"):
            return self.get_response(request)
