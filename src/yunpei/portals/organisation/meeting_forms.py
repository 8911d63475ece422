"""What an organisation fills in for its meetings on the spot."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.common.clock import SHANGHAI
from yunpei.portals.ui.forms import Day, PlainForm
from yunpei.training.types import MeetingPlan

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(PlainForm):
    """A meeting to be announced: one day, from when to when, Asia/Shanghai."""

    topic = forms.CharField(label=_("内容"), max_length=200)
    place = forms.CharField(label=_("地点"), max_length=200, help_text=_("写到楼和教室：签到码只在这里有效"))
    teacher = forms.CharField(label=_("授课教师"), max_length=100)
    starts_at = Day(label=_("日期"))
    begins = forms.TimeField(label=_("几点开始"), widget=CLOCK)
    ends_at = forms.TimeField(label=_("几点结束"), widget=CLOCK)

    def plan(self) -> MeetingPlan:
        """What was filled in, as the room takes it."""
        given: dict[str, Any] = self.cleaned_data
        day = given["starts_at"]
        return MeetingPlan(
            topic=given["topic"],
            place=given["place"],
            teacher=given["teacher"],
            starts_at=datetime.combine(day, given["begins"], SHANGHAI),
            ends_at=datetime.combine(day, given["ends_at"], SHANGHAI),
        )
