"""What an officer fills in to publish a batch of a directory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.catalogue.directories import Entry
from yunpei.portals.ui.forms import LongText, PlainForm


class BatchForm(PlainForm):
    """What comes in and what goes out."""

    title = forms.CharField(label=_("批次名称"), max_length=200)
    entries = LongText(
        label=_("列入的条目"),
        required=False,
        help_text=_("一行一条：类型|名称|编码|范围|开始日期|结束日期。结束日期可以不填；可从表格粘贴"),
    )
    out = forms.TypedMultipleChoiceField(
        label=_("移出的条目"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, standing: Iterable[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["out"].choices = [(one.id, f"{one.name} {one.code}".strip()) for one in standing]  # type: ignore[attr-defined]
