"""The demo's clock, and whether the site is well."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yunpei.common import clock
from yunpei.common.errors import NotFound
from yunpei.portals.ui import flash
from yunpei.portals.ui.forms import PlainForm
from yunpei.portals.ui.pages import now, page
from yunpei.portals.ui.templatetags.ui import moment

STEPS = (("1h", timedelta(hours=1)), ("1d", timedelta(days=1)), ("6d", timedelta(days=6)), ("30d", timedelta(days=30)))
WORDS = {
    "1h": gettext_lazy("前进1小时"),
    "1d": gettext_lazy("前进1天"),
    "6d": gettext_lazy("前进6天"),
    "30d": gettext_lazy("前进30天"),
}


class ClockForm(PlainForm):
    """Where the clock shall stand, in China's time."""

    to = forms.DateTimeField(
        label=gettext_lazy("把时钟拨到"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


@page("ops")
def home(request: HttpRequest) -> HttpResponse:
    """Time and health."""
    return render(request, "ops/home.html", _values(ClockForm(initial={"to": now().astimezone(clock.SHANGHAI)})))


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
        return render(request, "ops/home.html", _values(form), status=422)
    return _moved(request, form.cleaned_data["to"])


def _moved(request: HttpRequest, to: datetime) -> HttpResponse:
    clock.move(to)
    flash.say(request, _("时钟已拨到 %(t)s。") % {"t": moment(to)})
    return redirect("ops:home")


def _values(form: ClockForm) -> dict[str, Any]:
    return {"form": form, "demo": settings.YUNPEI_DEMO, "now": now(), "steps": WORDS.items()}
