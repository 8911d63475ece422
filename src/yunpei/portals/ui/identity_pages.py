"""Settings and identity checks of a class, as its organisation and the reviewing office see and do them alike.

The caller has found the class for its own audience; the rooms judge who may do what.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunpei.common.errors import NotFound
from yunpei.learning.class_asking import asking_set, settable
from yunpei.learning.identity import queries
from yunpei.learning.identity.appointments import appointment_hold
from yunpei.learning.identity.comparing import contest_settle, photo_judge, picture_look
from yunpei.people import queries as people
from yunpei.portals.ui import flash
from yunpei.portals.ui.identity_forms import AskingForm, HeldForm, filled
from yunpei.portals.ui.pages import act, actor, now, tried
from yunpei.training.types import ClassFacts

PER_PAGE = 20


def asking_page(request: HttpRequest, held: ClassFacts, template: str) -> HttpResponse:
    """What the class asks, why, and the form where it may be changed."""
    by, at = actor(request), now()
    can = settable(held, by=by, at=at)
    form = AskingForm(request.POST or None, initial=filled(can.rule))
    if request.method == "POST" and tried(
        form,
        lambda given: asking_set(class_id=held.id, asking=form.asking(), entry=given["entry"], by=by, at=at),
    ):
        flash.say(request, _("已保存，学员下次打开课程时起用。"))
        return redirect(request.path)
    values = {"held": held, "form": form, "can": can}
    return render(request, template, values, status=422 if form.errors else 200)


def checks_page(request: HttpRequest, held: ClassFacts, template: str) -> HttpResponse:
    """Appointments to be held, photos to be compared, what learners contest. Pictures come only when they are asked for."""
    found = Paginator(queries.PhotoPages(held.id), PER_PAGE).get_page(request.GET.get("page"))
    appointments = queries.appointments_of(held.id)
    people_ids = {one.person_id for one in found} | {one.person_id for one in appointments}
    rows = [(one, HeldForm(auto_id=f"{one.public_id}_%s")) for one in appointments]
    office = actor(request).has("officer_review")
    values = {"held": held, "found": found, "appointments": rows, "office": office, "who": people.persons(people_ids)}
    return render(request, template, values)


def checks_event(request: HttpRequest, held: ClassFacts, item: UUID, event: str, *, back: str) -> HttpResponse:
    """One button: judge a photo, settle what was contested, record an appointment."""
    by, at, given = actor(request), now(), request.POST
    reason = given.get("reason", "")
    where: dict[str, Any] = {"class_id": held.id, "by": by, "at": at}
    if event in ("same", "other"):
        same = event == "same"
        return act(
            request,
            lambda: photo_judge(check=item, same=same, reason=reason, **where),
            done=_("已记录：是本人。") if same else _("已记录：不是本人，当天学习不再计入，已通知学员。"),
            back=back,
        )
    if event in ("lift", "uphold"):
        lift = event == "lift"
        return act(
            request,
            lambda: contest_settle(check=item, lift=lift, reason=reason, **where),
            done=_("已恢复计入，已通知学员。") if lift else _("已维持，已通知学员。"),
            back=back,
        )
    if event == "held":
        form = HeldForm(given)
        if not form.is_valid():
            flash.say(request, _("请填写日期、时间、方式和结果。"), "bad")
            return redirect(back)
        return act(
            request,
            lambda: appointment_hold(appointment=item, **form.held(), **where),
            done=_("已记录预约核验。"),
            back=back,
        )
    raise NotFound


def picture(request: HttpRequest, held: ClassFacts, check: UUID, which: str) -> HttpResponse:
    """One picture of a check. It is kept nowhere on the way, and the look is recorded."""
    if which not in ("taken", "reference"):
        raise NotFound
    data = picture_look(class_id=held.id, check=check, reference=which == "reference", by=actor(request), at=now())
    return HttpResponse(data, content_type="image/jpeg", headers={"Cache-Control": "no-store"})
