"""What those who run the site fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.portals.ui.forms import Day, PlainForm
from yunpei.portals.ui.labels import WORDS

OFFICE_KINDS = list(WORDS["office_kind"].items())
ROLES = [("staff", _("各科室和运维"))] + list(WORDS["staff_role"].items()) + list(WORDS["role"].items())


class ClockForm(PlainForm):
    """Where the clock shall stand, in China's time."""

    to = forms.DateTimeField(
        label=_("把时钟拨到"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )


class OfficeFilter(PlainForm):
    """Which offices are shown."""

    kind = forms.ChoiceField(label=_("职责"), choices=[("", _("全部")), *OFFICE_KINDS], required=False)
    text = forms.CharField(label=_("名称或地区"), max_length=100, required=False)


class OfficeForm(PlainForm):
    """A new office. Region and kind stay for good."""

    name = forms.CharField(label=_("科室名称"), max_length=200, help_text=_("例如：市公共就业服务中心培训科"))
    kind = forms.ChoiceField(label=_("职责"), choices=OFFICE_KINDS, widget=forms.RadioSelect)
    region = forms.ChoiceField(label=_("管辖地区"), help_text=_("管辖这个地区和它下面的所有区县"))

    def __init__(self, *args: Any, regions: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("请选择")), *regions]  # type: ignore[attr-defined]


class AppointForm(PlainForm):
    """Who shall work here."""

    login = forms.CharField(label=_("对方的手机号或邮箱"), max_length=254, help_text=_("须已在本站实名登记"))


class SeatForm(AppointForm):
    """Who shall sit in the expert committee."""

    field = forms.CharField(label=_("专业领域"), max_length=100)


class RoleFilter(PlainForm):
    """Which rights are shown, and whose account is looked for."""

    role = forms.ChoiceField(label=_("角色"), choices=ROLES, required=False)
    text = forms.CharField(label=_("姓名、手机号、邮箱或科室"), max_length=100, required=False)


class StaffForm(PlainForm):
    """Someone who will work in an office or in operations, by real name. They set their password themselves."""

    name = forms.CharField(label=_("姓名"), max_length=100, help_text=_("与身份证一致"))
    id_number = forms.CharField(
        label=_("身份证号码"),
        max_length=30,
        help_text=_("18位；加密保存，页面上只显示前后几位"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    login = forms.CharField(
        label=_("手机号或邮箱"), max_length=254, help_text=_("用来登录和接收验证码，每次登录都要验证码")
    )


class WhyForm(PlainForm):
    """A written reason."""

    why = forms.CharField(label=_("原因"), max_length=300)


class YearForm(PlainForm):
    """Which year of the calendar to open."""

    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2100)


class SourceForm(PlainForm):
    """The notice that says so."""

    source = forms.CharField(label=_("依据"), max_length=128, help_text=_("通知文号，如 国办发明电〔2020〕27号"))


class DayForm(SourceForm):
    """A day on which the weekday does not say whether people work."""

    day = Day(label=_("日期"))
    working = forms.TypedChoiceField(
        label=_("安排"),
        choices=[("off", _("放假")), ("worked", _("上班"))],
        coerce=lambda typed: typed == "worked",
        widget=forms.RadioSelect,
        initial="off",
    )
    name = forms.CharField(label=_("名称"), max_length=64, required=False)
