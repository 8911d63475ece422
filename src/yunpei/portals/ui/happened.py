"""What happened to a case, to be read by whoever applied: its events as sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HAPPENED: dict[str, str | Promise] = {
    "submit": _("提交"),
    "return": _("退回补正，等您修改后再提交"),
    "withdraw": _("申请人撤回"),
    "refuse": _("作出不予通过的决定"),
    "reopen": _("重新受理"),
    "approve": _("作出批准的决定"),
    "approve_unpublished": _("作出批准的决定"),
    "close": _("办结归档"),
    "advance": _("批准预支"),
    "pay": _("送银行拨付"),
    "recover": _("有款项要退回"),
    "accept": _("材料齐全，正式受理"),
    "review_first": _("初审通过"),
    "review_second": _("另一人复审通过"),
    "publish": _("开始公示，任何人可以提出异议"),
    "finish": _("服务已批准，办结"),
    "decide_again": _("情况有变，重新计算并重新审核"),
    "settle": _("补贴全部拨付"),
    "hold": _("暂停办理"),
    "release": _("恢复办理"),
    "hand_in": _("由窗口代为提交"),
    "hand_over": _("移送司法机关"),
    "given_back": _("司法机关退回，恢复办理"),
    "amend_propose": _("提出变更计划"),
    "amend": _("双方同意，计划变更"),
    "amend_refuse": _("不同意变更，计划不变"),
    "amend_withdraw": _("撤回变更，计划不变"),
}
