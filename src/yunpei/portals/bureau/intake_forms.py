"""What an officer enters of a paper that came in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.casework.types import CaseKind, IntakeWay
from yunpei.portals.ui.forms import Day, PlainForm, Upload
from yunpei.portals.ui.labels import WORDS

SCANS = ".pdf,.png,.jpg,.jpeg"


class IntakeForm(PlainForm):
    """Which organisation, what it asks for, and how the paper came."""

    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18)
    what = forms.ChoiceField(label=_("办理什么"), help_text=_("开班备案、申请选项目；补贴申领填备案号"))
    filing = forms.CharField(label=_("备案号（补贴申领填写）"), max_length=32, required=False)
    way = forms.ChoiceField(label=_("收到方式"), choices=list(WORDS["intake_way"].items()), widget=forms.RadioSelect)
    received_on = Day(label=_("收到日期"), help_text=_("办理期限从这一天起算；邮寄的为签收日"))
    file = Upload(label=_("纸质材料扫描件"), accept=SCANS)

    def __init__(self, *args: Any, filings: list[Any], applications: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("claim", WORDS["kind"]["claim"]),
            (WORDS["kind"]["class_filing"], [(f"class_filing {name}", words) for name, words in filings]),
            (WORDS["kind"]["application"], [(f"application {name}", words) for name, words in applications]),
        ]

    def given(self) -> dict[str, Any]:
        """As the room takes it, without the scan."""
        typed = self.cleaned_data
        kind, _, programme = typed["what"].partition(" ")
        return {
            "kind": CaseKind(kind),
            "programme": programme,
            "filing": typed["filing"],
            "credit_code": typed["credit_code"],
            "way": IntakeWay(typed["way"]),
            "received_on": typed["received_on"],
        }


class PaperForm(PlainForm):
    """One paper of the case, or the table or roster that came with it."""

    file = Upload(label=_("文件"))
