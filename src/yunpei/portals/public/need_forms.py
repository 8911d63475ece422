"""What a training need is made of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.oversight.needs.actions import MOST_PEOPLE
from yunpei.oversight.needs.types import NeedMode
from yunpei.portals.ui.forms import LongText, PlainForm

MODES = {
    NeedMode.ONLINE: _("线上"),
    NeedMode.OFFLINE: _("线下"),
    NeedMode.BLENDED: _("线上线下结合"),
    NeedMode.ANY: _("都可以"),
}


class NeedForm(PlainForm):
    """Project, people, month, mode."""

    project = forms.CharField(label=_("想参加的培训项目"), max_length=100)
    people = forms.IntegerField(label=_("人数"), min_value=1, max_value=MOST_PEOPLE)
    region = forms.ChoiceField(label=_("所在区县"))
    month = forms.CharField(
        label=_("希望开班的月份"), widget=forms.TextInput(attrs={"type": "month"}), help_text=_("如 2020-07")
    )
    mode = forms.ChoiceField(label=_("方式"), choices=[(one.value, word) for one, word in MODES.items()])
    words = LongText(label=_("补充说明"), max_length=500, required=False)

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = places  # type: ignore[attr-defined]

    def clean_month(self) -> date:
        """The first day of the month."""
        try:
            return date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            raise forms.ValidationError(_("请写成 2020-07 这样的月份")) from None

    def clean_mode(self) -> NeedMode:
        """As the room takes it."""
        return NeedMode(self.cleaned_data["mode"])
