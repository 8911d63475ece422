"""A course's question bank from a spreadsheet: taken over whole, or given back with every fault."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yunpei.catalogue import bank_actions, queries
from yunpei.catalogue.bank_sheet import EXAMPLES, HEADERS, SHOWN, BankRead, read_bank, write_marked
from yunpei.catalogue.states import COURSE
from yunpei.catalogue.types import CourseFacts
from yunpei.common.errors import Refused
from yunpei.common.sheets.model import UnreadableFile
from yunpei.common.sheets.write import write_xlsx
from yunpei.files import actions as files
from yunpei.files import queries as stored
from yunpei.files.types import MEDIA_TYPES, TABLES, FileKind
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.organisation.views.lessons import own
from yunpei.portals.ui import flash
from yunpei.portals.ui.forms import PlainForm, Upload
from yunpei.portals.ui.pages import actor, into_form, now, page
from yunpei.portals.ui.serving import served
from yunpei.portals.ui.templatetags.ui import say

MOST_SHOWN = 100  # bad rows on the page; the marked file has them all


class BankForm(PlainForm):
    """The sheet."""

    file = Upload(
        label=_lazy("题库表格"),
        accept=".xlsx,.csv",
        help_text=_lazy("xlsx 或 CSV，至少有：题型、题目、选项A…、答案；还可以有分值、章节、难度、允许误差、课时序号"),
    )


@page(*ROLES)
def bring(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Upload a sheet of questions for a draft: all of them are added, or every bad row is told and nothing is."""
    by = actor(request)
    held = own(by, course_id)
    COURSE.row(held.state, "change")
    form = BankForm(request.POST or None, request.FILES or None)
    read = None
    if request.method == "POST" and form.is_valid():
        try:
            read = _read(request, held, cast(BinaryIO, form.cleaned_data["file"]))
            if not read.bad:
                added = bank_actions.questions_import(course_id=held.id, rows=read.rows, by=by, at=now())
                said = _("已导入 %(n)d 题，其余 %(m)d 题题库里已有。") % {"n": added, "m": len(read.rows) - added}
                flash.say(request, said)
                return redirect("organisation:course", course_id=course_id)
        except UnreadableFile as error:
            form.add_error("file", say(error.text))
        except Refused as refused:
            into_form(form, refused)
    bad = read.bad_rows() if read else []
    marked = _marked(request, held, read) if read and bad else ""
    values = {"course": held, "form": form, "bad": bad[:MOST_SHOWN], "count": len(bad), "marked": marked}
    return render(request, "organisation/bank_import.html", values, status=422 if bad or form.errors else 200)


@page(*ROLES)
def example(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """A sheet with one question of each kind, to be filled in."""
    own(actor(request), course_id)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "bank.xlsx"
        write_xlsx(place, [HEADERS[name] for name in SHOWN], EXAMPLES)
        answer = HttpResponse(place.read_bytes(), content_type=MEDIA_TYPES[FileKind.XLSX])
    answer["Content-Disposition"] = 'attachment; filename="questions.xlsx"'
    return answer


@page(*ROLES)
def marked(request: HttpRequest, course_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The sheet given back with its faults coloured."""
    by = actor(request)
    own(by, course_id)
    return served(request, str(stored.file_seen(file_id, by=by).public_id), download=True)


def _read(request: HttpRequest, held: CourseFacts, upload: BinaryIO) -> BankRead:
    kept = files.store(data=upload, name=upload.name or "", kinds=TABLES, by=actor(request), at=now())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"bank.{kept.kind}"  # a reader goes by the ending
        place.symlink_to(stored.path(stored.file(kept.public_id)))
        return read_bank(place, lessons=len(queries.lessons(held.id)))


def _marked(request: HttpRequest, held: CourseFacts, read: BankRead) -> str:
    """Kept as the organisation's own file; its public id."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "marked.xlsx"
        write_marked(place, read)
        name = f"{held.title}-{_('题库-已标错')}.xlsx"
        kept = files.store(data=place.read_bytes(), name=name, kinds={FileKind.XLSX}, by=actor(request), at=now())
    return kept.public_id
