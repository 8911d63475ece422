"""Every component in every state, on one page: for those who build pages, and for the accessibility tests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yunpei.portals.ui import labels
from yunpei.portals.ui.forms import Day, LongText, PlainForm, Upload
from yunpei.portals.ui.pages import page

AUDIENCES = ("public", "learner", "organisation", "bureau")


class SampleForm(PlainForm):
    """One field of each kind."""

    text = forms.CharField(label="单行文字", help_text="提示说明怎么填")
    number = forms.IntegerField(label="数字", required=False)
    day = Day(label="日期", required=False)
    choice = forms.ChoiceField(label="下拉选择", choices=[("a", "甲"), ("b", "乙")])
    radio = forms.ChoiceField(label="单选", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        label="多选", choices=[("a", "甲"), ("b", "乙")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label="已阅读并同意")
    long = LongText(label="多行文字", required=False)
    file = Upload(label="上传文件", required=False)


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
        "page": Paginator(range(60), 20).get_page(2),
    }
    return render(request, "ui/gallery.html", values)
