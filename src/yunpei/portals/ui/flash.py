"""One sentence from one request to the next page of the same person. django.contrib.messages has our room's label."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

KEY = "flash"


def say(request: HttpRequest, text: Any, tone: str = "good") -> None:
    """Show a sentence on the next page. tone: good, warn, bad or info. Never for ID numbers: sessions are stored."""
    request.session[KEY] = [*request.session.get(KEY, []), [str(text), tone]]


def taken(request: HttpRequest) -> list[tuple[str, str]]:
    """What there is to show, and forget it."""
    session = getattr(request, "session", None)
    if not session or KEY not in session:
        return []
    return [(text, tone) for text, tone in session.pop(KEY)]
