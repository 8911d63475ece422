"""A training plan as a form: written by whoever files it, entered from paper at the window, amended by either side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yunpei.casework import queries
from yunpei.casework.types import CaseDetail, Channel, PlanFields
from yunpei.catalogue.selection import queries as selection
from yunpei.catalogue.selection.types import PlatformCard
from yunpei.catalogue.types import CourseFacts
from yunpei.common.money import fen_of_yuan, yuan
from yunpei.portals.ui.forms import Day, LongText, PlainForm
from yunpei.portals.ui.labels import WORDS
from yunpei.portals.ui.templatetags.ui import say

CHANNEL_KINDS = [
    ("website", _("网站")),
    ("app", _("手机应用")),
    ("account", _("公众号")),
    ("platform", _("培训平台")),
]
MODES = list(WORDS["mode"].items())
NAMED: dict[str, Any] = WORDS["plan_field"]
# What the rooms call what stands in one field or several here.
FIELDS = {"cost_fen": "cost", "channels": "channel_name", "planned_hours": "online_hours"}


def fen_typed(typed: str) -> int | None:
    """Yuan as typed → fen; None where nothing is typed."""
    if not typed:
        return None
    try:
        return fen_of_yuan(typed)
    except ValueError as error:
        raise forms.ValidationError(say(error.args[0])) from None


def courses_of(request: HttpRequest, found: CaseDetail) -> list[CourseFacts]:
    """The courses that the plan of a case may name, with those of the training body that stands in the form just now."""
    delegate = request.POST.get("delegate", found.plan.delegate)
    return queries.course_choices(organisation_id=found.card.organisation_id or 0, delegate=delegate)


class PlanForm(PlainForm):
    """The training plan. Nothing is required here: a draft may have gaps, and submitting says what is missing.

    corrections: field → what an officer asks to be corrected in it, shown beside the field.
    """

    needed_later = frozenset(
        "project course_id objects posts online_hours starts_on ends_on headcount cost channel_name channel_kind "
        "channel_link".split()
    )
    project = forms.CharField(label=NAMED["project"], max_length=200, required=False)
    course_id = forms.TypedChoiceField(label=NAMED["course_id"], required=False, coerce=int, empty_value=None)
    objects = forms.CharField(
        label=NAMED["objects"], max_length=500, required=False, help_text=_("例如：本单位一线操作工")
    )
    posts = forms.CharField(label=NAMED["posts"], max_length=500, required=False)
    occupation = forms.CharField(label=NAMED["occupation"], max_length=200, required=False)
    training_kind = forms.ChoiceField(
        label=NAMED["training_kind"],
        choices=[("", _("不区分")), *WORDS["training_kind"].items()],
        required=False,
        help_text=_("补贴按类别不同的项目须选"),
    )
    mode = forms.ChoiceField(label=NAMED["mode"], choices=MODES)
    online_hours = forms.IntegerField(label=NAMED["online_hours"], required=False, min_value=0)
    offline_hours = forms.IntegerField(label=NAMED["offline_hours"], required=False, min_value=0)
    starts_on = Day(label=NAMED["starts_on"], required=False)
    ends_on = Day(label=NAMED["ends_on"], required=False)
    headcount = forms.IntegerField(label=NAMED["headcount"], required=False, min_value=1)
    cost = forms.CharField(label=NAMED["cost"], max_length=30, required=False)
    channel_name = forms.CharField(label=NAMED["channel_name"], max_length=200, required=False)
    channel_kind = forms.ChoiceField(label=NAMED["channel_kind"], choices=CHANNEL_KINDS, required=False)
    channel_link = forms.CharField(label=NAMED["channel_link"], max_length=500, required=False)
    delegate = forms.CharField(label=NAMED["delegate"], max_length=200, required=False, help_text=_("自主培训的不填"))

    def __init__(
        self,
        *args: Any,
        courses: Iterable[CourseFacts] = (),
        corrections: Mapping[str, Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.corrections = corrections or {}
        choices = [("", _("请选择"))] + [
            (one.id, _("%(course)s（%(project)s）") % {"course": one.title, "project": one.project}) for one in courses
        ]
        self.fields["course_id"].choices = choices  # type: ignore[attr-defined]

    def clean_cost(self) -> int | None:
        """Yuan as typed → fen."""
        return fen_typed(self.cleaned_data["cost"])

    def plan(self) -> PlanFields:
        """The plan as it was filled in."""
        given = {name: self.cleaned_data[name] for name in PlanForm.base_fields}
        name, kind = given.pop("channel_name"), given.pop("channel_kind")
        link, cost = given.pop("channel_link"), given.pop("cost")
        given |= {key: given[key] or 0 for key in ("online_hours", "offline_hours")}
        channels = (Channel(name, kind or "platform", link),) if name or link else ()
        return PlanFields(channels=channels, cost_fen=cost, **given)


def initial_of(plan: PlanFields) -> dict[str, Any]:
    """A plan as the form shows it."""
    names = "project course_id objects posts occupation training_kind mode online_hours offline_hours starts_on ends_on headcount delegate"
    shown: dict[str, Any] = {name: getattr(plan, name) for name in names.split()}
    shown["cost"] = yuan(plan.cost_fen) if plan.cost_fen is not None else ""
    if plan.channels:
        first = plan.channels[0]
        shown |= {"channel_name": first.name, "channel_kind": first.kind, "channel_link": first.link}
    return shown


class AmendForm(PlanForm):
    """The plan as it is to be, why, and whether the organisation's account of today comes with it."""

    account = forms.BooleanField(label=_("收款账户改为单位信息里现在的账户"), required=False)
    reason = LongText(label=_("变更理由"), max_length=2000)

    def amendment(self) -> dict[str, Any]:
        """What is proposed, as the room takes it."""
        given = self.cleaned_data
        return {"plan": self.plan(), "account": given["account"], "reason": given["reason"]}


def listed_of(plan: PlanFields, *, today: date) -> Mapping[int, PlatformCard]:
    """Which channels of a plan, by place, are on the list of platforms on the class's first day; today's where it has none."""
    channels = [(one.name, one.link) for one in plan.channels]
    return selection.listed_channels(channels, on=plan.starts_on or today)
