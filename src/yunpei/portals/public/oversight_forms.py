"""What people fill in who report something."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yunpei.portals.ui.forms import LongText, PlainForm


class ComplaintForm(PlainForm):
    """A complaint. Nobody has to say who they are."""

    region = forms.ChoiceField(label=_("发生在哪里"))
    about = forms.CharField(label=_("反映的单位或事项"), max_length=200)
    credit_code = forms.CharField(
        label=_("单位的统一社会信用代码"), max_length=30, required=False, help_text=_("不清楚可以不填")
    )
    text = LongText(
        label=_("情况"), max_length=4000, help_text=_("何时、何地、什么事、有什么依据；请不要写完整身份证号码")
    )
    name = forms.CharField(label=_("您的姓名"), max_length=100, required=False, help_text=_("可以不留名"))
    contact = forms.CharField(
        label=_("联系方式"), max_length=200, required=False, help_text=_("只有监督人员能看到，加密保存")
    )
