"""What inspectors fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.oversight.types import InspectionResult, PenaltyKind, RegisterKind
from yunpei.portals.ui.forms import Day, LongText, PlainForm, Upload
from yunpei.portals.ui.labels import WORDS


class RegisterForm(PlainForm):
    """A register of people, as of a day."""

    kind = forms.TypedChoiceField(label=_("登记簿"), choices=list(WORDS["register_kind"].items()), coerce=RegisterKind)
    as_of = Day(label=_("数据截至"))
    file = Upload(
        label=_("文件"),
        accept=".xlsx,.csv,.parquet",
        help_text=_("xlsx、CSV 或 Parquet；身份证号码加密保存，文件本身不保存"),
    )


class DrawForm(PlainForm):
    """What is drawn, and where the seed will come from."""

    title = forms.CharField(label=_("名称"), max_length=200)
    enterprises = forms.IntegerField(label=_("抽取企业数"), min_value=1, max_value=1000)
    inspectors = forms.IntegerField(label=_("每家检查人员数"), min_value=1, max_value=10, initial=2)
    seed_rule = LongText(
        label=_("种子的来源"),
        max_length=500,
        help_text=_("写明到时从哪里取、怎么写，任何人都能查到，例如某日某彩票的开奖号码"),
    )
    seed_not_before = Day(label=_("种子产生日期"), help_text=_("在今天之后"))


class InspectorForm(PlainForm):
    """Whom an inspector must not inspect."""

    barred = LongText(label=_("需要回避的单位（统一社会信用代码，一行一个）"), required=False, max_length=4000)

    def clean_barred(self) -> tuple[str, ...]:
        """A code a line."""
        return tuple(one for one in self.cleaned_data["barred"].split() if one)


class InspectionForm(PlainForm):
    """What a visit came to."""

    visited_on = Day(label=_("检查日期"))
    found = LongText(label=_("检查情况"), max_length=4000, help_text=_("将公开；不要写身份证号码和个人联系方式"))
    result = forms.TypedChoiceField(
        label=_("检查结果"), choices=list(WORDS["inspection_result"].items()), coerce=InspectionResult
    )
    mend_by = Day(label=_("改正期限"), required=False, help_text=_("责令改正时填写"))
    photos = Upload(label=_("照片"), required=False, accept=".png,.jpg,.jpeg", help_text=_("PNG、JPG，最多12张"))
    stop = forms.BooleanField(label=_("暂停办理该单位在办的申领"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget.attrs["multiple"] = True


class AnswerForm(PlainForm):
    """Words that the other side reads."""

    answer = LongText(label=_("答复"), max_length=4000)


class HoldCaseForm(PlainForm):
    """Which case waits."""

    case = forms.CharField(label=_("案件编号"), max_length=32)


class PenaltyForm(PlainForm):
    """A step of the ladder."""

    organisation = forms.CharField(label=_("单位（统一社会信用代码）"), max_length=30)
    kind = forms.TypedChoiceField(label=_("处理"), choices=list(WORDS["penalty_kind"].items()), coerce=PenaltyKind)
    months = forms.IntegerField(
        label=_("期限（月）"), required=False, min_value=1, max_value=36, help_text=_("暂停资格、列入名单时填写")
    )
    case = forms.CharField(label=_("相关案件编号"), required=False, max_length=32)
    facts = LongText(label=_("查实的情况"), max_length=4000)
    basis = forms.CharField(label=_("依据的条款"), max_length=500)
