"""What an applicant is told when their case moves: in plain words, on the site and by phone or mail, in the change's own transaction."""

from __future__ import annotations

from datetime import datetime

from yunpei.casework.models import Case
from yunpei.casework.types import CaseKind
from yunpei.common.actor import Actor
from yunpei.common.language import Text
from yunpei.messages import actions as messages
from yunpei.people import queries as people
from yunpei.people.types import ORG_ROLES

PROGRAM = Actor.system("casework")

# By the `sends` code of the state tables. No person of a roster is ever named: messages leave the site.
TEXTS = {
    "case_submitted": Text("已提交，等待受理部门审核", "is submitted and waits for the office"),
    "case_returned": Text(
        "被退回补正，请按逐项意见修改后再提交", "was returned; mend it item by item and submit it again"
    ),
    "case_refused": Text("未获通过，理由见案件页面", "was refused; the page says why"),
    "filing_approved": Text("备案已通过，可以按计划开班", "is approved; the class may begin as planned"),
    "claim_accepted": Text("已受理，进入审核", "was taken in and is being reviewed"),
    "notice_published": Text("审核通过，正在公示", "passed the reviews and is in public notice"),
    "claim_approved": Text("已批准，等待支付", "is approved and waits to be paid"),
    "claim_paid": Text("补贴已支付，请核对到账", "is paid; compare it with your account"),
}


def tell(case: Case, code: str, at: datetime) -> None:
    """Tell everyone who acts for the organisation now. Inside the transaction of the change."""
    words = TEXTS[code]
    filing = case.kind == CaseKind.CLASS_FILING
    what = Text("开班备案", "class filing") if filing else Text("补贴申领", "claim")
    text = Text(f"{what.zh} {case.number} {words.zh}。", f"{what.en} {case.number} {words.en}.")
    link = f"/org/{'filings' if filing else 'claims'}/{case.number}/"
    for account in _recipients(case.organisation_id):
        messages.send(to_account=account, text=text, at=at, link=link)


def _recipients(organisation_id: int) -> list[int]:
    members = people.members_of(organisation_id=organisation_id, by=PROGRAM)
    return sorted({one.account_id for one in members if one.role in ORG_ROLES and one.ended_at is None})
