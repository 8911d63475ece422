"""The two directories as they stood on any day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunpei.catalogue import directories
from yunpei.catalogue.types import Directory
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.portals.ui.pages import now, page

LONGEST = 100


@page()
def listing(request: HttpRequest, directory: str) -> HttpResponse:
    """What stands in one directory on the day asked for, today's without one."""
    if directory not in set(Directory):
        raise NotFound
    which = Directory(directory)
    words = request.GET.get("words", "")[:LONGEST]
    kind = request.GET.get("kind", "")
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = day_of(now())
    values = {
        "directory": which,
        "directories": list(Directory),
        "entries": directories.entries_on(which, on=on, words=words, kind=kind),
        "batches": directories.batches(which),
        "kinds": directories.KINDS[which],
        "asked": {"words": words, "kind": kind, "on": on.isoformat()},
    }
    return render(request, "public/directory.html", values)
