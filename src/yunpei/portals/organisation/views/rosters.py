"""The roster of a filing: its people a page at a time, a file put up, how far its check is and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import cast
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.casework import actions as casework
from yunpei.casework import queries
from yunpei.casework.types import CaseDetail, CaseKind
from yunpei.common.errors import NotFound
from yunpei.common.sheets.model import UnreadableFile
from yunpei.portals.organisation.forms import RosterForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, now, page, tried
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import queries as training
from yunpei.training.types import UploadFacts, UploadState

PER_PAGE = 100
BAD_PER_PAGE = 50


@page(*ROLES)
def roster(request: HttpRequest, number: str) -> HttpResponse:
    """Everyone on the roster; uploaded, a small file is taken or given back at once, a large one in the background."""
    found = _filing(request, number)
    form, put = RosterForm(request.POST or None, request.FILES or None), list[tuple[UploadFacts, bool]]()
    if request.method == "POST" and form.is_valid():
        upload = cast(TemporaryUploadedFile, form.cleaned_data["file"])
        path, name = Path(upload.temporary_file_path()), str(upload.name)
        by, at = actor(request), now()
        try:
            sound = tried(
                form,
                lambda _given: put.append(casework.roster_upload(number=number, path=path, name=name, by=by, at=at)),
            )
        except UnreadableFile as error:
            form.add_error("file", say(error.text))
            sound = False
        if sound:
            return _after(request, found, *put[0])
    values = {
        "case": found,
        "form": form,
        "lines": Paginator(training.RosterPages(found.roster_id), PER_PAGE).get_page(request.GET.get("page")),
        "upload": training.last_upload(number),
    }
    return render(request, "organisation/roster.html", values, status=422 if form.errors else 200)


def _after(request: HttpRequest, found: CaseDetail, upload: UploadFacts, new: bool) -> HttpResponse:
    """What is to be said at once is said; what takes longer has its page."""
    number = found.card.number
    if upload.state is UploadState.REFUSED:
        return _shown(request, found, upload, status=422)
    if upload.state is not UploadState.TAKEN:
        return redirect("organisation:roster_upload", number=number, upload=upload.public_id)
    if not new:
        flash.say(request, _("这就是现有花名册的那个文件：没有任何改动。"))
    else:
        flash.say(request, _("花名册已收下，共 %(n)d 人。") % {"n": upload.rows})
        for text in upload.warnings:
            flash.say(request, say(text), "warn")
    return redirect("organisation:filing", number=number)


@page(*ROLES)
def uploaded(request: HttpRequest, number: str, upload: UUID) -> HttpResponse:
    """How far a file is, then what came of it. The page asks again by itself until then, with a script or without."""
    found = _filing(request, number)
    facts, stopped = queries.roster_uploaded(number=number, upload=str(upload), by=actor(request))
    return _shown(request, found, facts, stopped=stopped)


def _shown(
    request: HttpRequest, found: CaseDetail, upload: UploadFacts, *, stopped: bool = False, status: int = 200
) -> HttpResponse:
    values = {
        "case": found,
        "upload": upload,
        "stopped": stopped,
        "running": not upload.ended and not stopped,
        "steps": _steps(upload),
        "rows": Paginator(upload.shown, BAD_PER_PAGE).get_page(request.GET.get("page")),
        "form": RosterForm(),
    }
    return render(request, "organisation/roster_upload.html", values, status=status)


def _steps(upload: UploadFacts) -> list[dict[str, str]]:
    at = {UploadState.WAITING: 1, UploadState.CHECKING: 1, UploadState.WRITING: 2}.get(upload.state, 3)
    counted = _("已检查 %(n)s 行") % {"n": f"{upload.rows:,}"}
    texts = [(_("上传"), ""), (_("逐行检查"), counted if upload.rows else ""), (_("整份收下"), "")]
    states = ["done" if place < at else "now" if place == at else "later" for place in range(len(texts))]
    return [{"text": text, "note": note, "state": state} for (text, note), state in zip(texts, states, strict=True)]


def _filing(request: HttpRequest, number: str) -> CaseDetail:
    found = queries.case(number=number, by=actor(request))
    if found.card.kind is not CaseKind.CLASS_FILING:
        raise NotFound
    return found
