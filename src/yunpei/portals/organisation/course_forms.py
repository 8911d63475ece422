"""What a provider fills in for its courses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.catalogue.bank import Graded
from yunpei.catalogue.topics import TOPICS
from yunpei.catalogue.types import TRUE_OR_FALSE, CourseKind, Difficulty, Honour, LessonFacts, LessonKind, QuestionKind
from yunpei.portals.ui.forms import LongText, PlainForm, Upload
from yunpei.portals.ui.labels import WORDS

LETTERS = "ABCDEF"
MOST_HONOURS = 5
WITHOUT_FILE = (LessonKind.QUIZ, LessonKind.PRACTICAL, LessonKind.LIVE)


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


class DescribeForm(PlainForm):
    """What a draft is called and where it stands in the catalogue."""

    title = forms.CharField(label=_("课程名称"), max_length=200)
    topic = forms.ChoiceField(label=_("细分类目"), required=False)
    occupation = forms.CharField(
        label=_("职业编码"),
        max_length=10,
        required=False,
        help_text=_("按国家职业分类大典填写，例如 6-31-01-03；不针对某一职业的可以不填"),
    )
    occupation_name = forms.CharField(label=_("职业名称"), max_length=60, required=False)
    about = LongText(label=_("课程简介"), max_length=4000, required=False)

    def __init__(self, *args: Any, kind: CourseKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.code, one.name) for one in TOPICS.values() if one.kind is kind]
        self.fields["topic"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]


class LessonChangeForm(PlainForm):
    """What a lesson says of itself."""

    title = forms.CharField(label=_("课时名称"), max_length=200)
    chapter = forms.CharField(
        label=_("所属章"), max_length=100, required=False, help_text=_("例如：第一章 用电常识；同一章的课时排在一起")
    )
    minutes = forms.IntegerField(label=_("计划时长（分钟）"), min_value=1, max_value=360)
    brief = LongText(
        label=_("任务说明"), max_length=4000, required=False, help_text=_("练习和实操要写明做什么、怎样算完成")
    )


class LessonForm(LessonChangeForm):
    """One lesson with its video or document, or a quiz, practical task or live lesson without."""

    kind = forms.ChoiceField(
        label=_("课时类型"),
        required=False,
        choices=[
            ("", _("视频或文档（按文件内容）")),
            *((one.value, WORDS["lesson_kind"][one.value]) for one in WITHOUT_FILE),
        ],
    )
    file = Upload(
        label=_("视频或文档"),
        accept=".mp4,.pdf",
        required=False,
        help_text=_("mp4（H.264）或 PDF；按文件内容检查，断线后选同一文件可续传"),
    )
    stored = forms.UUIDField(required=False, widget=forms.HiddenInput)
    minutes = forms.IntegerField(
        label=_("计划时长（分钟）"),
        required=False,
        min_value=1,
        max_value=360,
        help_text=_("最多计入这么久。视频可以不填，按视频时长；其他要填"),
    )
    field_order = ("title", "kind", "file", "chapter", "minutes", "brief")


class CaptionsForm(PlainForm):
    """Captions of a video."""

    captions = Upload(label=_("字幕文件"), accept=".vtt", help_text=_("WebVTT 格式，UTF-8 编码"))


class TeacherForm(PlainForm):
    """One of the organisation's teachers, with their honours."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    trade = forms.CharField(label=_("专业或工种"), max_length=100)
    about = LongText(label=_("简介"), max_length=2000, required=False)
    live = forms.BooleanField(label=_("可邀请直播授课"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("无")), *WORDS["honour"].items()]
        for n in range(1, MOST_HONOURS + 1):
            of = {"n": n}
            self.fields[f"honour_{n}"] = forms.ChoiceField(label=_("荣誉 %(n)d") % of, required=False, choices=choices)
            self.fields[f"year_{n}"] = forms.IntegerField(label=_("荣誉 %(n)d 的年份") % of, required=False)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of each honour and its year."""
        return [(self[f"honour_{n}"], self[f"year_{n}"]) for n in range(1, MOST_HONOURS + 1)]

    def clean(self) -> dict[str, Any]:
        """An honour has its year, and a year its honour."""
        given = super().clean() or {}
        for n in range(1, MOST_HONOURS + 1):
            honour, year = given.get(f"honour_{n}"), given.get(f"year_{n}")
            if honour and year is None and f"year_{n}" in given:
                self.add_error(f"year_{n}", _("请填写荣誉年份"))
            if year is not None and honour == "":
                self.add_error(f"honour_{n}", _("请选择荣誉，或删去年份"))
        return given

    def asked(self) -> dict[str, Any]:
        """The teacher as the pool takes them."""
        given = self.cleaned_data
        pairs = [(given[f"honour_{n}"], given[f"year_{n}"]) for n in range(1, MOST_HONOURS + 1)]
        honours = [(Honour(honour), year) for honour, year in pairs if honour]
        return {**{name: given[name] for name in ("name", "trade", "about", "live")}, "honours": honours}


class QuestionForm(PlainForm):
    """One question of the bank: two to six options and which of them are right, right or wrong, or a number."""

    kind = forms.ChoiceField(label=_("题型"), choices=list(WORDS["question_kind"].items()))
    lesson_id = forms.TypedChoiceField(label=_("用在哪里"), required=False, coerce=int, empty_value=None)
    text = LongText(label=_("题目"), max_length=2000)
    points = forms.IntegerField(label=_("分值"), min_value=1, max_value=100, initial=1)
    chapter = forms.CharField(label=_("章节"), max_length=100, required=False)
    difficulty = forms.TypedChoiceField(
        label=_("难度"), choices=list(WORDS["difficulty"].items()), coerce=int, initial=int(Difficulty.MEDIUM)
    )
    number = forms.CharField(
        label=_("正确的数值"), max_length=30, required=False, help_text=_("只有计算题填写，不用填选项")
    )
    within = forms.CharField(label=_("允许误差"), max_length=30, required=False)

    def __init__(self, *args: Any, lessons: Iterable[LessonFacts] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = [(one.id, _("考试，和这一课的练习：%(t)s") % {"t": one.title}) for one in lessons]
        self.fields["lesson_id"].choices = [("", _("只用于考试")), *after]  # type: ignore[attr-defined]
        for place, letter in enumerate(LETTERS):
            label = _("选项 %(letter)s") % {"letter": letter}
            self.fields[f"option_{place}"] = forms.CharField(label=label, max_length=500, required=False)
            right = _("选项 %(letter)s 正确") % {"letter": letter}
            self.fields[f"right_{place}"] = forms.BooleanField(label=right, required=False)

    def pairs(self) -> list[tuple[Any, Any]]:
        """Each option with the box that says that it is right."""
        return [(self[f"option_{place}"], self[f"right_{place}"]) for place in range(len(LETTERS))]

    def clean(self) -> dict[str, Any]:
        """What is ticked has to be written: an empty option is left out."""
        given = super().clean() or {}
        if given.get("kind") == QuestionKind.TRUE_FALSE:  # its two options are always the same
            given |= {f"option_{place}": text for place, text in enumerate(TRUE_OR_FALSE)}
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
            "more": Graded(
                points=given["points"],
                chapter=given["chapter"],
                difficulty=Difficulty(given["difficulty"]),
                number=given["number"],
                within=given["within"],
            ),
        }
