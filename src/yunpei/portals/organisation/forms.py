"""What an organisation fills in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.casework.types import Channel, PlanFields
from yunpei.catalogue.types import CourseFacts
from yunpei.common.money import fen_of_yuan, yuan
from yunpei.portals.ui.facts import FactForm
from yunpei.portals.ui.forms import Day, PlainForm, Upload
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


def _fen(typed: str) -> int | None:
    """Yuan as typed → fen; None where nothing is typed."""
    if not typed:
        return None
    try:
        return fen_of_yuan(typed)
    except ValueError as error:
        raise forms.ValidationError(say(error.args[0])) from None


class ProgrammeForm(PlainForm):
    """Under which programme."""

    programme = forms.ChoiceField(label=_("适用的补贴项目"), widget=forms.RadioSelect)


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
        return _fen(self.cleaned_data["cost"])

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


class TableForm(PlainForm):
    """The people of an application as a table."""

    file = Upload(label=_("名单"), accept=".xlsx,.csv", help_text=_("xlsx 或 CSV；表头用下面列出的名称，先后不限"))


class PersonForm(FactForm):
    """One person of an application."""

    person_name = forms.CharField(label=_("姓名"), max_length=100)
    person_id = forms.CharField(label=_("身份证号码"), max_length=30)


class DocumentForm(PlainForm):
    """A scan."""

    file = Upload(label=_("文件"), accept=".pdf,.png,.jpg,.jpeg", help_text=_("PDF、PNG 或 JPG"))


class FirmForm(PlainForm):
    """What an organisation says of itself. What stands on the licence is looked at again by an officer once it changes."""

    name = forms.CharField(label=_("单位名称"), max_length=200, help_text=_("与营业执照一致；改动后要重新核对"))
    kind = forms.ChoiceField(label=_("单位类型"), choices=list(WORDS["organisation_kind"].items()))
    legal_representative = forms.CharField(label=_("法定代表人"), max_length=100, help_text=_("与营业执照一致"))
    licence = Upload(label=_("营业执照"), required=False, accept=".pdf,.png,.jpg,.jpeg", help_text=_("换一份才上传"))
    bank_name = forms.CharField(label=_("开户银行"), max_length=200, required=False)
    bank_account = forms.CharField(
        label=_("银行账号"), max_length=40, required=False, help_text=_("补贴拨付到这个账户")
    )
    address = forms.CharField(label=_("地址"), max_length=300, required=False)
    contact_name = forms.CharField(label=_("联系人"), max_length=100, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)
    industry = forms.CharField(label=_("所属行业"), max_length=40, required=False)
    size = forms.ChoiceField(
        label=_("企业规模"),
        choices=list(WORDS["size"].items()),
        required=False,
        help_text=_("按工信部联企业〔2011〕300号划型"),
    )
    headcount = forms.IntegerField(label=_("从业人员（人）"), required=False, min_value=0)
    revenue_fen = forms.CharField(label=_("营业收入（元）"), max_length=30, required=False)
    assets_fen = forms.CharField(label=_("资产总额（元）"), max_length=30, required=False)
    figures_on = Day(label=_("以上三项数据的日期"), required=False)

    def clean_revenue_fen(self) -> int | None:
        """Yuan as typed → fen."""
        return _fen(self.cleaned_data["revenue_fen"])

    def clean_assets_fen(self) -> int | None:
        """Yuan as typed → fen."""
        return _fen(self.cleaned_data["assets_fen"])


class MemberForm(PlainForm):
    """Who else acts for the organisation."""

    login = forms.CharField(
        label=_("对方的手机号"), max_length=254, help_text=_("须已实名注册；法定代表人的姓名要与营业执照一致")
    )
    role = forms.ChoiceField(label=_("职责"), choices=list(WORDS["role"].items()))


class AccountsForm(PlainForm):
    """The filled-in table of people's accounts."""

    file = Upload(label=_("账户表"), accept=".xlsx,.csv", help_text=_("xlsx 或 CSV；账号一列设为文本格式"))
