"""What an organisation fills in for a live lesson."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.catalogue.pool import TeacherFacts
from yunpei.catalogue.types import LessonFacts
from yunpei.common.clock import SHANGHAI
from yunpei.learning.live.types import Announcement
from yunpei.portals.organisation.meeting_forms import CLOCK
from yunpei.portals.ui.forms import Day, PlainForm


class AnnounceForm(PlainForm):
    """When a live lesson is sent, one day, from when to when, Asia/Shanghai, and by whom."""

    lesson = forms.ChoiceField(label=_("哪一节直播课"))
    listed = forms.ChoiceField(label=_("从师资库邀请"), required=False)
    teacher = forms.CharField(label=_("或填写教师姓名"), max_length=60, required=False)
    starts_at = Day(label=_("日期"))
    begins = forms.TimeField(label=_("几点开始"), widget=CLOCK)
    ends_at = forms.TimeField(label=_("几点结束"), widget=CLOCK)

    def __init__(
        self, *args: Any, lessons: Sequence[LessonFacts], teachers: Sequence[TeacherFacts], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.public_id, f"{one.name} · {one.trade}") for one in teachers]
        self.fields["lesson"].choices = [(one.public_id, one.title) for one in lessons]  # type: ignore[attr-defined]
        self.fields["listed"].choices = [("", _("不从师资库选")), *named]  # type: ignore[attr-defined]

    def announcement(self) -> Announcement:
        """What was filled in, as the room takes it."""
        given = self.cleaned_data
        day = given["starts_at"]
        return Announcement(
            lesson=given["lesson"],
            teacher=given["teacher"],
            listed=given["listed"],
            starts_at=datetime.combine(day, given["begins"], SHANGHAI),
            ends_at=datetime.combine(day, given["ends_at"], SHANGHAI),
        )
