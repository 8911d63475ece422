"""What a teacher fills in: how the exam is sat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.learning.types import PaperRules, Part
from yunpei.portals.ui.forms import PlainForm
from yunpei.portals.ui.labels import WORDS


class ExamForm(PlainForm):
    """Questions, time, tries, and how many of each chapter and difficulty that the bank has."""

    questions = forms.IntegerField(label=_("题数"), min_value=1, help_text=_("下面按章节抽题的，以下面为准"))
    minutes = forms.IntegerField(label=_("考试时间（分钟）"), min_value=1)
    tries = forms.IntegerField(label=_("考试次数"), min_value=1, help_text=_("包括补考"))
    wait = forms.IntegerField(label=_("补考间隔（小时）"), min_value=0, required=False)
    graders = forms.ChoiceField(
        label=_("实操考试"),
        choices=[("0", _("没有")), ("1", _("一名老师评分")), ("2", _("两名老师分别评分，取平均"))],
    )

    def __init__(self, *args: Any, parts: Mapping[tuple[str, int], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts = list(parts)
        for n, ((chapter, difficulty), there) in enumerate(parts.items()):
            of = {"chapter": chapter or _("不分章节"), "hard": WORDS["difficulty"][str(difficulty)], "n": there}
            label = _("%(chapter)s · %(hard)s（题库 %(n)d 题）") % of
            self.fields[f"part_{n}"] = forms.IntegerField(label=label, min_value=0, required=False)

    def drawn(self) -> list[Any]:
        """The fields for how many of each."""
        return [self[f"part_{n}"] for n in range(len(self._parts))]

    def rules(self) -> PaperRules:
        """What was filled in, as the room takes it."""
        given = self.cleaned_data
        wanted = [(part, given[f"part_{n}"] or 0) for n, part in enumerate(self._parts)]
        return PaperRules(
            questions=given["questions"],
            time=timedelta(minutes=given["minutes"]),
            tries=given["tries"],
            wait=timedelta(hours=given["wait"] or 0),
            parts=tuple(Part(chapter, difficulty, count) for (chapter, difficulty), count in wanted if count),
            graders=int(given["graders"]),
        )


def filled(rules: PaperRules, parts: Mapping[tuple[str, int], int]) -> dict[str, Any]:
    """The form's values as the rules stand."""
    counts = {(one.chapter, one.difficulty): one.count for one in rules.parts}
    return {
        "questions": rules.questions,
        "minutes": rules.time // timedelta(minutes=1),
        "tries": rules.tries,
        "wait": rules.wait // timedelta(hours=1),
        "graders": str(rules.graders),
        **{f"part_{n}": counts.get(part) for n, part in enumerate(parts)},
    }
