"""Every component in every state, on one page: for those who build pages, and for the accessibility tests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunpei.portals.ui import labels
from yunpei.portals.ui.forms import Day, LongText, PlainForm, Upload
from yunpei.portals.ui.pages import page

AUDIENCES = ("public", "learner", "organisation", "bureau")
TWO = [("a", gettext_lazy("甲")), ("b", gettext_lazy("乙"))]


class SampleForm(PlainForm):
    """One field of each kind."""

    text = forms.CharField(label=gettext_lazy("单行文字"), help_text=gettext_lazy("提示说明怎么填"))
    number = forms.IntegerField(label=gettext_lazy("数字"), required=False)
    day = Day(label=gettext_lazy("日期"), required=False)
    choice = forms.ChoiceField(label=gettext_lazy("下拉选择"), choices=TWO)
    radio = forms.ChoiceField(label=gettext_lazy("单选"), choices=TWO, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        label=gettext_lazy("多选"), choices=TWO, widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label=gettext_lazy("已阅读并同意"))
    long = LongText(label=gettext_lazy("多行文字"), required=False)
    file = Upload(label=gettext_lazy("上传文件"), required=False)


@page()
def gallery(request: HttpRequest) -> HttpResponse:
    """The page."""
    wrong = SampleForm({"number": "x", "day": "2020-13-01"}, prefix="wrong")
    wrong.is_valid()
    values: dict[str, Any] = {
        "form": SampleForm(),
        "wrong": wrong,
        "audiences": AUDIENCES,
        "tables": [(name, list(table)) for name, table in labels.TABLES.items()],
        "steps": [
            {"text": _("计划"), "state": "done", "note": "", "href": "#"},
            {"text": _("花名册"), "state": "done", "note": _("%(n)d 人") % {"n": 40}, "href": ""},
            {"text": _("培训"), "state": "now", "note": "", "href": "#"},
            {"text": _("申领"), "state": "next", "note": "", "href": ""},
            {"text": _("到账"), "state": "stopped", "note": "", "href": ""},
        ],
        "bars": [
            {"name": _("小型"), "after_fen": 44400, "before_fen": 30000, "after": "100%", "before": "67%"},
            {"name": _("微型"), "after_fen": 0, "before_fen": 22200, "after": "0%", "before": "50%"},
        ],
        "page": Paginator(range(60), 20).get_page(2),
    }
    return render(request, "ui/gallery.html", values)
