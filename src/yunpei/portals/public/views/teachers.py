"""The teachers' pool, for everyone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunpei.catalogue import pool
from yunpei.portals.ui.labels import WORDS
from yunpei.portals.ui.pages import page

LONGEST = 60


@page()
def listing(request: HttpRequest) -> HttpResponse:
    """Teachers by name, trade and honour."""
    asked = {name: request.GET.get(name, "")[:LONGEST].strip() for name in ("words", "honour")}
    values = {
        "asked": asked,
        "teachers": pool.teachers(words=asked["words"], honour=asked["honour"]),
        "honours": list(WORDS["honour"].items()),
    }
    return render(request, "public/teachers.html", values)
