"""Records of study elsewhere, of one class: a platform's export, files bound to people, what was brought in, taken back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import actions as casework
from yunpei.common.errors import Refused
from yunpei.common.sheets.model import UnreadableFile
from yunpei.files import actions as files
from yunpei.files.types import DOCUMENTS, TABLES, FileKind
from yunpei.learning.records import actions, queries
from yunpei.learning.records.marked import write_marked
from yunpei.learning.records.table import RecordsRead
from yunpei.learning.records.types import Kind, Stated, Way
from yunpei.portals.organisation.record_forms import ExportForm, PapersForm
from yunpei.portals.organisation.views.classes import own
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, into_form, now, page, tried
from yunpei.portals.ui.records import shown
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts

PAPERS = DOCUMENTS | {FileKind.XLSX, FileKind.MP4}
PER_PAGE = 100
MOST_SHOWN = 100  # bad rows on the page; the marked file has them all


@page(*ROLES)
def listing(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """All that was brought in, and what it comes to for each person."""
    held = own(actor(request), class_id)
    return render(request, "organisation/records.html", {"held": held, **shown(held.id)})


@page(*ROLES)
def bring(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Upload an export; a sound one is taken over whole, of a bad one every bad row comes back with its reason."""
    held = own(actor(request), class_id)
    form = ExportForm(request.POST or None, request.FILES or None)
    read = None
    if request.method == "POST" and form.is_valid():
        try:
            file, read = _read(request, held, form.cleaned_data)
        except UnreadableFile as error:
            form.add_error("file", say(error.text))
        except Refused as refused:
            into_form(form, refused)
        else:
            if not read.bad and tried(form, lambda given: _take(request, held, given, file, read)):
                return redirect("organisation:records", class_id=class_id)
    values = {
        "held": held,
        "form": form,
        "read": read,
        "bad": read.bad_rows()[:MOST_SHOWN] if read else [],
        "marked": _marked(request, held, read) if read and read.bad else "",
    }
    return render(request, "organisation/records_import.html", values, status=422 if read or form.errors else 200)


@page(*ROLES)
def add(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """Bind screenshots, video or sign-in sheets to the people who are ticked."""
    held = own(actor(request), class_id)
    form = PapersForm(request.POST or None, request.FILES or None, initial=_known(request, held))
    if request.method == "POST" and tried(form, lambda given: _add(request, held, given), {"files": "papers"}):
        flash.say(request, _("已提交，人社部门逐人审核采信后计入课时。"))
        return redirect("organisation:records", class_id=class_id)
    people_of = Paginator(classes.roster_lines(held.roster_id), PER_PAGE).get_page(request.GET.get("page"))
    ticked = {
        line.id: request.POST.get(f"minutes_{line.id}", "")
        for line in people_of
        if str(line.id) in request.POST.getlist("line")
    }
    values = {"held": held, "form": form, "lines": people_of, "ticked": ticked}
    return render(request, "organisation/records_add.html", values, status=422 if form.errors else 200)


@require_POST
@page(*ROLES)
def void(request: HttpRequest, class_id: UUID, batch: UUID) -> HttpResponse:
    """Take back what was brought in, with the reason; it stays visible."""
    by, reason = actor(request), request.POST.get("reason", "")
    held = own(by, class_id)
    return act(
        request,
        lambda: actions.records_void(class_id=held.id, batch=batch, reason=reason, by=by, at=now()),
        done=_("已作废，不再计入课时。"),
        back=reverse("organisation:records", args=[class_id]),
    )


def _known(request: HttpRequest, held: ClassFacts) -> dict[str, Any]:
    """What the page that led here has filled in already: of a meeting whose sheet is handed in."""
    return {"first_day": held.starts_on, **request.GET.dict()}


def _read(request: HttpRequest, held: ClassFacts, given: dict[str, Any]) -> tuple[str, RecordsRead]:
    by, upload = actor(request), given["file"]
    kept = files.store(data=cast(BinaryIO, upload), name=upload.name or "", kinds=TABLES, by=by, at=now())
    found = queries.export_read(class_id=held.id, platform=given["platform"], file=kept.public_id, by=by)
    return kept.public_id, found


def _take(request: HttpRequest, held: ClassFacts, given: dict[str, Any], file: str, read: RecordsRead) -> None:
    brought = casework.records_import(
        class_id=held.id,
        platform=given["platform"],
        channel=given["channel"],
        file=file,
        rows=read.records,
        by=actor(request),
        at=now(),
    )
    if brought.again:
        flash.say(request, _("这份文件已经导入过，没有改动。"), "info")
        return
    said = _("已导入 %(rows)d 条记录，共 %(people)d 人。") % {"rows": brought.rows, "people": brought.people}
    flash.say(request, said)
    for text in read.warnings:
        flash.say(request, say(text), "warn")


def _marked(request: HttpRequest, held: ClassFacts, read: RecordsRead) -> str:
    """The same table with its faults coloured, kept as the organisation's own file; its public id."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "marked.xlsx"
        write_marked(place, read)
        name = f"{held.number}-{_('学习记录-已标错')}.xlsx"
        kept = files.store(data=place.read_bytes(), name=name, kinds={FileKind.XLSX}, by=actor(request), at=now())
    return kept.public_id


def _add(request: HttpRequest, held: ClassFacts, given: dict[str, Any]) -> None:
    by, at = actor(request), now()
    stated = list(_stated(request, given))
    kept = [
        files.store(data=cast(BinaryIO, one), name=one.name or "", kinds=PAPERS, by=by, at=at)
        for one in request.FILES.getlist("papers")
    ]
    casework.records_add(
        class_id=held.id,
        kind=Kind(given["kind"]),
        way=Way(given["way"]),
        channel=given["channel"],
        files=[one.public_id for one in kept],
        stated=stated,
        note=given["note"],
        by=by,
        at=at,
    )


def _stated(request: HttpRequest, given: dict[str, Any]) -> Iterable[Stated]:
    """What is stated for each person ticked; no number, or none that is one, is left to be refused with a sentence."""
    first, last = cast(date, given["first_day"]), cast(date, given["last_day"])
    for line in request.POST.getlist("line"):
        own_minutes = request.POST.get(f"minutes_{line}", "").strip()
        minutes = own_minutes or str(given["minutes"] or 0)
        if line.isdecimal():
            yield Stated(int(line), first, last, int(minutes) if minutes.isdecimal() and len(minutes) < 7 else 0)
