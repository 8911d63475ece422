"""What an office fills in of targets and base figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yunpei.catalogue.selection.reports import month_of
from yunpei.oversight.statistics.target_types import BaseGiven, BaseMeasure, TargetGiven, TargetMeasure
from yunpei.portals.ui.forms import Day, LongText, PlainForm
from yunpei.portals.ui.targets import BASE, MEASURES


class Month(forms.CharField):
    """A month, as 2020-04; its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=7, help_text=_("例如 2020-04"), **kwargs)

    def clean(self, value: Any) -> date:
        """The first day. Raises ValidationError."""
        try:
            return month_of(super().clean(value))
        except ValueError:
            raise forms.ValidationError(_now("月份应如 2020-04")) from None


class TargetForm(PlainForm):
    """A target with its source."""

    name = forms.CharField(label=_("目标名称"), max_length=100)
    measure = forms.TypedChoiceField(
        label=_("指标"), choices=[(one.value, name) for one, name in MEASURES.items()], coerce=TargetMeasure
    )
    goal = forms.IntegerField(
        label=_("目标值"), min_value=1, max_value=2_000_000_000, help_text=_("比例填百分数，例如 25")
    )
    since = Month(label=_("起始月份"))
    until = Month(label=_("截止月份"))
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("文件名称和文号"))
    clause = LongText(label=_("文件原文"), max_length=2000)

    def given(self) -> TargetGiven:
        """The target, as the room takes it."""
        return TargetGiven(**self.cleaned_data)


def written(given: TargetGiven) -> dict[str, Any]:
    """The form's first values, of a target that a text names."""
    plain = {name: getattr(given, name) for name in ("name", "goal", "source", "clause")}
    months = {"since": f"{given.since:%Y-%m}", "until": f"{given.until:%Y-%m}"}
    return {**plain, **months, "measure": given.measure.value}


class BaseForm(PlainForm):
    """A base figure with its source."""

    measure = forms.TypedChoiceField(
        label=_("人数"), choices=[(one.value, name) for one, name in BASE.items()], coerce=BaseMeasure
    )
    value = forms.IntegerField(label=_("数值"), min_value=0, max_value=2_000_000_000)
    on = Day(label=_("数据日期"))
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("例如统计公报名称"))

    def given(self) -> BaseGiven:
        """The figure, as the room takes it."""
        return BaseGiven(**self.cleaned_data)
