"""What an organisation fills in of its platform, and reports once it is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yunpei.catalogue.selection import reports
from yunpei.catalogue.selection.types import Occupation, PlatformGiven, ReportGiven
from yunpei.catalogue.types import CourseKind
from yunpei.portals.ui.forms import Day, LongText, PlainForm, Upload
from yunpei.portals.ui.labels import WORDS


class PlatformForm(PlainForm):
    """The platform as it is handed in. A draft may lack anything: what is missing is told on submission."""

    needed_later = ("name", "address", "about", "facts", "contact", "occupations")

    name = forms.CharField(label=_("平台名称"), max_length=100, required=False)
    address = forms.CharField(label=_("平台网址"), max_length=200, required=False, help_text=_("以 http 开头"))
    about = LongText(label=_("平台和数字资源简介"), max_length=4000, required=False)
    users = forms.IntegerField(label=_("实名注册用户数"), min_value=0, max_value=2_000_000_000, required=False)
    occupations = LongText(
        label=_("覆盖的职业"),
        required=False,
        help_text=_("一行一个：职业编码|名称|课程数，例如 6-31-01-03|电工|12；可从表格粘贴"),
    )
    facts = LongText(
        label=_("技术情况"), max_length=4000, required=False, help_text=_("实名注册、学时记录、过程监控、数据接口等")
    )
    contact = forms.CharField(label=_("联系人和电话"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in CourseKind:
            label = str(WORDS["course_kind"][kind.value])
            self.fields[f"kind_{kind}"] = forms.IntegerField(
                label=label, min_value=0, max_value=2_000_000_000, required=False
            )

    @property
    def kinds(self) -> list[forms.BoundField]:
        """The numbers of courses, by kind."""
        return [self[f"kind_{kind}"] for kind in CourseKind]

    def clean_occupations(self) -> tuple[Occupation, ...]:
        """Lines of code, name, number of courses, parted by tabs or bars."""
        found, wrong = [], []
        for n, line in enumerate((one for one in self.cleaned_data["occupations"].splitlines() if one.strip()), 1):
            cells = [cell.strip() for cell in re.split(r"[|\uff5c\t]", line)]
            if len(cells) == 3 and cells[2].isdecimal() and len(cells[2]) < 10:
                found.append(Occupation(cells[0], cells[1], int(cells[2])))
            else:
                wrong.append(_now("第%(n)s行应为 职业编码|名称|课程数") % {"n": n})
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(found)

    def given(self) -> PlatformGiven:
        """What was filled in, as the room takes it."""
        held = self.cleaned_data
        return PlatformGiven(
            **{name: held[name] for name in ("name", "address", "about", "facts", "contact", "occupations")},
            users=held["users"] or 0,
            kinds={kind.value: held[f"kind_{kind}"] for kind in CourseKind if held[f"kind_{kind}"]},
        )


def written(given: PlatformGiven) -> dict[str, Any]:
    """The form's first values, of what is kept."""
    plain = {name: getattr(given, name) for name in ("name", "address", "about", "facts", "contact", "users")}
    lines = "\n".join(f"{one.code}|{one.name}|{one.courses}" for one in given.occupations)
    return {**plain, "occupations": lines, **{f"kind_{kind}": count for kind, count in given.kinds.items()}}


class SealForm(PlainForm):
    """The sealed page."""

    file = Upload(label=_("盖章页扫描件"), accept=".pdf", help_text=_("PDF，不超过 20 MB"))


class ReportForm(PlainForm):
    """One month of a listed platform."""

    month = forms.CharField(label=_("月份"), max_length=7, help_text=_("例如 2020-04"))
    registrations = forms.IntegerField(label=_("当月实名注册人次"), min_value=0, max_value=2_000_000_000)
    courses = forms.IntegerField(label=_("月末课程数"), min_value=0, max_value=2_000_000_000)
    occupations = LongText(label=_("覆盖的职业编码"), help_text=_("用顿号、逗号或空格分开"))

    def clean_month(self) -> Any:
        """Its first day."""
        try:
            return reports.month_of(self.cleaned_data["month"])
        except ValueError:
            raise forms.ValidationError(_now("月份应如 2020-04")) from None

    def clean_occupations(self) -> tuple[str, ...]:
        """Each code once."""
        return reports.codes_of(self.cleaned_data["occupations"])

    def given(self) -> Iterable[ReportGiven]:
        """The month, as the room takes it."""
        return [ReportGiven(**self.cleaned_data)]


class ReportsForm(PlainForm):
    """Many months at once."""

    file = Upload(label=_("CSV 文件"), accept=".csv", help_text=_("列：月份，实名注册人次，课程数，职业编码"))


class LeaveForm(PlainForm):
    """From which day on it is listed no more."""

    on = Day(label=_("自哪一天起退出"))
