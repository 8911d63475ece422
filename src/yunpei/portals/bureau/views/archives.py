"""The archive: cases found again, kept whatever their term, and handed to auditors. Numbers asked for never stand in an address."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yunpei.oversight.archives import actions, queries
from yunpei.oversight.archives.export import archive_export
from yunpei.oversight.archives.types import FoundCase
from yunpei.portals.bureau.archive_forms import ArchiveForm
from yunpei.portals.ui.pages import act, actor, now, page, tried


@page("officer_review", "officer_inspect")
@sensitive_post_parameters("id_number")
def search(request: HttpRequest) -> HttpResponse:
    """Find cases by class, person or company."""
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    found: list[FoundCase] = []
    if request.method == "POST":
        tried(form, lambda given: found.extend(queries.found_cases(by=actor(request), **given)))
    asked = request.method == "POST" and not form.errors
    return render(request, "bureau/archives.html", {"form": form, "found": found, "asked": asked})


@require_POST
@page("officer_inspect")
def export(request: HttpRequest) -> HttpResponse:
    """The dossiers of chosen cases, in one archive with their digests."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "archive.zip"
        archive_export(cases=request.POST.getlist("case"), out=out, by=actor(request), at=now())
        answer = HttpResponse(out.read_bytes(), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="archive.zip"'
    return answer


@require_POST
@page("officer_inspect")
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a case's papers whatever their term."""
    return act(
        request,
        lambda: actions.keep_place(case=number, why=request.POST.get("why", ""), by=actor(request), at=now()),
        done=_("已封存，期满也不销毁；由安全管理员解除。"),
        back=reverse("bureau:archives"),
    )
