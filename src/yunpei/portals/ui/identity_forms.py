"""What is filled in about identity checks: how a class asks, and how an appointment went. The same for organisation and office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.common.clock import SHANGHAI
from yunpei.evidence.asking import Ask, Asking
from yunpei.learning.identity.types import How
from yunpei.learning.study_rule import StudyRule
from yunpei.portals.ui.forms import Day, PlainForm
from yunpei.portals.ui.labels import WORDS

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MomentForm(PlainForm):
    """A form with a day and a time of day, which every browser shows as two fields."""

    def moment(self) -> datetime:
        """The moment, in Asia/Shanghai."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], SHANGHAI)


class AskingForm(PlainForm):
    """How often a class asks, in minutes, and for what."""

    least = forms.IntegerField(
        label=_("最短间隔（分钟）"), min_value=1, help_text=_("按计入的学习时间算，具体时刻不可预知")
    )
    most = forms.IntegerField(label=_("最长间隔（分钟）"), min_value=1)
    kinds = forms.MultipleChoiceField(
        label=_("问什么"),
        choices=list(WORDS["challenge"].items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("选几样就轮着问；都不选则不问"),
    )
    entry = forms.BooleanField(label=_("学第一课以前先核验身份"), required=False)

    def asking(self) -> Asking:
        """What was filled in, as the room takes it."""
        given = self.cleaned_data
        return Asking(given["least"] * 60, given["most"] * 60, tuple(Ask(one) for one in given["kinds"]))


def filled(rule: StudyRule) -> dict[str, Any]:
    """The form's values as the rule stands."""
    asking = rule.asking
    return {"least": asking.least // 60, "most": asking.most // 60, "kinds": list(asking.kinds), "entry": rule.entry}


class HeldForm(MomentForm):
    """How an appointment was held and what came of it."""

    how = forms.ChoiceField(label=_("方式"), choices=list(WORDS["met"].items()))
    day = Day(label=_("日期"))
    time = forms.TimeField(label=_("时间"), widget=CLOCK)
    confirmed = forms.ChoiceField(label=_("结果"), choices=[("yes", _("确认是本人")), ("no", _("未能确认"))])
    remark = forms.CharField(label=_("情况说明"), max_length=500, required=False)

    def held(self) -> dict[str, Any]:
        """What was filled in, as the room takes it."""
        given = self.cleaned_data
        return {
            "how": How(given["how"]),
            "met_at": self.moment(),
            "confirmed": given["confirmed"] == "yes",
            "remark": given["remark"],
        }
