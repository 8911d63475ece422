"""What an organisation fills in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.casework.types import Channel, PlanFields
from yunpei.catalogue.types import CourseFacts
from yunpei.common.money import fen_of_yuan, yuan
from yunpei.portals.ui.forms import Day, PlainForm, Upload
from yunpei.portals.ui.templatetags.ui import say

CHANNEL_KINDS = [
    ("website", _("网站")),
    ("app", _("手机应用")),
    ("account", _("公众号")),
    ("platform", _("培训平台")),
]
MODES = [("online", _("线上")), ("offline", _("线下")), ("blended", _("线上线下结合"))]


class ProgrammeForm(PlainForm):
    """Under which programme."""

    programme = forms.ChoiceField(label=_("适用的补贴项目"), widget=forms.RadioSelect)


class PlanForm(PlainForm):
    """The training plan. Nothing is required here: a draft may have gaps, and submitting says what is missing."""

    needed_later = frozenset(
        "project course_id objects posts online_hours starts_on ends_on headcount cost channel_name channel_kind "
        "channel_link".split()
    )
    project = forms.CharField(label=_("培训项目"), max_length=200, required=False)
    course_id = forms.TypedChoiceField(label=_("培训课程"), required=False, coerce=int, empty_value=None)
    objects = forms.CharField(
        label=_("培训对象"), max_length=500, required=False, help_text=_("例如：本单位一线操作工")
    )
    posts = forms.CharField(label=_("参培职工岗位名称"), max_length=500, required=False)
    occupation = forms.CharField(label=_("职业（工种）"), max_length=200, required=False)
    mode = forms.ChoiceField(label=_("培训方式"), choices=MODES)
    online_hours = forms.IntegerField(label=_("线上学时"), required=False, min_value=0)
    offline_hours = forms.IntegerField(label=_("线下学时"), required=False, min_value=0)
    starts_on = Day(label=_("开班日期"), required=False)
    ends_on = Day(label=_("结束日期"), required=False)
    headcount = forms.IntegerField(label=_("培训人数"), required=False, min_value=1)
    cost = forms.CharField(label=_("培训成本（元）"), max_length=30, required=False)
    channel_name = forms.CharField(label=_("线上培训渠道名称"), max_length=200, required=False)
    channel_kind = forms.ChoiceField(label=_("渠道类型"), choices=CHANNEL_KINDS, required=False)
    channel_link = forms.CharField(label=_("渠道链接"), max_length=500, required=False)
    delegate = forms.CharField(
        label=_("受委托的培训机构"), max_length=200, required=False, help_text=_("自主培训的不填")
    )

    def __init__(self, *args: Any, courses: Iterable[CourseFacts] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("请选择"))] + [(one.id, f"{one.title}（{one.project}）") for one in courses]
        self.fields["course_id"].choices = choices  # type: ignore[attr-defined]

    def clean_cost(self) -> int | None:
        """Yuan as typed → fen."""
        typed = self.cleaned_data["cost"]
        if not typed:
            return None
        try:
            return fen_of_yuan(typed)
        except ValueError as error:
            raise forms.ValidationError(say(error.args[0])) from None

    def plan(self) -> PlanFields:
        """The plan as it was filled in."""
        given = dict(self.cleaned_data)
        name, kind = given.pop("channel_name"), given.pop("channel_kind")
        link, cost = given.pop("channel_link"), given.pop("cost")
        given |= {key: given[key] or 0 for key in ("online_hours", "offline_hours")}
        channels = (Channel(name, kind or "platform", link),) if name or link else ()
        return PlanFields(channels=channels, cost_fen=cost, **given)


def initial_of(plan: PlanFields) -> dict[str, Any]:
    """A plan as the form shows it."""
    names = "project course_id objects posts occupation mode online_hours offline_hours starts_on ends_on headcount delegate"
    shown: dict[str, Any] = {name: getattr(plan, name) for name in names.split()}
    shown["cost"] = yuan(plan.cost_fen) if plan.cost_fen is not None else ""
    if plan.channels:
        first = plan.channels[0]
        shown |= {"channel_name": first.name, "channel_kind": first.kind, "channel_link": first.link}
    return shown


class RosterForm(PlainForm):
    """The roster as a table."""

    file = Upload(
        label=_("花名册"),
        accept=".xlsx,.csv",
        help_text=_("xlsx 或 CSV，表头至少有：姓名、身份证号码、人员类别（职工/劳务派遣人员）"),
    )


class DocumentForm(PlainForm):
    """A scan."""

    file = Upload(label=_("文件"), accept=".pdf,.png,.jpg,.jpeg", help_text=_("PDF、PNG 或 JPG"))
