"""What officers say to the inbox: which cases, and under which name to keep the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.casework.types import CaseKind, CaseState, Tab, Wanted
from yunpei.portals.ui import labels
from yunpei.portals.ui.forms import PlainForm

ORDER = [("", _("先到期的在前")), ("late", _("后到期的在前"))]
STARTED = [state for state in CaseState if state is not CaseState.DRAFT]


class InboxForm(PlainForm):
    """Which cases the inbox shows. The tab is chosen by a link, and kept by the form."""

    text = forms.CharField(
        label=_("编号或单位"), max_length=100, required=False, help_text=_("编号的开头，或名称中的任何几个字")
    )
    state = forms.ChoiceField(label=_("状态"), required=False)
    kind = forms.ChoiceField(label=_("类型"), required=False)
    programme = forms.ChoiceField(label=_("补贴项目"), required=False)
    region = forms.ChoiceField(label=_("地区"), required=False)
    assigned = forms.ChoiceField(label=_("承办人"), required=False)
    order = forms.ChoiceField(label=_("排序"), choices=ORDER, required=False)
    tab = forms.ChoiceField(choices=[(one.value, one.value) for one in Tab], required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, programmes: Sequence[str], places: Sequence[Any], officers: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.value, labels.word("kind", one.value)) for one in CaseKind]
        states = [(one.value, labels.find("claim", one.value).to("bureau")) for one in STARTED]
        self._choose("state", [("", _("全部状态")), *states])
        self._choose("kind", [("", _("不限类型")), *kinds])
        self._choose("programme", [("", _("全部项目")), *((one, one) for one in programmes)])
        self._choose("region", [("", _("全部地区")), *places])
        self._choose("assigned", [("", _("不限")), *((str(key), name) for key, name in officers.items())])

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self, tab: Tab) -> Wanted:
        """What is asked for; fields that are not sound are left out, and said beside themselves. tab: where none is chosen."""
        given = self.given()
        return Wanted(
            tab=Tab(given["tab"]) if given.get("tab") else tab,
            state=CaseState(given["state"]) if given.get("state") else None,
            kind=CaseKind(given["kind"]) if given.get("kind") else None,
            programme=given.get("programme", ""),
            region=given.get("region", ""),
            assigned=int(given["assigned"]) if given.get("assigned") else None,
            text=given.get("text", ""),
            soonest_first=given.get("order") != "late",
        )

    def given(self) -> dict[str, str]:
        """The sound fields that say something."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def address(self, **changes: str) -> str:
        """The filter as it stands after a page's question mark; a change to "" leaves a part out."""
        return urlencode({name: value for name, value in {**self.given(), **changes}.items() if value})


class KeepForm(PlainForm):
    """The name that a filter is kept under."""

    name = forms.CharField(label=_("保存当前筛选为"), max_length=40)
