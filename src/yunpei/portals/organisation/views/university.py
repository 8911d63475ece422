"""The organisation's online university: how it is getting on by department, and its courses."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import CourseKind
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.common.sheets.write import write_xlsx
from yunpei.files.types import MEDIA_TYPES, FileKind
from yunpei.learning import university as learned
from yunpei.portals.organisation.university_forms import PickForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, back_to, now, page
from yunpei.portals.ui.paging import number_of, page_of
from yunpei.portals.ui.templatetags.ui import moment
from yunpei.training.university import actions, queries
from yunpei.training.university.types import UniversityFacts

PER_PAGE = 20
LONGEST = 100


@page(*ROLES)
def home(request: HttpRequest) -> HttpResponse:
    """Departments with their progress, and the courses of the programme."""
    held = university_of(actor(request))
    picks = queries.picks(held.id) if held else []
    values = {
        "departments": learned.by_department(learned.staff_progress(held)) if held else [],
        "picks": [(one, PickForm.of(one)) for one in picks],
        "today": day_of(now()),
    }
    return render(request, "organisation/university.html", values)


@page(*ROLES)
def courses(request: HttpRequest) -> HttpResponse:
    """Courses to choose from: the public catalogue by words and kind, and the organisation's own."""
    by = actor(request)
    asked = {name: request.GET.get(name, "")[:LONGEST].strip() for name in ("words", "kind")}
    at = number_of(request)
    found = catalogue.in_catalogue(**asked, start=(at - 1) * PER_PAGE, limit=PER_PAGE)
    own = [one for one in catalogue.courses_open_to({by.organisation_id or 0}) if one.provider_id == by.organisation_id]
    held = university_of(by)
    values = {
        "asked": asked,
        "found": found,
        "pages": page_of(found, at, PER_PAGE),
        "kinds": list(CourseKind),
        "own": [one for one in own if not one.public],
        "picked": {one.course.id for one in queries.picks(held.id)} if held else set(),
    }
    return render(request, "organisation/university_courses.html", values)


@require_POST
@page(*ROLES)
def course(request: HttpRequest, course_id: UUID, event: str) -> HttpResponse:
    """Put a course into the programme, change how it stands there, or take it out."""
    by = actor(request)
    found = catalogue.course_by_public_id(str(course_id))
    back = back_to(request, reverse("organisation:university"))
    if event == "drop":
        return act(
            request,
            lambda: actions.course_drop(course_id=found.id, by=by, at=now()),
            done=_("“%(title)s”已移出网上大学；已学的时间仍保留在学习回执里。") % {"title": found.title},
            back=back,
        )
    if event != "set":
        raise NotFound
    form = PickForm(request.POST)
    if not form.is_valid():
        for texts in form.errors.values():
            flash.say(request, _("；").join(map(str, texts)), "bad")
        return redirect(back)
    return act(
        request,
        lambda: actions.course_pick(course_id=found.id, by=by, at=now(), **form.asked()),
        done=_("“%(title)s”已在网上大学。") % {"title": found.title},
        back=back,
    )


@page(*ROLES)
def table(request: HttpRequest) -> HttpResponse:
    """Everyone's progress as a workbook."""
    held = university_of(actor(request))
    header = [
        _("部门"),
        _("姓名"),
        _("身份证号码"),
        _("岗位"),
        _("学完课程"),
        _("要求课程"),
        _("计入分钟"),
        _("最近学习"),
    ]
    rows = [
        (
            one.staff.department,
            one.staff.name,
            one.staff.id_masked,
            one.staff.post,
            one.finished,
            one.counted,
            one.credited_ms // 60_000,
            moment(one.seen_at) if one.seen_at else "",
        )
        for one in (learned.staff_progress(held) if held else ())
    ]
    with tempfile.TemporaryDirectory(prefix="yunpei-university-") as folder:
        place = Path(folder) / "university.xlsx"
        write_xlsx(place, header, rows)
        answer = HttpResponse(place.read_bytes(), content_type=MEDIA_TYPES[FileKind.XLSX])
    answer["Content-Disposition"] = f'attachment; filename="university-{day_of(now())}.xlsx"'
    return answer


def university_of(by: Actor) -> UniversityFacts | None:
    """The actor's own; None before anything was put into it."""
    return queries.university_of(by.organisation_id or 0)
