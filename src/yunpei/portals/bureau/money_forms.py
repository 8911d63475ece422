"""What paying and finance officers fill in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.common.money import fen_of_yuan
from yunpei.funds.types import Scope
from yunpei.portals.ui.forms import Day, LongText, PlainForm, Upload
from yunpei.portals.ui.templatetags.ui import say

Choices = list[tuple[str, str]]
ALL = ("", _("全部"))


class Yuan(forms.CharField):
    """An amount in yuan as typed; clean gives fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("金额（元）"), "max_length": 30, **kwargs})

    def clean(self, value: Any) -> Any:
        """Yuan → fen; None where nothing was typed and nothing has to be."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return fen_of_yuan(typed)
        except ValueError as error:
            raise forms.ValidationError(say(error.args[0])) from None


class ScopeForm(PlainForm):
    """Which part of the books is shown."""

    fund = forms.ChoiceField(label=_("资金"), required=False)
    region = forms.ChoiceField(label=_("地区"), required=False)
    programme = forms.ChoiceField(label=_("补贴项目"), required=False)
    month = forms.CharField(
        label=_("月份"), required=False, max_length=7, widget=forms.TextInput(attrs={"type": "month"})
    )

    def __init__(self, *args: Any, funds: Iterable[str], regions: Choices, programmes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in (("fund", [(one, one) for one in funds]), ("region", regions), ("programme", programmes)):
            self.fields[name].choices = [ALL, *listed]  # type: ignore[attr-defined]

    def clean_month(self) -> date | None:
        """2020-04 → its first day."""
        typed = self.cleaned_data["month"]
        try:
            return date.fromisoformat(f"{typed}-01") if typed else None
        except ValueError:
            raise forms.ValidationError(_("请按 2020-04 的样子填写月份")) from None

    def scope(self) -> Scope:
        """What was chosen; everything where it makes no sense."""
        return Scope(**self.cleaned_data) if self.is_valid() else Scope()


class SpanForm(PlainForm):
    """The span of time that an evaluation is about, both days included."""

    since = Day(label=_("从"))
    until = Day(label=_("到"))

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        given = super().clean() or {}
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("结束日期早于开始日期"))
        return given


class ResultForm(PlainForm):
    """The bank's result file."""

    file = Upload(label=_("银行结果文件"), accept=".xlsx,.csv", help_text=_("xlsx 或 CSV，含明细编号、金额、处理结果"))
    template = forms.ChoiceField(label=_("格式"), required=False)

    def __init__(self, *args: Any, templates: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = [("", _("自动识别")), *templates]  # type: ignore[attr-defined]


class RestoreForm(PlainForm):
    """Money that came back goes into a budget again."""

    account = forms.ChoiceField(label=_("从哪里"))
    amount_fen = Yuan()
    reason = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, *args: Any, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]


class DemandForm(PlainForm):
    """By when the money has to be back."""

    due_on = Day(label=_("退回期限"))


class ReceiptForm(PlainForm):
    """A bank's receipt for money that came back."""

    reference = forms.CharField(label=_("银行回单号"), max_length=64)
    received_on = Day(label=_("到账日期"))
    payer = forms.CharField(label=_("付款人"), max_length=200)
    amount_fen = Yuan()


class WriteOffForm(PlainForm):
    """Why the rest is given up."""

    reason = LongText(label=_("核销理由和依据"), max_length=2000)
