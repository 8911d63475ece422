"""Fields as this site's pages want them; the browser's own checks stay off, so that all faults are told at once."""

from __future__ import annotations

from typing import Any

from django import forms


class PlainForm(forms.Form):
    """A form without colons and without inline styles."""

    use_required_attribute = False
    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class Day(forms.DateField):
    """A date with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LongText(forms.CharField):
    """Several lines of text."""

    widget = forms.Textarea(attrs={"rows": 3})


class Upload(forms.FileField):
    """A file to hand in. `accept` is a help to the person who picks; the room judges the content."""

    def __init__(self, *args: Any, accept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs["accept"] = accept
