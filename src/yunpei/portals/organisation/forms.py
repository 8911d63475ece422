"""What an organisation fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.portals.ui.facts import FactForm
from yunpei.portals.ui.forms import Day, LongText, PlainForm, Upload
from yunpei.portals.ui.labels import WORDS
from yunpei.portals.ui.plans import fen_typed


class ProgrammeForm(PlainForm):
    """Under which programme."""

    programme = forms.ChoiceField(label=_("适用的补贴项目"), widget=forms.RadioSelect)


class RosterForm(PlainForm):
    """The roster as a table."""

    file = Upload(
        label=_("花名册"),
        accept=".xlsx,.csv",
        help_text=_("xlsx 或 CSV，表头至少有：姓名、身份证号码、人员类别（职工/劳务派遣人员）"),
    )


class TableForm(PlainForm):
    """The people of an application as a table."""

    file = Upload(label=_("名单"), accept=".xlsx,.csv", help_text=_("xlsx 或 CSV；表头用下面列出的名称，先后不限"))


class PersonForm(FactForm):
    """One person of an application."""

    person_name = forms.CharField(label=_("姓名"), max_length=100)
    person_id = forms.CharField(label=_("身份证号码"), max_length=30)


class DocumentForm(PlainForm):
    """A scan."""

    file = Upload(label=_("文件"), accept=".pdf,.png,.jpg,.jpeg", help_text=_("PDF、PNG 或 JPG"))


class FirmForm(PlainForm):
    """What an organisation says of itself. What stands on the licence is looked at again by an officer once it changes."""

    name = forms.CharField(label=_("单位名称"), max_length=200, help_text=_("与营业执照一致；改动后要重新核对"))
    kind = forms.ChoiceField(label=_("单位类型"), choices=list(WORDS["organisation_kind"].items()))
    legal_representative = forms.CharField(label=_("法定代表人"), max_length=100, help_text=_("与营业执照一致"))
    licence = Upload(label=_("营业执照"), required=False, accept=".pdf,.png,.jpg,.jpeg", help_text=_("换一份才上传"))
    bank_name = forms.CharField(label=_("开户银行"), max_length=200, required=False)
    bank_account = forms.CharField(
        label=_("银行账号"), max_length=40, required=False, help_text=_("补贴拨付到这个账户")
    )
    address = forms.CharField(label=_("地址"), max_length=300, required=False)
    contact_name = forms.CharField(label=_("联系人"), max_length=100, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=20, required=False)
    industry = forms.CharField(label=_("所属行业"), max_length=40, required=False)
    business_scope = LongText(
        label=_("经营范围"), max_length=2000, required=False, help_text=_("照营业执照填写；改动后要重新核对")
    )
    size = forms.ChoiceField(
        label=_("企业规模"),
        choices=list(WORDS["size"].items()),
        required=False,
        help_text=_("按工信部联企业〔2011〕300号划型"),
    )
    headcount = forms.IntegerField(label=_("从业人员（人）"), required=False, min_value=0)
    revenue_fen = forms.CharField(label=_("营业收入（元）"), max_length=30, required=False)
    assets_fen = forms.CharField(label=_("资产总额（元）"), max_length=30, required=False)
    figures_on = Day(label=_("以上三项数据的日期"), required=False)

    def clean_revenue_fen(self) -> int | None:
        """Yuan as typed → fen."""
        return fen_typed(self.cleaned_data["revenue_fen"])

    def clean_assets_fen(self) -> int | None:
        """Yuan as typed → fen."""
        return fen_typed(self.cleaned_data["assets_fen"])


class MemberForm(PlainForm):
    """Who else acts for the organisation."""

    login = forms.CharField(
        label=_("对方的手机号"), max_length=254, help_text=_("须已实名注册；法定代表人的姓名要与营业执照一致")
    )
    role = forms.ChoiceField(label=_("职责"), choices=list(WORDS["role"].items()))


class AccountsForm(PlainForm):
    """The filled-in table of people's accounts."""

    file = Upload(label=_("账户表"), accept=".xlsx,.csv", help_text=_("xlsx 或 CSV；账号一列设为文本格式"))
