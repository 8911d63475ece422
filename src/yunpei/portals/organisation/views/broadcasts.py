"""Live lessons of a class (直播): announced, the encoder's address, whether anything arrives, ended, called off."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.catalogue import pool
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.types import LessonKind
from yunpei.common.errors import NotFound, Refused
from yunpei.learning.live import actions as room
from yunpei.learning.live import queries
from yunpei.learning.live.types import BroadcastFacts
from yunpei.portals.organisation.live_forms import AnnounceForm
from yunpei.portals.organisation.views.classes import own
from yunpei.portals.organisation.views.home import TEACHING
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training.types import ClassFacts


@page(*TEACHING)
def listing(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """All live lessons of a class, and the form for another."""
    by = actor(request)
    held = own(by, class_id)
    lessons = [one for one in catalogue.lessons(held.course_id) if one.kind is LessonKind.LIVE]
    form = AnnounceForm(request.POST or None, lessons=lessons, teachers=pool.teachers(live=True))
    if request.method == "POST" and tried(
        form, lambda _given: room.broadcast_announce(class_id=held.id, given=form.announcement(), by=by, at=now())
    ):
        flash.say(request, _("直播已预告，学员在班级页面可以看到。"))
        return redirect("organisation:broadcasts", class_id=class_id)
    return _shown(request, held, {"form": form if lessons else None}, status=422 if form.errors else 200)


@require_POST
@page(*TEACHING)
def event(request: HttpRequest, class_id: UUID, broadcast: UUID, event: str) -> HttpResponse:
    """Make the encoder's address anew, end it, or call it off."""
    by = actor(request)
    held = own(by, class_id)
    found = queries.broadcast(broadcast, class_id=held.id)
    if event == "key":
        return _key(request, held, found)
    back = reverse("organisation:broadcasts", args=[class_id])
    if event == "end":
        done = _("直播已结束，正在生成录像。")
        return act(request, lambda: room.broadcast_end(broadcast_id=found.id, by=by, at=now()), done=done, back=back)
    if event == "void":
        reason = request.POST.get("reason", "")
        return act(
            request,
            lambda: room.broadcast_void(broadcast_id=found.id, reason=reason, by=by, at=now()),
            done=_("直播已取消，可以另行预告。"),
            back=back,
        )
    raise NotFound


def _key(request: HttpRequest, held: ClassFacts, found: BroadcastFacts) -> HttpResponse:
    """The address with its key is in this answer alone: nobody can read it again, only make another."""
    try:
        key = room.broadcast_key(broadcast_id=found.id, by=actor(request), at=now())
    except Refused as refused:
        flash.say(request, say(refused.text), "bad")
        return redirect("organisation:broadcasts", class_id=held.public_id)
    address = request.build_absolute_uri(f"/live/{key}/live.m3u8")
    answer = _shown(request, held, {"address": address, "of": found})
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(request: HttpRequest, held: ClassFacts, more: dict[str, object], status: int = 200) -> HttpResponse:
    at = now()
    found = [(one, one.stage(at), one.arrives(at)) for one in queries.broadcasts(held.id)]
    return render(request, "organisation/broadcasts.html", {"held": held, "found": found, **more}, status=status)
