"""The organisation's own teachers in the pool."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.catalogue import pool
from yunpei.portals.organisation.course_forms import TeacherForm
from yunpei.portals.organisation.views.home import ROLES
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried


@page(*ROLES)
def listing(request: HttpRequest) -> HttpResponse:
    """Who is in the pool; put someone in."""
    by = actor(request)
    form = TeacherForm(request.POST or None)
    if request.method == "POST" and tried(form, lambda _given: pool.teacher_list(by=by, at=now(), **form.asked())):
        flash.say(request, _("教师已列入师资库。"))
        return redirect("organisation:teachers")
    values = {"form": form, "teachers": pool.teachers(organisation_id=by.organisation_id)}
    return render(request, "organisation/teachers.html", values)


@require_POST
@page(*ROLES)
def leave(request: HttpRequest, teacher: UUID) -> HttpResponse:
    """Take someone out."""
    by = actor(request)
    return act(
        request,
        lambda: pool.teacher_leave(public_id=str(teacher), by=by, at=now()),
        done=_("教师已移出师资库。"),
        back=reverse("organisation:teachers"),
    )
