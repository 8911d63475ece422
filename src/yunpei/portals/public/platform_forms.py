"""What anyone says of a platform in notice, and what its reviewers fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.catalogue.selection.types import Criterion
from yunpei.portals.ui.forms import LongText, PlainForm


class ObjectionForm(PlainForm):
    """An objection to a platform in notice."""

    text = LongText(
        label=_("异议内容"), max_length=4000, help_text=_("请写明事实；不要写身份证号码。提交后给您一个回执码")
    )


class MarksForm(PlainForm):
    """Marks for every criterion, and why."""

    opinion = LongText(label=_("书面意见"), max_length=2000)

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = tuple(criteria)
        for one in self.criteria:
            self.fields[f"mark_{one.id}"] = forms.IntegerField(
                label=_("%(name)s（权重 %(weight)s%%）") % {"name": one.name, "weight": one.weight},
                min_value=0,
                max_value=100,
                help_text=_("0 至 100 分"),
            )

    @property
    def marks_fields(self) -> list[forms.BoundField]:
        """One field a criterion."""
        return [self[f"mark_{one.id}"] for one in self.criteria]

    def marks(self) -> dict[int, int]:
        """Criterion → marks, as the room takes them."""
        return {one.id: self.cleaned_data[f"mark_{one.id}"] for one in self.criteria}
