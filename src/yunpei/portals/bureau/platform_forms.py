"""What an office fills in to call for platforms, to name reviewers and to publish batches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yunpei.catalogue.selection.types import CallGiven, PlatformCard
from yunpei.portals.ui.forms import Day, LongText, PlainForm


class CallForm(PlainForm):
    """What is asked of platforms, by what they are judged, until when."""

    title = forms.CharField(label=_("征集名称"), max_length=200)
    asks = LongText(label=_("征集内容和条件"), max_length=4000)
    criteria = LongText(label=_("评分项"), help_text=_("一行一项：名称|权重，权重合计 100"))
    closes_on = Day(label=_("截止日期"))
    contact = forms.CharField(label=_("征集联系人和电话"), max_length=200)

    def clean_criteria(self) -> tuple[tuple[str, int], ...]:
        """Lines of name and weight."""
        found, wrong = [], []
        for n, line in enumerate((one for one in self.cleaned_data["criteria"].splitlines() if one.strip()), 1):
            name, _bar, weight = (cell.strip() for cell in re.sub(r"[\uff5c\t]", "|", line).rpartition("|"))
            if name and weight.isdecimal() and len(weight) < 4:
                found.append((name, int(weight)))
            else:
                wrong.append(_now("第%(n)s行应为 名称|权重") % {"n": n})
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(found)

    def given(self) -> CallGiven:
        """The call, as the room takes it."""
        return CallGiven(**self.cleaned_data)


class ReviewerForm(PlainForm):
    """Who reviews: one of the expert committee."""

    account = forms.TypedChoiceField(label=_("专家委员会委员"), coerce=int)

    def __init__(self, *args: Any, experts: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = list(experts)  # type: ignore[attr-defined]


class BatchForm(PlainForm):
    """Which accepted platforms are published together."""

    title = forms.CharField(label=_("批次名称"), max_length=200)
    platforms = forms.MultipleChoiceField(label=_("平台"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=_("公示天数"), min_value=1, max_value=30, initial=5, help_text=_("自然日"))

    def __init__(self, *args: Any, accepted: Iterable[PlatformCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platforms"].choices = [(one.id, one.name) for one in accepted]  # type: ignore[attr-defined]
