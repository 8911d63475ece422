"""What a provider fills in for its courses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.catalogue.types import LessonFacts
from yunpei.portals.ui.forms import LongText, PlainForm, Upload
from yunpei.portals.ui.labels import WORDS

LETTERS = "ABCDEF"


class CourseForm(PlainForm):
    """A new course."""

    title = forms.CharField(label=_("课程名称"), max_length=200)
    kind = forms.ChoiceField(label=_("课程类别"), choices=list(WORDS["course_kind"].items()))
    project = forms.CharField(
        label=_("培训项目"),
        max_length=200,
        help_text=_("职业（工种）或项目名称，例如：电工。可以选已有的，也可以填新的；同一项目只补贴一次"),
        widget=forms.TextInput(attrs={"list": "projects"}),
    )


class LessonForm(PlainForm):
    """One lesson with its video or document."""

    title = forms.CharField(label=_("课时名称"), max_length=200)
    file = Upload(
        label=_("视频或文档"), accept=".mp4,.pdf", help_text=_("mp4（H.264）或 PDF；按文件内容检查，上传一次即可")
    )
    minutes = forms.IntegerField(
        label=_("计划时长（分钟）"),
        required=False,
        min_value=1,
        max_value=360,
        help_text=_("最多计入这么久。视频可以不填，按视频时长；文档要填"),
    )


class QuestionForm(PlainForm):
    """One question of the bank: two to six options, and which of them are right."""

    kind = forms.ChoiceField(label=_("题型"), choices=list(WORDS["question_kind"].items()))
    lesson_id = forms.TypedChoiceField(label=_("用在哪里"), required=False, coerce=int, empty_value=None)
    text = LongText(label=_("题目"), max_length=2000)

    def __init__(self, *args: Any, lessons: Iterable[LessonFacts] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = [(one.id, _("考试，和这一课的练习：%(t)s") % {"t": one.title}) for one in lessons]
        self.fields["lesson_id"].choices = [("", _("只用于考试")), *after]  # type: ignore[attr-defined]
        for place, letter in enumerate(LETTERS):
            label = _("选项 %(letter)s") % {"letter": letter}
            self.fields[f"option_{place}"] = forms.CharField(label=label, max_length=500, required=place < 2)
            right = _("选项 %(letter)s 正确") % {"letter": letter}
            self.fields[f"right_{place}"] = forms.BooleanField(label=right, required=False)

    def pairs(self) -> list[tuple[Any, Any]]:
        """Each option with the box that says that it is right."""
        return [(self[f"option_{place}"], self[f"right_{place}"]) for place in range(len(LETTERS))]

    def clean(self) -> dict[str, Any]:
        """What is ticked has to be written: an empty option is left out."""
        given = super().clean() or {}
        for place in range(len(LETTERS)):
            if given.get(f"right_{place}") and not given.get(f"option_{place}") and f"option_{place}" in given:
                self.add_error(f"option_{place}", _("标为正确的选项没有内容"))
        return given

    def asked(self) -> dict[str, Any]:
        """The question as the catalogue takes it."""
        given = self.cleaned_data
        filled = [place for place in range(len(LETTERS)) if given[f"option_{place}"]]
        return {
            "lesson_id": given["lesson_id"],
            "text": given["text"],
            "options": [given[f"option_{place}"] for place in filled],
            "answer": [index for index, place in enumerate(filled) if given[f"right_{place}"]],
        }
