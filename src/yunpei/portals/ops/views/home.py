"""What the site still lacks, the demo's clock, and whether the site is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.common import clock
from yunpei.common.errors import NotFound
from yunpei.people import queries
from yunpei.people.types import OfficeKind
from yunpei.portals.ops.forms import ClockForm
from yunpei.portals.ui import flash
from yunpei.portals.ui.pages import actor, now, page
from yunpei.portals.ui.templatetags.ui import moment

STEPS = (("1h", timedelta(hours=1)), ("1d", timedelta(days=1)), ("6d", timedelta(days=6)), ("30d", timedelta(days=30)))
WORDS = {
    "1h": gettext_lazy("前进1小时"),
    "1d": gettext_lazy("前进1天"),
    "6d": gettext_lazy("前进6天"),
    "30d": gettext_lazy("前进30天"),
}
# How many people a kind of office needs before a claim can go all the way: first and second review are two people's.
NEEDED = {OfficeKind.REVIEW: 2, OfficeKind.PAY: 1, OfficeKind.FINANCE: 1, OfficeKind.INSPECTION: 0}


@dataclass(frozen=True, slots=True)
class Desk:
    """One kind of office: how many there are, how many people in them, and whether that will do."""

    kind: OfficeKind
    offices: int
    people: int

    @property
    def enough(self) -> bool:
        """Whether a claim gets past this kind of office."""
        return self.people >= NEEDED[self.kind] and (self.offices > 0 or not NEEDED[self.kind])


@page("ops")
def home(request: HttpRequest) -> HttpResponse:
    """Offices, time and health."""
    form = ClockForm(initial={"to": now().astimezone(clock.SHANGHAI)})
    return render(request, "ops/home.html", _values(request, form))


@require_POST
@page("ops")
def clock_move(request: HttpRequest) -> HttpResponse:
    """Move the demo's clock, and do what its new day brings: classes begin and end, terms run out."""
    if not settings.YUNPEI_DEMO:
        raise NotFound
    step = dict(STEPS).get(request.POST.get("step", ""))
    if step is not None:
        return _moved(request, now() + step)
    form = ClockForm(request.POST)
    if not form.is_valid():
        return render(request, "ops/home.html", _values(request, form), status=422)
    return _moved(request, form.cleaned_data["to"])


def _moved(request: HttpRequest, to: datetime) -> HttpResponse:
    clock.move(to)
    flash.say(request, _("时钟已拨到 %(t)s。") % {"t": moment(to)})
    return redirect("ops:home")


def _desks(request: HttpRequest) -> list[Desk]:
    found, members = queries.offices(), queries.office_members(by=actor(request))
    return [
        Desk(
            kind,
            sum(1 for one in found if one.kind is kind),
            sum(members.get(one.id, 0) for one in found if one.kind is kind),
        )
        for kind in OfficeKind
    ]


def _values(request: HttpRequest, form: ClockForm) -> dict[str, Any]:
    return {
        "form": form,
        "demo": settings.YUNPEI_DEMO,
        "now": now(),
        "steps": WORDS.items(),
        "desks": _desks(request),
    }
