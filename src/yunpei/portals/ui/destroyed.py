"""A case's file, or, where a purge took it away, the page that says so: when, under which proof, what it was."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from yunpei.common.errors import NotFound
from yunpei.oversight.archives.queries import destroyed


def or_destroyed(
    request: HttpRequest, number: str, file_id: str, answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """What `answer` gives of a file of a case that the caller may see. Raises NotFound where it is not there and never was the case's."""
    try:
        return answer()
    except NotFound:
        gone = destroyed(file=file_id, case=number)
        if gone is None:
            raise
    return render(request, "ui/destroyed.html", {"gone": gone}, status=410)
