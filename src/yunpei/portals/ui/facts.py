"""A form made of a programme's columns: one field a fact, in the words of the columns, read like the cell of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.casework.types import AskedFact
from yunpei.portals.ui.forms import PlainForm
from yunpei.portals.ui.templatetags.ui import say

YES_NO = [("yes", _("是")), ("no", _("否"))]


class FactForm(PlainForm):
    """Facts as they are typed; the room judges them, as it judges the cells of a table. Gaps are told when it is submitted.

    corrections: fact → what an officer asks to be corrected in it, shown beside it.
    """

    def __init__(
        self,
        *args: Any,
        asked: Sequence[AskedFact],
        corrections: Mapping[str, Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.corrections = asked, corrections or {}
        self.needed_later = frozenset(one.name for one in asked)
        for one in asked:
            self.fields[one.name] = _field(one)

    def facts(self) -> dict[str, str]:
        """Fact → what was typed."""
        return {one.name: self.cleaned_data.get(one.name, "") for one in self.asked}


def _field(one: AskedFact) -> forms.Field:
    label, hint = say(one.text), say(one.meaning)
    given: dict[str, Any] = {"label": label, "required": False, "help_text": "" if hint == label else hint}
    if one.kind == "yes_no":
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **given)
    if one.words:
        words = [(word, say(text)) for word, text in one.words.items()]
        return forms.ChoiceField(choices=[("", _("请选择")), *words], **given)
    if one.kind == "date":
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), max_length=20, **given)
    return forms.CharField(max_length=200, **given)
