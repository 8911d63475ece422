"""What an organisation fills in for its university."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.portals.ui.forms import Day, PlainForm, Upload
from yunpei.training.types import ClassFacts
from yunpei.training.university.types import PickFacts


class PickForm(PlainForm):
    """How a course stands in the programme."""

    required = forms.ChoiceField(label=_("要求"), choices=[("", _("选修")), ("1", _("必修"))], required=False)
    due_on = Day(label=_("要求学完日期"), required=False)

    @classmethod
    def of(cls, pick: PickFacts) -> PickForm:
        """As it stands now; many of these are on one page."""
        start = {"required": "1" if pick.required else "", "due_on": pick.due_on}
        return cls(initial=start, auto_id=f"id_{pick.course.id}_%s")

    def asked(self) -> dict[str, Any]:
        """As the room takes it."""
        return {"required": bool(self.cleaned_data["required"]), "due_on": self.cleaned_data["due_on"]}


class StaffForm(PlainForm):
    """The staff as a table."""

    file = Upload(
        label=_("职工名单"),
        accept=".xlsx,.csv",
        help_text=_("xlsx 或 CSV，表头至少有：姓名、身份证号码、部门；还可以有岗位"),
    )


class FromClassForm(PlainForm):
    """The people of a class that was filed."""

    class_id = forms.ChoiceField(label=_("班级"))
    department = forms.CharField(
        label=_("编入部门"), max_length=100, help_text=_("已在名单上的人不变，其他人编入这个部门")
    )

    def __init__(self, *args: Any, classes: list[ClassFacts], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = _("%(number)s %(project)s（%(people)s 人）")
        self.fields["class_id"].choices = [  # type: ignore[attr-defined]
            (one.public_id, shown % {"number": one.number, "project": one.project, "people": one.people})
            for one in classes
        ]
