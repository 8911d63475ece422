"""What an organisation fills in when it brings in records of study elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.learning.records.mappings import GENERAL, mappings
from yunpei.portals.ui.forms import Day, PlainForm, Upload
from yunpei.portals.ui.labels import WORDS
from yunpei.portals.ui.templatetags.ui import say


class ExportForm(PlainForm):
    """A platform's export, and which platform it is."""

    platform = forms.ChoiceField(label=_("从哪个平台导出"))
    channel = forms.CharField(
        label=_("平台名称"),
        max_length=200,
        required=False,
        help_text=_("上面选“其他平台”时填写，与备案的线上培训渠道名称或链接一致"),
    )
    file = Upload(
        label=_("导出的学习记录"),
        accept=".xlsx,.csv",
        help_text=_("xlsx 或 CSV，一行一条，至少有：身份证号码（或姓名和手机号）、日期或起止时间、学习时长"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The platforms that there is a mapping for now."""
        super().__init__(*args, **kwargs)
        self.fields["platform"].choices = [(one.id, say(one.name)) for one in mappings()[0].values()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another platform is named."""
        given = super().clean() or {}
        if given.get("platform") == GENERAL and not given.get("channel"):
            self.add_error("channel", _("请写明平台名称"))
        return given


class PapersForm(PlainForm):
    """Files, and what is stated for the people who are ticked below."""

    kind = forms.ChoiceField(
        label=_("材料类型"),
        choices=[(name, words) for name, words in WORDS["record_kind"].items() if name != "export"],
    )
    way = forms.ChoiceField(label=_("学习方式"), choices=list(WORDS["record_way"].items()))
    channel = forms.CharField(
        label=_("在哪里学习"), max_length=200, help_text=_("平台、网站、微信群或场所的名称；备案过的写备案的名称")
    )
    papers = Upload(
        label=_("文件"),
        accept=".pdf,.png,.jpg,.jpeg,.xlsx,.mp4",
        help_text=_("截图、签到表的 PDF、PNG、JPG、xlsx，或 mp4 视频；可以选多个"),
    )
    first_day = Day(label=_("从哪一天"))
    last_day = Day(label=_("到哪一天"))
    minutes = forms.IntegerField(
        label=_("每人学习时长（分钟）"),
        min_value=1,
        required=False,
        help_text=_("各人不同的，在下面的人员后面填写"),
    )
    note = forms.CharField(label=_("说明"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Several files may be picked at once."""
        super().__init__(*args, **kwargs)
        self.fields["papers"].widget.attrs["multiple"] = True
