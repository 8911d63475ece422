"""What an archive is searched by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.portals.ui.forms import PlainForm


class ArchiveForm(PlainForm):
    """A class, a person or a company; what is given has to fit together."""

    class_number = forms.CharField(label=_("班级编号"), max_length=64, required=False)
    id_number = forms.CharField(
        label=_("身份证号码"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=30, required=False)

    def clean(self) -> dict[str, Any]:
        """Something to search by is there."""
        given = super().clean() or {}
        if not any(given.values()):
            self.add_error(None, _("请至少填写一项"))
        return given
