"""What officers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.common.money import fen_of_yuan
from yunpei.portals.ui.forms import Day, LongText, PlainForm, Upload
from yunpei.portals.ui.templatetags.ui import say


class HourForm(PlainForm):
    """The bureau's choice of a class hour, where the circular leaves it open."""

    minutes = forms.IntegerField(
        label=_("每课时多少分钟"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("通知没有写明的，由审核部门确定；不填按45分钟"),
    )
    accumulate = forms.ChoiceField(
        label=_("零散学习时间怎么合并"),
        required=False,
        choices=[
            ("", _("按通知；未写明的全班期累计")),
            ("class", _("全班期累计")),
            ("lesson", _("按每节课累计")),
            ("day", _("按每天累计")),
        ],
    )


class ReasonForm(PlainForm):
    """A written reason."""

    reason = LongText(label=_("理由"), max_length=2000)


class PublishForm(PlainForm):
    """What hangs on a public notice."""

    attachments = Upload(
        label=_("公示附件（可不传）"),
        required=False,
        accept=".pdf,.xlsx,.docx,.png,.jpg,.jpeg",
        help_text=_("发布前自动检查完整的身份证号码，查到的不能发布；最多5个文件"),
    )
    looked = forms.BooleanField(label=_("附件中的图片已人工查看，没有完整的身份证号码"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].widget.attrs["multiple"] = True


class SettleForm(PlainForm):
    """How an objection is settled."""

    uphold = forms.TypedChoiceField(
        label=_("处理结果"),
        choices=[("no", _("异议不成立")), ("yes", _("异议成立"))],
        coerce=lambda typed: typed == "yes",
        widget=forms.RadioSelect,
    )
    answer = LongText(label=_("答复（提出人凭回执码可见）"), max_length=2000)


class GrantForm(PlainForm):
    """Money put into a region's budget of a fund."""

    fund = forms.ChoiceField(label=_("资金"))
    region = forms.ChoiceField(label=_("地区"))
    amount = forms.CharField(label=_("金额（元）"), max_length=30)
    reason = forms.CharField(label=_("依据文号"), max_length=200)

    def clean_amount(self) -> int:
        """Yuan as typed → fen."""
        try:
            return fen_of_yuan(self.cleaned_data["amount"])
        except ValueError as error:
            raise forms.ValidationError(say(error.args[0])) from None

    def __init__(self, *args: Any, funds: list[str], regions: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fund"].choices = [(one, one) for one in funds]  # type: ignore[attr-defined]
        self.fields["region"].choices = regions  # type: ignore[attr-defined]


class FigureForm(PlainForm):
    """A value for a figure that a circular leaves open, in the unit that people write: yuan, a day, a whole number."""

    value = forms.CharField(label=_("数值"), max_length=20)
    reason = LongText(label=_("依据"), max_length=300, help_text=_("写明文号或会议纪要"))

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        if unit == "date":
            self.fields["value"] = Day(label=_("日期"))
        elif unit == "fen":
            self.fields["value"].label = _("金额（元）")

    def clean_value(self) -> Any:
        """As the rooms take it: fen, a day, or the number."""
        typed = self.cleaned_data["value"]
        if self.unit != "fen":
            return typed
        try:
            return fen_of_yuan(typed)
        except ValueError as error:
            raise forms.ValidationError(say(error.args[0])) from None


class RehearsalForm(PlainForm):
    """Which version decides which lines, and what it is compared with."""

    programme = forms.ChoiceField(label=_("试算哪个项目"))
    source = forms.ChoiceField(
        label=_("用哪些行"),
        choices=[("decided", _("本地区已核准的申领")), ("file", _("上传一份花名册"))],
        widget=forms.RadioSelect,
        initial="decided",
    )
    decided = forms.ChoiceField(label=_("哪一年、哪个项目的申领"), required=False)
    district = forms.ChoiceField(label=_("单位所在区县"), required=False)
    file = Upload(
        label=_("花名册文件"),
        accept=".xlsx,.csv,.parquet",
        required=False,
        help_text=_("xlsx、CSV 或 Parquet，最多 20,000 行；有“已付金额（元）”“地区”两列时一并用上；文件不保存"),
    )
    against = forms.ChoiceField(label=_("与什么对照"), required=False)
    years = forms.IntegerField(
        label=_("把它自己的日期提前几年读"),
        required=False,
        min_value=-99,
        max_value=99,
        help_text=_("不填则推算：使中间一行落在它的执行期内"),
    )
    against_years = forms.IntegerField(
        label=_("把对照项目的日期提前几年读"), required=False, min_value=-99, max_value=99
    )

    def __init__(
        self,
        *args: Any,
        versions: list[tuple[str, str]],
        decided: list[tuple[str, str]],
        districts: list[Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        as_is = _("自动：当时核定或已付的金额；没有就用当时执行的版本")
        for name, choices in (
            ("programme", versions),
            ("against", [("", as_is), *versions]),
            ("decided", [("", "—"), *decided]),
            ("district", [("", _("全部")), *districts]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not decided:
            self.initial.setdefault("source", "file")

    def clean(self) -> dict[str, Any]:
        """What belongs to the lines that were picked is there."""
        given = super().clean() or {}
        wanted = {"decided": _("请选择一年"), "file": _("请选择文件")}
        source = given.get("source", "")
        if source in wanted and not given.get(source) and source not in self.errors:
            self.add_error(source, wanted[source])
        return given
