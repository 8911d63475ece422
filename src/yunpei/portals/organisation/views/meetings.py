"""Meetings on the spot (面授): planned, the code on the teacher's screen, who was there, photos and video, voiding."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.casework import queries as casework
from yunpei.common.actor import Actor
from yunpei.common.clock import SHANGHAI, day_of
from yunpei.common.errors import NotFound
from yunpei.common.sheets.model import Cell
from yunpei.common.sheets.write import write_xlsx
from yunpei.files import actions as files
from yunpei.files.types import MEDIA_TYPES, FileKind
from yunpei.portals.organisation.meeting_forms import MeetingForm
from yunpei.portals.organisation.views.classes import own
from yunpei.portals.organisation.views.home import ROLES, TEACHING
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.qr import picture
from yunpei.training import attended
from yunpei.training import meetings as room
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts, MeetingFacts, Mode

PICTURES = frozenset({FileKind.JPG, FileKind.PNG, FileKind.MP4})
PER_PAGE = 100


@page(*TEACHING)
def listing(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """All meetings of a class beside what its plan promises, and the form for another."""
    by = actor(request)
    held = _on_the_spot(by, class_id)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and tried(
        form, lambda _given: room.meeting_plan(class_id=held.id, plan=form.plan(), by=by, at=now())
    ):
        flash.say(request, _("面授已安排，学员在班级页面可以看到。"))
        return redirect("organisation:meetings", class_id=class_id)
    found = attended.meetings(held.id)
    standing = [one for one in found if one.voided_at is None]
    seconds = sum((one.ends_at - one.starts_at).total_seconds() for one in standing)
    values = {
        "held": held,
        "case": casework.case(number=held.case_number, by=by) if by.has(*ROLES) else None,  # no teacher's
        "meetings": found,
        "hours": int(seconds // held.hour.seconds),
        "form": form,
    }
    return render(request, "organisation/meetings.html", values, status=422 if form.errors else 200)


@page(*TEACHING)
def meeting(request: HttpRequest, class_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Who was there, the photos and video, and what can be voided."""
    held, found = _of(actor(request), class_id, meeting_id)
    there = attended.attendances(found.id)
    lines = Paginator(classes.RosterPages(held.roster_id), PER_PAGE).get_page(request.GET.get("page"))
    day = day_of(found.starts_at).isoformat()
    minutes = int((found.ends_at - found.starts_at).total_seconds() // 60)
    known = {"kind": "sheet", "way": "offline", "channel": found.place, "first_day": day, "last_day": day}
    values = {
        "held": held,
        "meeting": found,
        "lines": lines,
        "rows": [(line, there.get(line.id)) for line in lines],
        "paper": urlencode({**known, "minutes": minutes}),
        "begun": found.starts_at <= now(),
    }
    return render(request, "organisation/meeting.html", values)


@page(*TEACHING)
def screen(request: HttpRequest, class_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The teacher's screen: digits and QR code, new every ten seconds, and how many are in."""
    by = actor(request)
    held, found = _of(by, class_id, meeting_id)
    code = room.screen_code(meeting_id=found.id, by=by, at=now())
    address = request.build_absolute_uri(reverse("learner:attend", args=[class_id, meeting_id]))
    qr = picture(f"{address}?{urlencode({'code': code})}") if code else ""
    values = {"held": held, "meeting": found, "code": code, "qr": qr}
    answer = render(request, "organisation/meeting_screen.html", values)
    answer["Cache-Control"] = "no-store"
    return answer


@page(*TEACHING)
def sheet(request: HttpRequest, class_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The roster as a sheet to sign on paper, with who has signed in by the code."""
    held, found = _of(actor(request), class_id, meeting_id)
    there = attended.attendances(found.id)
    header = [_("序号"), _("姓名"), _("身份证号码"), _("扫码签到"), _("本人签名")]
    rows: list[list[Cell]] = [
        [n, line.name, line.id_masked, _came(there.get(line.id)), ""]
        for n, line in enumerate(classes.roster_lines(held.roster_id), start=1)
    ]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "sheet.xlsx"
        write_xlsx(place, header, rows)
        answer = HttpResponse(place.read_bytes(), content_type=MEDIA_TYPES[FileKind.XLSX])
    answer["Content-Disposition"] = f'attachment; filename="sheet-{day_of(found.starts_at)}.xlsx"'
    return answer


@require_POST
@page(*TEACHING)
def event(request: HttpRequest, class_id: UUID, meeting_id: UUID, event: str) -> HttpResponse:
    """Add photos or video; void the meeting, one person's attendance, or a picture."""
    held, found = _of(actor(request), class_id, meeting_id)
    if event not in _EVENTS:
        raise NotFound
    done, action = _EVENTS[event]
    back = reverse("organisation:meeting", args=[held.public_id, found.public_id])
    return act(request, lambda: action(request, found), done=done(), back=back)


def _add(request: HttpRequest, found: MeetingFacts) -> None:
    by, at = actor(request), now()
    for one in request.FILES.getlist("pictures"):
        kept = files.store(data=cast(BinaryIO, one), name=one.name or "", kinds=PICTURES, by=by, at=at)
        room.meeting_file(meeting_id=found.id, file=kept.public_id, by=by, at=at)


def _void(request: HttpRequest, found: MeetingFacts) -> None:
    room.meeting_void(meeting_id=found.id, reason=request.POST.get("reason", ""), by=actor(request), at=now())


def _void_person(request: HttpRequest, found: MeetingFacts) -> None:
    line, reason = request.POST.get("line", ""), request.POST.get("reason", "")
    line_id = int(line) if line.isdecimal() else 0
    room.attendance_void(meeting_id=found.id, line_id=line_id, reason=reason, by=actor(request), at=now())


def _void_file(request: HttpRequest, found: MeetingFacts) -> None:
    file, reason = request.POST.get("file", ""), request.POST.get("reason", "")
    if file not in found.files:
        raise NotFound
    room.meeting_file_void(meeting_id=found.id, file=file, reason=reason, by=actor(request), at=now())


_EVENTS: dict[str, tuple[Callable[[], str], Callable[[HttpRequest, MeetingFacts], None]]] = {
    "add": (lambda: _("照片、视频已保存。"), _add),
    "void": (lambda: _("这次面授已作废，不计课时。"), _void),
    "void-person": (lambda: _("该学员这次签到已作废。"), _void_person),
    "void-file": (lambda: _("文件已作废。"), _void_file),
}


def _on_the_spot(by: Actor, class_id: UUID) -> ClassFacts:
    """The organisation's class, unless it is online alone. Raises NotFound."""
    held = own(by, class_id)
    if held.mode is Mode.ONLINE:
        raise NotFound
    return held


def _of(by: Actor, class_id: UUID, meeting_id: UUID) -> tuple[ClassFacts, MeetingFacts]:
    held = _on_the_spot(by, class_id)
    return held, attended.meeting(meeting_id, class_id=held.id)


def _came(mine: Any) -> str:
    if mine is None or mine.voided_at is not None:
        return ""
    return f"{mine.at.astimezone(SHANGHAI):%H:%M:%S}"
