"""Showing who one is: the way one chooses, the check on entering a class, appointments, and contesting what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from yunpei.common.errors import NotFound
from yunpei.learning.identity import appointments, checking, choosing, comparing, queries, service
from yunpei.learning.identity.consent import CURRENT, TEXTS
from yunpei.learning.identity.types import Way
from yunpei.learning.study_rule import study_rule
from yunpei.portals.learner.views.classes import seen
from yunpei.portals.ui import flash
from yunpei.portals.ui.forms import Day, PlainForm, Upload
from yunpei.portals.ui.identity_forms import CLOCK, MomentForm
from yunpei.portals.ui.labels import WORDS
from yunpei.portals.ui.pages import act, actor, now, page, tried
from yunpei.training.types import ClassFacts

LARGEST = 16 << 20  # bytes read of a picture: one more than the room takes is enough to refuse it


class Picture(Upload):
    """A picture that a phone takes with the camera facing its owner; elsewhere a file."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accept="image/jpeg,image/png", required=False, **kwargs)
        self.widget.attrs["capture"] = "user"


class WayForm(PlainForm):
    """The way, and for photos the consent with the reference picture."""

    way = forms.ChoiceField(
        label=_lazy("怎样核验身份"), choices=list(WORDS["identity_way"].items()), widget=forms.RadioSelect
    )
    picture = Picture(label=_lazy("参照照片"), help_text=_lazy("只有选拍照才需要：本人正面、不戴口罩"))
    agreed = forms.BooleanField(label=_lazy("我已阅读上面的说明，单独同意收集和人工比对我的照片"), required=False)


class PhotoForm(PlainForm):
    """A photo taken now."""

    needed_later = ("picture",)  # the room says so

    picture = Picture(label=_lazy("当场拍一张本人正面照"))


class CodeForm(PlainForm):
    """The code that was sent."""

    code = forms.CharField(label=_lazy("验证码"), max_length=6)


class AppointmentForm(MomentForm):
    """When, and with whom."""

    office = forms.ChoiceField(label=_lazy("与谁"), choices=[("no", _lazy("任课老师")), ("yes", _lazy("人社部门"))])
    day = Day(label=_lazy("日期"))
    time = forms.TimeField(label=_lazy("时间"), widget=CLOCK)
    note = forms.CharField(label=_lazy("说明"), max_length=200, required=False, help_text=_lazy("例如只方便通话"))


FORMS: dict[str, type[PlainForm]] = {
    "choose": WayForm,
    "photo": PhotoForm,
    "code": CodeForm,
    "ask": AppointmentForm,
}


@page("learner")
def identity(request: HttpRequest, class_id: UUID) -> HttpResponse:
    """What the class asks, the way chosen, and everything that happened."""
    return _shown(request, seen(actor(request), class_id), {})


@require_POST
@page("learner")
def event(request: HttpRequest, class_id: UUID, event: str) -> HttpResponse:
    """One form or button of that page. A player sends its photo here as well, and reads the status alone."""
    held = seen(actor(request), class_id)
    back = reverse("learner:identity", args=[class_id])
    if event in FORMS:
        form = FORMS[event](request.POST, request.FILES, auto_id=f"{event}_%s")
        if tried(form, lambda given: _filled_in(request, held, event, form, given), {"wanted_at": "day"}):
            flash.say(request, DONE[event])
            return redirect(back)
        return _shown(request, held, {event: form})
    return act(request, _button(request, held, event), done=DONE[event], back=back)


DONE: dict[str, Any] = {
    "choose": _lazy("已保存您选择的核验方式。"),
    "photo": _lazy("照片已提交。"),
    "code": _lazy("身份核验通过。"),
    "ask": _lazy("已预约，请等待联系。"),
    "send": _lazy("验证码已发送，十分钟内有效。"),
    "cancel": _lazy("预约已取消。"),
    "contest": _lazy("申诉已提交，由审核人员处理。"),
}


def _filled_in(request: HttpRequest, held: ClassFacts, event: str, form: PlainForm, given: dict[str, Any]) -> None:
    where: dict[str, Any] = {"by": actor(request), "at": now()}
    if event == "choose":
        picture = _read(given["picture"])
        choosing.way_choose(way=Way(given["way"]), agreed=given["agreed"], picture=picture, **where)
        return
    where["class_id"] = held.id
    if event == "photo":
        checking.photo_hand_in(picture=_read(given["picture"]), token=request.POST.get("token", ""), **where)
    elif event == "code":
        checking.code_enter(code=given["code"], **where)
    elif isinstance(form, AppointmentForm):
        appointments.appointment_ask(
            office=given["office"] == "yes", wanted_at=form.moment(), note=given["note"], **where
        )


def _button(request: HttpRequest, held: ClassFacts, event: str) -> Callable[[], Any]:
    given = request.POST
    where: dict[str, Any] = {"class_id": held.id, "by": actor(request), "at": now()}
    buttons: dict[str, Callable[[], Any]] = {
        "send": lambda: checking.code_send(**where),
        "cancel": lambda: appointments.appointment_cancel(appointment=_id(given.get("item", "")), **where),
        "contest": lambda: comparing.void_contest(
            check=_id(given.get("item", "")), text=given.get("text", ""), **where
        ),
    }
    if event not in buttons:
        raise NotFound
    return buttons[event]


def _shown(request: HttpRequest, held: ClassFacts, used: dict[str, PlainForm]) -> HttpResponse:
    mine = queries.of_learner(held, by=actor(request))
    made = {name: used.get(name) or kind(auto_id=f"{name}_%s") for name, kind in FORMS.items() if name != "choose"}
    made["choose"] = used.get("choose") or WayForm(auto_id="choose_%s", initial={"way": mine.choice.way.value})
    values = {
        "held": held,
        "rule": study_rule(held),
        "mine": mine,
        "forms": made,
        "consent": TEXTS[CURRENT],
        "outside": service.in_use(),
    }
    return render(request, "learner/identity.html", values, status=422 if used else 200)


def _read(picture: Any) -> bytes:
    return picture.read(LARGEST) if picture else b""


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
