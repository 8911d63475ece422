"""Signing in to a meeting on the spot with the code on the teacher's screen."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from yunpei.common.errors import Conflict
from yunpei.portals.learner.views.classes import person_of
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, now, page
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import attended, meetings
from yunpei.training import queries as classes

DEVICE = "yunpei-device"
A_YEAR = 366 * 24 * 3600


@page("learner")
def attend(request: HttpRequest, class_id: UUID, meeting_id: UUID) -> HttpResponse:
    """The field for the code, filled in where the QR code led here; the browser is marked, for it signs in one person."""
    by = actor(request)
    held, line = classes.class_of_learner(str(class_id), person_of(by))
    found = attended.meeting(meeting_id, class_id=held.id)
    device = _device(request)
    if request.method == "POST" and device:
        try:
            meetings.attend(
                meeting_id=found.id,
                person_id=person_of(by),
                code=request.POST.get("code", ""),
                device=device,
                address=request.META.get("REMOTE_ADDR", ""),
                by=by,
                at=now(),
            )
        except Conflict as refused:
            flash.say(request, say(refused.text), "bad")
        else:
            flash.say(request, _("签到成功。"))
        return redirect("learner:attend", class_id=class_id, meeting_id=meeting_id)
    if request.method == "POST":
        flash.say(request, _("请允许浏览器保存 Cookie，再签到一次。"), "warn")
    values = {
        "held": held,
        "meeting": found,
        "mine": attended.attendances(found.id).get(line.id),
        "code": request.GET.get("code", "")[:10],
    }
    answer = render(request, "learner/attend.html", values)
    if not device:
        mark = signing.dumps(get_random_string(22), salt=DEVICE)
        answer.set_cookie(DEVICE, mark, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return answer


def _device(request: HttpRequest) -> str:
    """The mark that this site put into the browser; empty where there is none, or one that we did not make."""
    try:
        return str(signing.loads(request.COOKIES.get(DEVICE, ""), salt=DEVICE))
    except signing.BadSignature:
        return ""
