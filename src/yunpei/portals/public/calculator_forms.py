"""What a calculator is told: where, how many, and the facts that a programme reads; or a roster."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.casework.queries.estimates import MOST_LINES, MOST_PEOPLE
from yunpei.portals.ui.facts import FactForm
from yunpei.portals.ui.forms import PlainForm, Upload


class EstimateForm(FactForm):
    """A district, a number of people, and what they have in common."""

    region = forms.ChoiceField(label=_("单位所在区县"))
    people = forms.IntegerField(label=_("人数"), min_value=1, max_value=MOST_PEOPLE, initial=1)

    def __init__(self, *args: Any, districts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = districts  # type: ignore[attr-defined]
        for one in self.asked:
            if one.needed:
                self.fields[one.name].label = _("%(name)s（必填）") % {"name": self.fields[one.name].label}


class EstimateRosterForm(PlainForm):
    """A district and a roster."""

    region = forms.ChoiceField(label=_("单位所在区县"))
    file = Upload(
        label=_("花名册文件"),
        accept=".xlsx,.csv,.parquet",
        help_text=_("xlsx、CSV 或 Parquet，最多 %(most)s 行；算完即删，不保存") % {"most": f"{MOST_LINES:,}"},
    )

    def __init__(self, *args: Any, districts: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = districts  # type: ignore[attr-defined]
