"""Refusals reach the browser with their own status and sentence; faults are not hidden."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Refused
from yunpei.common.language import Text
from yunpei.config import refusals

TEXT = Text("开班日期已过", "the class has begun")


@pytest.fixture(autouse=True)
def _no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "TEMPLATE", "there-is-none.html")


@pytest.mark.parametrize(
    ("error", "status"),
    [(NotFound(), 404), (Forbidden(), 403), (Conflict(TEXT), 409), (Invalid([Problem("start", TEXT)]), 422)],
)
def test_each_has_its_status_and_language(rf: RequestFactory, error: Refused, status: int) -> None:
    middleware = refusals.RefusalMiddleware(lambda _: HttpResponse())
    for language, said in (("zh-hans", error.text.zh), ("en", error.text.en)):
        with translation.override(language):
            answer = middleware.process_exception(rf.get("/"), error)
        assert answer is not None
        assert (answer.status_code, answer.content.decode()) == (status, said)


def test_a_fault_stays_a_fault(rf: RequestFactory) -> None:
    assert refusals.RefusalMiddleware(lambda _: HttpResponse()).process_exception(rf.get("/"), KeyError("x")) is None
