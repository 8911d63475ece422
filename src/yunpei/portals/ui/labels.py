"""The words for states, by audience: an applicant, an officer and a passer-by are told the same thing in their own words.

tone: which colour the tag has; the word always stands beside it. A state that has no word of its own for an audience is
called what everyone calls it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunpei.portals.ui.happened import HAPPENED

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
    "published": Label(_("已发布"), GOOD),
    "retired": Label(_("已停用")),
}
TABLES: dict[str, dict[str, Label]] = {
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
WORDS: dict[str, dict[str, Word]] = {
    "kind": {"class_filing": _("开班备案"), "claim": _("补贴申领"), "application": _("申请")},
    "case_part": {
        "roster": _("花名册"),
        "undertaking": _("承诺书"),
        "content": _("整份材料"),
        "lines": _("人员与金额"),
    },
    "step_item": {"authority": _("司法机关")},  # what a step says besides its reason
    # What an officer may ask to be corrected; the plan's fields are called so on the form too.
    "plan_field": {
        "project": _("培训项目"),
        "course_id": _("培训课程"),
        "objects": _("培训对象"),
        "posts": _("参培职工岗位名称"),
        "occupation": _("职业（工种）"),
        "training_kind": _("培训类别"),
        "mode": _("培训方式"),
        "online_hours": _("线上学时"),
        "offline_hours": _("线下学时"),
        "starts_on": _("开班日期"),
        "ends_on": _("结束日期"),
        "headcount": _("培训人数"),
        "cost": _("培训成本（元）"),
        "channel_name": _("线上培训渠道名称"),
        "channel_kind": _("渠道类型"),
        "channel_link": _("渠道链接"),
        "delegate": _("受委托的培训机构"),
    },
    "happened": HAPPENED,
    "training_kind": {
        "apprenticeship": _("新型学徒制"),
        "on_the_job": _("岗位技能提升"),
        "ordered": _("订单培训"),
        "other": _("其他"),
    },
    "mode": {"online": _("线上"), "offline": _("线下"), "blended": _("线上线下结合")},
    "worker_kind": {
        "employee": _("本单位职工"),
        "dispatched": _("劳务派遣人员"),
        "platform": _("平台从业人员"),
        "other": _("其他"),
    },
    "organisation_kind": {
        "enterprise": _("企业"),
        "platform": _("平台企业（电商企业）"),
        "labour_dispatch": _("劳务派遣企业"),
        "cooperative": _("农民专业合作社"),
        "workshop": _("扶贫车间"),
        "institution": _("培训机构"),
        "other": _("其他"),
    },
    "size": {"large": _("大型"), "medium": _("中型"), "small": _("小型"), "micro": _("微型"), "": _("未填")},
    # 大连二.中小微企业.内容, 无锡一（一）.3
    "course_kind": {
        "occupational_skill": _("职业技能"),
        "safety": _("安全生产"),
        "general": _("通用职业素质"),
        "health": _("卫生防疫"),
        "law": _("法律法规"),
        "fire": _("消防"),
        "environment": _("环境保护"),
    },
    "record_kind": {
        "export": _("平台导出的记录"),
        "screenshot": _("截图"),
        "video": _("视频"),
        "sheet": _("签到表、考勤表"),
    },
    "record_grade": {"measured": _("本平台实测"), "platform": _("平台记录"), "paper": _("经办人员审核的材料")},
    "record_way": {"online": _("线上"), "offline": _("线下")},
    "record_verdict": {"waiting": _("待审核"), "accepted": _("采信"), "rejected": _("不采信")},
    "lesson_kind": {"video": _("视频"), "document": _("文档")},
    "question_kind": {"single": _("单选题"), "multiple": _("多选题")},
    "office_kind": {"review": _("审核"), "pay": _("拨付"), "finance": _("财政"), "inspection": _("监督")},
    "staff_role": {
        "officer_review": _("审核员"),
        "officer_pay": _("拨付员"),
        "officer_finance": _("财政人员"),
        "officer_inspect": _("监督人员"),
        "ops": _("运维"),
    },
    "role": {"org_admin": _("单位经办人"), "org_legal": _("法定代表人")},
    "source": {
        "filing": _("备案计划"),
        "roster": _("花名册"),
        "clock": _("学习时钟（实测）"),
        "platform": _("平台记录"),
        "paper": _("纸质或影像记录（已审核）"),
        "exam": _("考试记录"),
        "certificate": _("证书"),
        "sign_in": _("签到记录"),
        "organisation": _("单位登记信息"),
        "undertaking": _("已签承诺书"),
        "case": _("本案件"),
        "class": _("班级记录"),
        "officer": _("经办人员填写"),
        "person": _("个人登记信息"),
        "table": _("上传的名单"),
        "form": _("申请人自述（纸质级）"),
        "office": _("经办系统查询"),
    },
    # What the program itself writes as the reason of a line; officers write their own.
    "because": {
        "公示异议": _("公示异议"),
        "申请单位移除": _("申请单位移除"),
        "随案件终止": _("随案件终止"),
        "重新填报": _("重新填报"),
    },
    "intake_way": {"window": _("窗口"), "post": _("邮寄"), "fax": _("传真"), "mail": _("电子邮件")},
    "side": {"applicant": _("申请单位"), "office": _("审核部门")},
    "recovery_kind": {"finding": _("查实不应付"), "surplus": _("预支多于应付")},
    "payee_account": {"firm_basic": _("基本存款账户"), "firm": _("单位账户"), "person": _("社会保障卡账户")},
    "money_level": {
        "fund": _("资金"),
        "programme": _("补贴项目"),
        "batch": _("批次"),
        "case": _("案件"),
        "line": _("人员"),
    },
    "force": {"must": _("必须"), "in_principle": _("原则上")},
    "unit": {"calendar": _("天"), "working": _("个工作日")},
    "figure": {"hours": pgettext_lazy("unit", "课时"), "count": "", "date": "", "percent": "%"},
    "signed": {"account": _("法定代表人账号在线确认"), "scan": _("盖章扫描件")},
}


def find(table: str, value: str) -> Label:
    """The label of a value; the value itself where there is none, so that a new state is seen and not hidden."""
    return TABLES.get(table, {}).get(value) or Label(value or "—")


def word(table: str, value: str) -> Word:
    """The plain word of a coded value; the value itself where there is none."""
    return WORDS.get(table, {}).get(value, value)
