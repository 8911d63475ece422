"""What officers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.common.money import fen_of_yuan
from yunpei.portals.ui.forms import LongText, PlainForm, Upload
from yunpei.portals.ui.templatetags.ui import say

SHOW = [("mine", _("待我办理")), ("all", _("全部案件"))]
KIND = [("", _("全部业务")), ("class_filing", _("开班备案")), ("claim", _("补贴申领"))]


class FilterForm(PlainForm):
    """Which cases the inbox shows."""

    show = forms.ChoiceField(label=_("范围"), choices=SHOW, required=False)
    kind = forms.ChoiceField(label=_("业务"), choices=KIND, required=False)
    text = forms.CharField(label=_("编号、单位或项目"), max_length=100, required=False)


class HourForm(PlainForm):
    """The bureau's choice of a class hour, where the circular leaves it open."""

    minutes = forms.IntegerField(
        label=_("每课时多少分钟"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("通知没有写明的，由审核部门确定；不填按45分钟"),
    )
    accumulate = forms.ChoiceField(
        label=_("零散学习时间怎么合并"),
        required=False,
        choices=[
            ("", _("按通知；未写明的全班期累计")),
            ("class", _("全班期累计")),
            ("lesson", _("按每节课累计")),
            ("day", _("按每天累计")),
        ],
    )


class ReasonForm(PlainForm):
    """A written reason."""

    reason = LongText(label=_("理由"), max_length=2000)


class SettleForm(PlainForm):
    """How an objection is settled."""

    uphold = forms.TypedChoiceField(
        label=_("处理结果"),
        choices=[("no", _("异议不成立，恢复计入")), ("yes", _("异议成立，移除此人补贴"))],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
    )
    answer = LongText(label=_("答复（提出人凭回执码可见）"), max_length=2000)


class ResultForm(PlainForm):
    """The bank's result file."""

    file = Upload(label=_("银行结果文件"), accept=".xlsx,.csv", help_text=_("xlsx 或 CSV，含明细编号、金额、处理结果"))


class GrantForm(PlainForm):
    """Money put into a region's budget of a fund."""

    fund = forms.ChoiceField(label=_("资金"))
    region = forms.ChoiceField(label=_("地区"))
    amount = forms.CharField(label=_("金额（元）"), max_length=30)
    reason = forms.CharField(label=_("依据文号"), max_length=200)

    def clean_amount(self) -> int:
        """Yuan as typed → fen."""
        try:
            return fen_of_yuan(self.cleaned_data["amount"])
        except ValueError as error:
            raise forms.ValidationError(say(error.args[0])) from None

    def __init__(self, *args: Any, funds: list[str], regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = [(one, one) for one in funds]  # type: ignore[attr-defined]
        self.fields["region"].choices = regions  # type: ignore[attr-defined]
