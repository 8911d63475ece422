"""What every answer tells the browser."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from yunpei.config.security import CONTENT_SECURITY_POLICY, HEADERS, SecurityHeaders


@pytest.mark.parametrize("address", ["/healthz", "/there-is-no-such-page"])
@pytest.mark.django_db
def test_headers_are_on_pages_that_are_there_and_pages_that_are_not(client: Client, address: str) -> None:
    answer = client.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    for loophole in ("unsafe", "*", "http"):
        assert loophole not in CONTENT_SECURITY_POLICY
    # Parts of a film, put together by the player itself; nothing that runs.
    assert [part for part in CONTENT_SECURITY_POLICY.split("; ") if "blob:" in part] == ["media-src 'self' blob:"]
    assert [part for part in CONTENT_SECURITY_POLICY.split("; ") if "data:" in part] == ["img-src 'self' data:"]


def answered(request: HttpRequest, given: HttpResponse) -> HttpResponse:
    return SecurityHeaders(lambda _: given)(request)


def test_pages_of_a_session_are_kept_nowhere(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert "Cache-Control" not in answered(request, HttpResponse()).headers
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert answered(request, HttpResponse()).headers["Cache-Control"] == "private, no-store"


def test_a_view_may_know_better(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    video = HttpResponse(headers={"Cache-Control": "private, max-age=3600"})
    assert answered(request, video).headers["Cache-Control"] == "private, max-age=3600"
