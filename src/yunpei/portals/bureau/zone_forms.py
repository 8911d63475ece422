"""What an office fills in of a zone and of the courses in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yunpei.catalogue.types import CourseFacts
from yunpei.catalogue.zones.types import GROUPS, ZoneGiven
from yunpei.portals.ui import language, regions
from yunpei.portals.ui.forms import Day, LongText, PlainForm


class ZoneForm(PlainForm):
    """For whom, from when to when, after which sentence."""

    name = forms.CharField(label=_("专区名称"), max_length=100)
    text = LongText(label=_("专区说明"), max_length=4000)
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("文件名称和文号"))
    clause = LongText(label=_("文件原文"), max_length=2000)
    regions = LongText(
        label=_("面向地区"),
        required=False,
        help_text=_("一行一个：地区代码或全称，例如 420000 或 湖北省；包括下级地区。不填表示不限地区"),
    )
    groups = forms.MultipleChoiceField(
        label=_("面向人员"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选表示面向所有人"),
    )
    opens_on = Day(label=_("第一天"))
    closes_on = Day(label=_("最后一天"), help_text=_("开放后只能延长"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = [(code, str(name)) for code, name in GROUPS.items()]  # type: ignore[attr-defined]

    def clean_regions(self) -> tuple[str, ...]:
        """Codes, of lines that have a code or a whole name."""
        lines = [one.strip() for one in self.cleaned_data["regions"].splitlines() if one.strip()]
        named = {regions.name(code): code for code in regions.own_names()} if lines else {}
        found, wrong = [], []
        for line in lines:
            first = line.split()[0]
            code = first if first in regions.own_names() else named.get(line)
            if code:
                found.append(code)
            else:
                wrong.append(_now("没有这个地区：%(line)s") % {"line": line})
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(found)

    def given(self) -> ZoneGiven:
        """The zone, as the room takes it."""
        return ZoneGiven(**{**self.cleaned_data, "groups": tuple(self.cleaned_data["groups"])})


def written(given: ZoneGiven) -> dict[str, Any]:
    """The form's first values, of a zone as it stands."""
    plain = {name: getattr(given, name) for name in ("name", "text", "source", "clause", "opens_on", "closes_on")}
    lines = "\n".join(f"{one} {regions.name(one)}" for one in given.regions)
    return {**plain, "regions": lines, "groups": list(given.groups)}


class ZoneCourseForm(PlainForm):
    """Which of the courses that were found, and until when it is free."""

    course = forms.ChoiceField(label=_("课程"), widget=forms.RadioSelect)
    own = Day(label=_("免费至"), required=False, help_text=_("不填表示到专区最后一天"))

    def __init__(self, *args: Any, found: Iterable[CourseFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [(one.public_id, language.marked(one.title)) for one in found]  # type: ignore[attr-defined]
