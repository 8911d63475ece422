"""The staff of the organisation's university: who is on the list and how far, brought in, moved, taken off."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.sheets.model import UnreadableFile
from yunpei.learning import university as learned
from yunpei.portals.organisation.university_forms import FromClassForm, StaffForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.organisation.views.university import university_of
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, back_to, now, page, tried
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import queries as training
from yunpei.training import roster as sheets
from yunpei.training import rosters as checking
from yunpei.training.roster import BadRow, RosterRead
from yunpei.training.types import RosterRow
from yunpei.training.university import actions, queries
from yunpei.training.university.types import StaffChanges

PER_PAGE = 50
MOST = 5000  # people of one sheet: larger firms bring their departments one after another


@page(*ROLES)
def listing(request: HttpRequest) -> HttpResponse:
    """Everyone on the list, or in one department, with their progress."""
    held = university_of(actor(request))
    department = request.GET.get("department") or None
    found = learned.staff_progress(held, department=department) if held else []
    values = {
        "departments": queries.departments(held.id) if held else {},
        "department": department,
        "rows": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "organisation/university_staff.html", values)


@require_POST
@page(*ROLES)
def event(request: HttpRequest, event: str) -> HttpResponse:
    """Move the people who were ticked to a department, or take them off the list."""
    by, at, staff = actor(request), now(), request.POST.getlist("staff")
    back = back_to(request, reverse("organisation:university_staff"))
    if event == "leave":
        done = _("已移出职工名单 %(n)d 人；已学的时间仍保留在学习回执里。") % {"n": len(staff)}
        return act(request, lambda: actions.staff_leave(staff=staff, by=by, at=at), done=done, back=back)
    if event != "move":
        raise NotFound
    department = request.POST.get("department", "")
    done = _("已调整 %(n)d 人的部门。") % {"n": len(staff)}
    return act(
        request,
        lambda: actions.staff_move(staff=staff, department=department, by=by, at=at),
        done=done,
        back=back,
    )


@page(*ROLES)
def add(request: HttpRequest) -> HttpResponse:
    """Bring people in by a sheet, all of it or nothing, or from a class that was filed."""
    by, at = actor(request), now()
    classes = training.classes_of_organisation(by.organisation_id or 0)
    from_class = "class_id" in request.POST
    form = StaffForm(None if from_class else request.POST or None, request.FILES or None)
    class_form = FromClassForm(request.POST if from_class else None, classes=classes)
    made, bad = list[StaffChanges](), list[BadRow]()
    if from_class:
        tried(class_form, lambda given: made.append(actions.staff_from_class(by=by, at=at, **given)))
    elif request.method == "POST" and form.is_valid():
        read, rows = _read(form, by, at)
        bad = read.bad_rows() if read else []
        if read and not bad:
            tried(form, lambda _given: made.append(actions.staff_put(rows=rows, by=by, at=at)), {"rows": "file"})
    if made:
        said = _("新增 %(a)d 人，改动 %(b)d 人，不变 %(c)d 人。")
        flash.say(request, said % {"a": made[0].added, "b": made[0].changed, "c": made[0].same})
        return redirect("organisation:university_staff")
    values = {
        "form": form,
        "class_form": class_form,
        "classes": classes,
        "bad": bad[: sheets.MOST_SHOWN],
        "count": len(bad),
    }
    refused = bad or form.errors or class_form.errors
    return render(request, "organisation/university_staff_add.html", values, status=422 if refused else 200)


def _read(form: StaffForm, by: Actor, at: datetime) -> tuple[RosterRead | None, list[RosterRow]]:
    """The sheet's people with every fault; None where it is no such sheet at all: the form says why."""
    path = Path(cast(TemporaryUploadedFile, form.cleaned_data["file"]).temporary_file_path())
    try:
        if sheets.larger_than(path, MOST, sheets.STAFF):
            form.add_error("file", _("一份名单最多 %(n)d 人；请按部门分几份上传。") % {"n": MOST})
            return None, []
        read, pieces = sheets.open_roster(path, first_day=day_of(at), shape=sheets.STAFF)
        rows = [one for piece in pieces for one in piece]
    except UnreadableFile as error:
        form.add_error("file", say(error.text))
        return None, []
    checking.check_names(read, rows, organisation_id=by.organisation_id or 0)
    return read, rows
