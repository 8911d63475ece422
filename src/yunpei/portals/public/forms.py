"""What visitors fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.portals.ui.forms import LongText, PlainForm, Upload
from yunpei.portals.ui.labels import WORDS


class SignInForm(PlainForm):
    """Login name and password."""

    login = forms.CharField(
        label=_("手机号或邮箱"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(PlainForm):
    """The one-time code."""

    code = forms.CharField(
        label=_("6位验证码"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ForgotForm(PlainForm):
    """Whose password shall be set."""

    login = forms.CharField(
        label=_("手机号或邮箱"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )


class PasswordForm(PlainForm):
    """The code that was sent, and the password from now on."""

    code = forms.CharField(
        label=_("6位验证码"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    password = forms.CharField(
        label=_("新密码"),
        max_length=200,
        strip=False,
        help_text=_("至少8位，不能全是数字"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一遍"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both are the same: nobody sees what they typed."""
        given = super().clean() or {}
        if "again" in given and given.get("password") != given["again"]:
            self.add_error("again", _("两次输入的密码不一样"))
        return given


class RegisterForm(PlainForm):
    """Registration by real name."""

    name = forms.CharField(
        label=_("姓名"),
        max_length=100,
        help_text=_("与身份证一致"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_number = forms.CharField(
        label=_("身份证号码"),
        max_length=30,
        help_text=_("18位；港澳台居民居住证号码也可以。号码加密保存，页面上只显示前后几位。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    phone = forms.CharField(
        label=_("手机号"),
        max_length=30,
        help_text=_("用来登录和接收验证码"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        help_text=_("至少8位，不能全是数字"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class OrganisationForm(PlainForm):
    """Registration of an organisation by its licence."""

    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=30, help_text=_("营业执照上的18位代码"))
    name = forms.CharField(label=_("单位名称"), max_length=200, help_text=_("与营业执照一致"))
    kind = forms.ChoiceField(label=_("单位类型"), choices=list(WORDS["organisation_kind"].items()))
    region = forms.ChoiceField(label=_("所在地区"))
    legal_representative = forms.CharField(label=_("法定代表人"), max_length=100)
    business_scope = LongText(label=_("经营范围"), max_length=2000, required=False, help_text=_("照营业执照填写"))
    address = forms.CharField(label=_("地址"), max_length=300, required=False)
    bank_name = forms.CharField(label=_("开户银行"), max_length=200, required=False)
    bank_account = forms.CharField(
        label=_("银行账号"), max_length=40, required=False, help_text=_("补贴拨付到这个账户")
    )
    licence = Upload(
        label=_("营业执照"),
        required=False,
        accept=".pdf,.png,.jpg,.jpeg",
        help_text=_("PDF、PNG 或 JPG；审核人员会核对"),
    )


class ObjectionForm(PlainForm):
    """An objection to a public notice. Nobody has to say who they are."""

    row = forms.TypedChoiceField(label=_("异议针对"), required=False, coerce=int, empty_value=None)
    text = LongText(
        label=_("异议内容"), max_length=2000, help_text=_("写明哪里不对、依据是什么；请不要写完整身份证号码")
    )
    name = forms.CharField(label=_("您的姓名"), max_length=100, required=False)
    contact = forms.CharField(
        label=_("联系方式"), max_length=100, required=False, help_text=_("只有经办人员能看到，加密保存")
    )


class ReceiptForm(PlainForm):
    """The code that one got for an objection."""

    code = forms.CharField(label=_("回执码"), max_length=60)


class CertificateForm(PlainForm):
    """The number of a certificate."""

    number = forms.CharField(label=_("证书编号"), max_length=60, help_text=_("印在证书上，二维码旁边"))


class LetterForm(PlainForm):
    """The code of a decision letter."""

    code = forms.CharField(label=_("决定书验证码"), max_length=60, help_text=_("印在决定书上，二维码旁边"))


class OpinionForm(PlainForm):
    """What a gate says of a course."""

    opinion = LongText(label=_("把关意见"), max_length=2000, help_text=_("退回时请逐条写明要改什么，制作人会看到"))
    verdict = forms.ChoiceField(
        label=_("结论"), choices=list(WORDS["verdict"].items()), widget=forms.RadioSelect, initial=""
    )
