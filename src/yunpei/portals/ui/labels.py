"""The words for states, by audience: an applicant, an officer and a passer-by are told the same thing in their own words.

tone: which colour the tag has; the word always stands beside it. A state that has no word of its own for an audience is
called what everyone calls it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NEUTRAL, WAIT, GOOD, BAD, WARN = "neutral", "wait", "good", "bad", "warn"
Word = str | Promise


@dataclass(frozen=True, slots=True)
class Label:
    """A word with its tone. by: audience → its own word."""

    word: Word
    tone: str = NEUTRAL
    by: Mapping[str, Word] | None = None

    def to(self, audience: str) -> Word:
        """The word that this audience reads."""
        return (self.by or {}).get(audience, self.word)


CASE: dict[str, Label] = {
    "draft": Label(_("草稿")),
    "submitted": Label(_("待受理"), WAIT, {"organisation": _("已提交，等待受理")}),
    "returned": Label(_("退回补正"), WARN, {"bureau": _("已退回，等待补正")}),
    "accepted": Label(_("待初审"), WAIT, {"organisation": _("已受理，等待初审")}),
    "first_review": Label(_("待复审"), WAIT, {"organisation": _("初审通过，等待复审")}),
    "second_review": Label(_("待公示"), WAIT, {"organisation": _("复审通过，等待公示")}),
    "public_notice": Label(_("公示中"), WAIT),
    "approved": Label(_("已批准"), GOOD, {"bureau": _("待拨付")}),
    "in_payment": Label(_("拨付中"), WAIT, {"organisation": _("银行处理中")}),
    "paid": Label(_("已拨付"), GOOD, {"organisation": _("补贴已到账")}),
    "closed": Label(_("已办结"), GOOD),
    "refused": Label(_("不予通过"), BAD),
    "withdrawn": Label(_("已撤回")),
    "held": Label(_("暂停办理"), WARN),
}
FILING: dict[str, Label] = {
    **CASE,
    "submitted": Label(_("待审核"), WAIT, {"organisation": _("已提交，等待审核")}),
    "approved": Label(_("备案通过"), GOOD),
}
LINE: dict[str, Label] = {
    "counted": Label(_("计入"), GOOD),
    "refused": Label(_("不计入"), BAD),
    "held": Label(_("暂缓"), WARN, {"organisation": _("暂缓，正在核实")}),
    "removed": Label(_("已移除"), BAD),
    "recovered": Label(_("已追回"), BAD),
}
OUTCOME: dict[str, Label] = {
    "due": Label(_("符合"), GOOD),
    "discretion": Label(_("需裁量"), WARN, {"organisation": _("由审核人员裁量")}),
    "undetermined": Label(_("材料不足"), WARN),
    "refused": Label(_("不符合"), BAD),
    "": Label(_("尚未计算")),
}
CLASS: dict[str, Label] = {
    "planned": Label(_("未开班"), WAIT, {"learner": _("还没开班")}),
    "open": Label(_("培训中"), GOOD, {"learner": _("正在学习")}),
    "closed": Label(_("已结业"), NEUTRAL, {"learner": _("已结束")}),
    "cancelled": Label(_("已取消"), BAD),
}
NOTICE: dict[str, Label] = {
    "open": Label(_("公示中"), WAIT),
    "closed": Label(_("公示期满"), GOOD),
    "voided": Label(_("已撤销，重新公示"), WARN),
}
OBJECTION: dict[str, Label] = {
    "open": Label(_("处理中"), WAIT, {"bureau": _("待处理")}),
    "upheld": Label(_("异议成立"), WARN),
    "dismissed": Label(_("异议不成立")),
}
PAYMENT: dict[str, Label] = {
    "made": Label(_("等待银行结果"), WAIT),
    "settled": Label(_("银行已全部答复"), GOOD),
    "listed": Label(_("已发送银行"), WAIT),
    "paid": Label(_("已支付"), GOOD),
    "failed": Label(_("支付失败"), BAD),
}
ACCOUNT: dict[str, Label] = {
    "source": Label(_("财政来源")),
    "budget": Label(_("可用额度"), GOOD),
    "reserved": Label(_("已预留"), WAIT),
    "in_payment": Label(_("支付中"), WAIT),
    "paid": Label(_("已支付"), GOOD),
}
TABLES: dict[str, dict[str, Label]] = {
    "claim": CASE,
    "class_filing": FILING,
    "line": LINE,
    "outcome": OUTCOME,
    "class": CLASS,
    "notice": NOTICE,
    "objection": OBJECTION,
    "payment": PAYMENT,
    "account": ACCOUNT,
}
WORDS: dict[str, dict[str, Word]] = {
    "kind": {"class_filing": _("开班备案"), "claim": _("补贴申领")},
    "mode": {"online": _("线上"), "offline": _("线下"), "blended": _("线上线下结合")},
    "worker_kind": {
        "employee": _("本单位职工"),
        "dispatched": _("劳务派遣人员"),
        "platform": _("平台从业人员"),
        "other": _("其他"),
    },
    "source": {
        "filing": _("备案计划"),
        "roster": _("花名册"),
        "clock": _("学习时钟（实测）"),
        "exam": _("考试记录"),
        "certificate": _("证书"),
        "sign_in": _("签到记录"),
        "organisation": _("单位登记信息"),
        "undertaking": _("已签承诺书"),
        "case": _("本业务"),
        "officer": _("经办人员填写"),
    },
    "force": {"must": _("必须"), "in_principle": _("原则上")},
    "unit": {"calendar": _("天"), "working": _("个工作日")},
    "figure": {"hours": _("课时"), "count": "", "date": "", "percent": "%"},
    "signed": {"account": _("法定代表人账号在线确认"), "scan": _("盖章扫描件")},
}


def find(table: str, value: str) -> Label:
    """The label of a value; the value itself where there is none, so that a new state is seen and not hidden."""
    return TABLES.get(table, {}).get(value) or Label(value or "—")


def word(table: str, value: str) -> Word:
    """The plain word of a coded value; the value itself where there is none."""
    return WORDS.get(table, {}).get(value, value)
