"""What an applicant is told when their case moves: in plain words, on the site and by phone or mail, in the change's own transaction."""

from __future__ import annotations

from datetime import datetime

from yunpei.casework.models import Assignment, Case
from yunpei.casework.types import CaseKind
from yunpei.common.language import Text
from yunpei.messages import actions as messages
from yunpei.messages.queries import told
from yunpei.people import queries as people

# By the `sends` code of the state tables. No person of a roster is ever named: messages leave the site.
TEXTS = {
    "case_submitted": Text("已提交，等待受理部门审核", "is submitted and waits for the office"),
    "case_entered": Text(
        "已由窗口按纸质材料录入，可以继续填写", "was entered at the window from your paper; you may go on with it"
    ),
    "case_returned": Text(
        "被退回补正，请按逐项意见修改后再提交", "was returned; mend it item by item and submit it again"
    ),
    "case_refused": Text("未获通过，理由见案件页面", "was refused; the page says why"),
    "filing_approved": Text("备案已通过，可以按计划开班", "is approved; the class may begin as planned"),
    "case_held": Text("暂停办理，理由见案件页面", "is stopped for now; the page says why"),
    "case_released": Text("已恢复办理", "goes on"),
    "line_held": Text(
        "有人员暂停办理，理由见案件页面，其余继续", "has people on hold, its page says why; the others go on"
    ),
    "line_released": Text("有暂停的人员恢复办理", "goes on for people who were on hold"),
    "line_removed": Text(
        "有暂停的人员不再计入，理由见案件页面", "does not count people who were on hold any more; its page says why"
    ),
    "case_reopened": Text("已重新受理，原决定不再有效", "is taken up again; the decision before holds no more"),
    "claim_decided_again": Text("有情况变化，正在重新审核", "is reviewed anew, because something changed"),
    "case_judicial": Text("已移送司法机关，理由见案件页面", "was handed to the judicial authority; the page says why"),
    "case_given_back": Text("司法机关已退回，恢复办理", "came back from the judicial authority and goes on"),
    "amendment_proposed": Text("有变更申请待答复", "has a proposed amendment that waits for an answer"),
    "amendment_refused": Text(
        "的变更未获同意，理由见案件页面", "keeps its plan: the amendment was refused, see its page"
    ),
    "amendment_withdrawn": Text("的变更申请已撤回", "keeps its plan: the amendment was withdrawn"),
    "plan_amended": Text("的计划已按双方同意的内容变更", "has its plan amended as both sides agreed"),
    "claim_accepted": Text("已受理，进入审核", "was taken in and is being reviewed"),
    "notice_published": Text("审核通过，正在公示", "passed the reviews and is in public notice"),
    "objection_made": Text(
        "在公示期间收到异议，所涉人员暂停办理，其余继续", "was objected to; the people concerned wait, the others go on"
    ),
    "objection_settled": Text("的公示异议已处理，结果见案件页面", "has an objection settled; the page says how"),
    "claim_approved": Text("已批准，等待拨付", "is approved and waits to be paid"),
    "letter_ready": Text("的决定书已出具，可在案件页面下载", "has its decision letter; download it from its page"),
    "payment_sent": Text("的款项已送银行拨付，请留意到账", "has money on its way through the bank"),
    "payment_made": Text("有款项已拨付，请核对到账", "has money paid; compare it with your account"),
    "payment_failed": Text(
        "银行退回了付款，请核对并更正收款账户", "came back from the bank; check the account that is paid to"
    ),
    "advance_granted": Text("预支已批准，等待拨付", "has an advance that waits to be paid"),
    "recovery_opened": Text("有款项应退回，理由见案件页面", "has money that must be given back; the page says why"),
    "recovery_demanded": Text(
        "有款项应退回，金额和期限见案件页面", "has money to give back; the page says how much by when"
    ),
    "money_back": Text(
        "的退款已收到，未退回的余额见案件页面", "has money given back; the page says what is left of it"
    ),
    "recovery_over": Text("应退回的款项已结清", "has nothing to give back any more"),
    "claim_paid": Text("补贴已拨付，请核对到账", "is paid; compare it with your account"),
    "claim_settled": Text("已办结，没有待拨付的金额", "is settled; nothing of it waits to be paid"),
}


OF_LINES = ("line_held", "line_released", "line_removed")
_WHAT = {
    CaseKind.CLASS_FILING: (Text("开班备案", "class filing"), "filings"),
    CaseKind.CLAIM: (Text("补贴申领", "claim"), "claims"),
    CaseKind.APPLICATION: (Text("申请", "application"), "applications"),
}


def tell(case: Case, code: str, at: datetime) -> None:
    """Tell everyone who acts for the organisation now, or the person who applied. Inside the transaction of the change.

    What is told of many lines at one moment is told once.
    """
    words = TEXTS[code]
    what, link = _WHAT[CaseKind(case.kind)]
    text = Text(f"{what.zh} {case.number} {words.zh}。", f"{what.en} {case.number} {words.en}.")
    portal = "org" if case.organisation_id is not None else "learn"
    for account in _recipients(case):
        if not (code in OF_LINES and told(to_account=account, text=text, at=at)):
            messages.send(to_account=account, text=text, at=at, link=f"/{portal}/{link}/{case.number}/")


def tell_office(case: Case, code: str, at: datetime) -> None:
    """Tell the officer who has the case in hand, or who took it in."""
    officer = Assignment.objects.filter(case=case).values_list("account_id", flat=True).first() or case.accepted_by_id
    if officer is None:
        return
    words, what = TEXTS[code], _WHAT[CaseKind(case.kind)][0]
    text = Text(f"{what.zh} {case.number} {words.zh}。", f"{what.en} {case.number} {words.en}.")
    messages.send(to_account=officer, text=text, at=at, link=f"/bureau/cases/{case.number}/")


def _recipients(case: Case) -> list[int]:
    if case.organisation_id is None:
        assert case.person_id is not None
        account = people.person(case.person_id).account_id
        return [] if account is None else [account]
    return people.acting_for(case.organisation_id)
