"""The words for states, by audience: an applicant, an officer and a passer-by are told the same thing in their own words.

tone: which colour the tag has; the word always stands beside it. A state that has no word of its own for an audience is
called what everyone calls it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yunpei.portals.ui.words import WORDS, Word

__all__ = [
    "ACCOUNT",
    "AMENDMENT",
    "APPLICATION",
    "BAD",
    "CASE",
    "CLASS",
    "COMPLAINT",
    "COURSE",
    "DRAW",
    "ERASURE",
    "FILING",
    "GOOD",
    "HOLD",
    "INSPECTION",
    "LINE",
    "NEUTRAL",
    "NOTICE",
    "OBJECTION",
    "OUTCOME",
    "PAYMENT",
    "PENALTY",
    "RECOVERY",
    "SEVERITY",
    "TABLES",
    "WAIT",
    "WARN",
    "WORDS",
    "Label",
    "Word",
    "find",
    "word",
]

NEUTRAL, WAIT, GOOD, BAD, WARN = "neutral", "wait", "good", "bad", "warn"


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
    "judicial": Label(_("已移送司法机关"), BAD),
}
FILING: dict[str, Label] = {
    **CASE,
    "submitted": Label(_("待审核"), WAIT, {"organisation": _("已提交，等待审核")}),
    "approved": Label(_("备案通过"), GOOD),
}
# Some circulars ask for no public notice, some services pay nothing: these states say no more than is so.
APPLICATION: dict[str, Label] = {
    **CASE,
    "second_review": Label(_("复审通过"), WAIT),
    "closed": Label(_("已办结"), GOOD),
}
LINE: dict[str, Label] = {
    "counted": Label(_("计入"), GOOD),
    "refused": Label(_("不计入"), BAD),
    "held": Label(_("暂缓"), WARN, {"organisation": _("暂缓，正在核实")}),
    "removed": Label(_("已移除"), BAD),
    "recovered": Label(_("已追回"), BAD),
}
OUTCOME: dict[str, Label] = {
    "due": Label(_("应付"), GOOD),
    "discretion": Label(_("待裁量"), WARN),
    "undetermined": Label(_("无法判定"), WARN),
    "refused": Label(_("不予补贴"), BAD),
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
    "paid": Label(_("已拨付"), GOOD),
    "failed": Label(_("拨付失败"), BAD),
}
ACCOUNT: dict[str, Label] = {
    "source": Label(_("财政来源")),
    "budget": Label(_("可用额度"), GOOD),
    "reserved": Label(_("已预留"), WAIT),
    "in_payment": Label(_("拨付中"), WAIT),
    "paid": Label(_("已拨付"), GOOD),
    "advance": Label(_("预支未清算"), WAIT),
    "settled": Label(_("预支已清算"), GOOD),
    "owed_back": Label(_("应退回"), WARN),
    "returned": Label(_("已退回")),
    "recovered": Label(_("已追回")),
    "written_off": Label(_("已核销"), BAD),
}
RECOVERY: dict[str, Label] = {
    "due": Label(_("待催缴"), WARN),
    "demanded": Label(_("已催缴"), WAIT, {"organisation": _("请按期退回"), "learner": _("请按期退回")}),
    "part_back": Label(_("部分退回"), WAIT),
    "back": Label(_("已全部退回"), GOOD),
    "written_off": Label(_("已核销"), BAD),
}
AMENDMENT: dict[str, Label] = {
    "proposed": Label(_("等待对方答复"), WAIT),
    "agreed": Label(_("双方同意，已生效"), GOOD),
    "refused": Label(_("未同意"), BAD),
    "withdrawn": Label(_("已撤回")),
    "superseded": Label(_("已由后一次取代")),
}
COURSE: dict[str, Label] = {
    "draft": Label(_("草稿")),
    "platform": Label(_("待平台把关"), WAIT),
    "school": Label(_("待学校把关"), WAIT),
    "experts": Label(_("待专家委员会把关"), WAIT),
    "authority": Label(_("待主管部门把关"), WAIT),
    "published": Label(_("已发布"), GOOD),
    "retired": Label(_("已停用")),
}
HOLD: dict[str, Label] = {
    "placed": Label(_("暂停中"), WARN),
    "released": Label(_("已解除"), GOOD),
}
SEVERITY: dict[str, Label] = {
    "stop": Label(_("拦下"), BAD),
    "look": Label(_("留意"), WARN),
}
DRAW: dict[str, Label] = {
    "draft": Label(_("草稿")),
    "committed": Label(_("已公布名单，等待种子"), WAIT),
    "drawn": Label(_("已抽取"), GOOD),
    "cancelled": Label(_("已作废"), BAD),
}
INSPECTION: dict[str, Label] = {
    "assigned": Label(_("待检查"), WAIT),
    "reported": Label(_("已检查，待公布"), WAIT),
    "published": Label(_("已公布"), GOOD),
}
COMPLAINT: dict[str, Label] = {
    "received": Label(_("已收到"), WAIT, {"bureau": _("待受理")}),
    "accepted": Label(_("正在核实"), WAIT, {"bureau": _("待答复")}),
    "answered": Label(_("已答复"), GOOD),
    "declined": Label(_("不予受理"), NEUTRAL),
}
ERASURE: dict[str, Label] = {
    "asked": Label(_("已收到"), WAIT, {"ops": _("待核实")}),
    "examined": Label(_("正在办理"), WAIT, {"ops": _("待批准")}),
    "done": Label(_("已办理"), GOOD),
    "refused": Label(_("未予删除"), BAD),
    "withdrawn": Label(_("已撤回"), NEUTRAL),
}
PENALTY: dict[str, Label] = {
    "proposed": Label(_("待决定"), WAIT),
    "in_force": Label(_("执行中"), BAD),
    "appealed": Label(_("申诉中，仍执行"), WARN),
    "repair_asked": Label(_("申请修复中，仍执行"), WARN),
    "lifted": Label(_("已撤销"), GOOD),
    "repaired": Label(_("已修复"), GOOD),
    "expired": Label(_("已期满")),
    "dropped": Label(_("未作出")),
}
PLATFORM_CALL: dict[str, Label] = {
    "open": Label(_("正在征集"), GOOD),
    "reviewing": Label(_("评审中"), WAIT),
    "closed": Label(_("已结束")),
    "cancelled": Label(_("已取消"), BAD),
}
PLATFORM: dict[str, Label] = {
    "draft": Label(_("草稿")),
    "submitted": Label(_("已报送"), WAIT),
    "in_review": Label(_("评审中"), WAIT),
    "accepted": Label(_("待公示"), WAIT, {"organisation": _("已同意，等待公示")}),
    "noticed": Label(_("公示中"), WAIT),
    "listed": Label(_("在目录中"), GOOD),
    "left": Label(_("自愿退出")),
    "struck": Label(_("已移出目录"), BAD),
    "appealed": Label(_("已移出目录，申诉中"), WARN),
    "removed": Label(_("已移出目录"), BAD),
    "refused": Label(_("不予列入"), BAD),
    "lapsed": Label(_("已失效")),
}
TABLES: dict[str, dict[str, Label]] = {
    "platform": PLATFORM,
    "platform_call": PLATFORM_CALL,
    "hold": HOLD,
    "severity": SEVERITY,
    "draw": DRAW,
    "inspection": INSPECTION,
    "complaint": COMPLAINT,
    "erasure": ERASURE,
    "penalty": PENALTY,
    "claim": CASE,
    "class_filing": FILING,
    "application": APPLICATION,
    "line": LINE,
    "outcome": OUTCOME,
    "class": CLASS,
    "course": COURSE,
    "notice": NOTICE,
    "objection": OBJECTION,
    "payment": PAYMENT,
    "account": ACCOUNT,
    "recovery": RECOVERY,
    "amendment": AMENDMENT,
}


def find(table: str, value: str) -> Label:
    """The label of a value; the value itself where there is none, so that a new state is seen and not hidden."""
    return TABLES.get(table, {}).get(value) or Label(value or "—")


def word(table: str, value: str) -> Word:
    """The plain word of a coded value; the value itself where there is none."""
    return WORDS.get(table, {}).get(value, value)
