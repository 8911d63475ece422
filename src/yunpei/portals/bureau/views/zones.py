"""Zones of the public catalogue: set up, changed, extended, ended early; the courses in them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.zones import actions, queries
from yunpei.common.clock import day_of
from yunpei.portals.bureau.zone_forms import ZoneCourseForm, ZoneForm, written
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import act, actor, now, page, tried

KEEPER = "officer_review"
LONGEST = 100


@page(KEEPER)
def listing(request: HttpRequest) -> HttpResponse:
    """Every zone that the actor keeps; set one up."""
    return _listing(request, ZoneForm())


@require_POST
@page(KEEPER)
def new(request: HttpRequest) -> HttpResponse:
    """Set a zone up."""
    by, form, made = actor(request), ZoneForm(request.POST), list[str]()
    if tried(form, lambda _given: made.append(actions.zone_open(given=form.given(), by=by, at=now()))):
        flash.say(request, _("专区已设立，请加入课程。"))
        return redirect("bureau:zone", zone=made[0])
    return _listing(request, form)


def _listing(request: HttpRequest, form: ZoneForm) -> HttpResponse:
    by = actor(request)
    values = {"zones": queries.kept_zones(by=by), "form": form, "today": day_of(now())}
    return render(request, "bureau/zones.html", values, status=422 if form.is_bound else 200)


@page(KEEPER)
def zone(request: HttpRequest, zone: UUID) -> HttpResponse:
    """One zone with its courses; change it."""
    if request.method != "POST":
        return _zone(request, zone)
    by, form = actor(request), ZoneForm(request.POST)
    if tried(form, lambda _given: actions.zone_change(zone=str(zone), given=form.given(), by=by, at=now())):
        flash.say(request, _("专区已更改。"))
        return redirect("bureau:zone", zone=zone)
    return _zone(request, zone, form=form)


@require_POST
@page(KEEPER)
def end(request: HttpRequest, zone: UUID) -> HttpResponse:
    """End a zone before its last day."""
    reason = request.POST.get("reason", "")
    return act(
        request,
        lambda: actions.zone_end(zone=str(zone), reason=reason, by=actor(request), at=now()),
        done=_("专区已提前结束。"),
        back=reverse("bureau:zone", args=[zone]),
    )


@require_POST
@page(KEEPER)
def course_put(request: HttpRequest, zone: UUID) -> HttpResponse:
    """Put a course in, one of those that the words in the address find."""
    by = actor(request)
    queries.kept_zone(str(zone), by=by)
    form = ZoneCourseForm(request.POST, found=catalogue.in_catalogue(words=_words(request)).courses)
    if tried(form, lambda given: actions.course_put(zone=str(zone), by=by, at=now(), **given)):
        flash.say(request, _("课程已加入专区。"))
        return redirect("bureau:zone", zone=zone)
    return _zone(request, zone, course_form=form)


@require_POST
@page(KEEPER)
def course_remove(request: HttpRequest, zone: UUID, line: UUID) -> HttpResponse:
    """Take a course out."""
    return act(
        request,
        lambda: actions.course_remove(zone=str(zone), line=str(line), by=actor(request), at=now()),
        done=_("课程已移出专区。"),
        back=reverse("bureau:zone", args=[zone]),
    )


def _zone(
    request: HttpRequest, zone: UUID, *, form: ZoneForm | None = None, course_form: ZoneCourseForm | None = None
) -> HttpResponse:
    by = actor(request)
    held = queries.kept_zone(str(zone), by=by)
    found = catalogue.in_catalogue(words=_words(request)).courses
    values = {
        "zone": held,
        "courses": queries.free_courses(held.id),
        "words": _words(request),
        "form": form or ZoneForm(initial=written(held.given)),
        "course_form": course_form or (ZoneCourseForm(found=found) if found else None),
        "today": day_of(now()),
    }
    return render(request, "bureau/zone.html", values, status=422 if form or course_form else 200)


def _words(request: HttpRequest) -> str:
    return request.GET.get("words", "")[:LONGEST].strip()
