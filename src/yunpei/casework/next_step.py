"""What a case waits for, in plain words: who acts next, and until when. Nothing is guessed where a day is not known."""

from __future__ import annotations

from yunpei.casework.due import due_of
from yunpei.casework.models import Case
from yunpei.casework.models.amendments import OPEN
from yunpei.casework.types import Applicant, CaseKind, CaseState, Clock, NextStep, Side
from yunpei.common.language import Text
from yunpei.people import queries as people

S = CaseState
OFFICE = Text("受理部门", "the office")
YOU = Text("您", "you")
AUTHORITY = Text("司法机关", "the judicial authority")
# State → what the reviewing office does next.
_REVIEW = {
    S.SUBMITTED: Text("核对材料，决定是否受理", "checks the papers and takes the case in, or gives it back"),
    S.ACCEPTED: Text("初审", "makes the first review"),
    S.FIRST_REVIEW: Text("由另一人复审", "makes the second review, by another person"),
    S.SECOND_REVIEW: Text("公示或作出决定", "publishes the notice, or decides"),
    S.HELD: Text("查清情况后恢复办理，暂不需要您做什么", "looks into something first; nothing is asked of you now"),
}
_FILING = Text("审核开班计划", "reviews the plan of the class")
_WAITS = {
    Clock.NO_FIGURE: Text("人社部门尚未设定期限", "the bureau has not set how long it takes"),
    Clock.NO_CALENDAR: Text("截止日要等下一年放假安排录入后确定", "the day awaits next year's calendar"),
    Clock.STOPPED: Text("补正期间，办理期限暂停计算", "the office's time does not run while it is with you"),
}


def next_step(case: Case, applicant: Applicant) -> NextStep | None:
    """What happens next; None once the case is over. 7 queries at most."""
    state = CaseState(case.state)
    if state is S.DRAFT:
        return NextStep(YOU, Text("填写并提交", "fill it in and submit it"))
    if state is S.JUDICIAL:
        return NextStep(AUTHORITY, Text("调查处理，其间案件暂停", "looks into it; the case stands still meanwhile"))
    if state is S.RETURNED:
        words = Text("按逐项意见补正后再提交", "mend it item by item and submit it again")
        return NextStep(YOU, words, waits=_WAITS.get(due_of(case).clock))
    if state is S.PUBLIC_NOTICE:
        return _notice(case)
    if state in _REVIEW:
        due = due_of(case)
        words = _FILING if case.kind == CaseKind.CLASS_FILING and state is S.SUBMITTED else _REVIEW[state]
        return NextStep(_office(case.review_office_id), words, due.due_on, _WAITS.get(due.clock))
    return _money(case, state, applicant)


def _notice(case: Case) -> NextStep:
    notice = case.notices.filter(voided_at__isnull=True).order_by("-id").first()
    office = _office(case.review_office_id)
    if notice is None or notice.closed_at is not None:
        return NextStep(office, Text("作出决定", "decides"))
    words = Text("公示期满、没有未处理的异议后作出决定", "decides once the notice is over and no objection is open")
    return NextStep(office, words, notice.ends_on, None if notice.ends_on else _WAITS[Clock.NO_CALENDAR])


def _money(case: Case, state: CaseState, applicant: Applicant) -> NextStep | None:
    """After the approval."""
    if case.kind == CaseKind.CLASS_FILING:
        if state is S.APPROVED and (waiting := case.amendments.filter(state=OPEN).first()) is not None:
            who = _office(case.review_office_id) if waiting.side == Side.APPLICANT else YOU
            return NextStep(who, Text("答复计划变更", "answers the amendment of the plan"))
        if state is S.APPROVED and applicant.firm is not None:
            return NextStep(
                YOU, Text("按计划开班，结束后申领补贴", "hold the class as planned, and claim once it is over")
            )
        return None
    if state in (S.APPROVED, S.IN_PAYMENT):
        words = Text("拨付补贴", "pays") if state is S.APPROVED else Text("等待银行回执", "waits for the bank's answer")
        return NextStep(_office(case.pay_office_id), words)
    if state is S.PAID:
        return NextStep(YOU, Text("核对到账金额", "compare it with your account"))
    return None


def _office(office_id: int | None) -> Text:
    """The office by its name."""
    name = next((one.name for one in people.offices() if one.id == office_id), "")
    return Text(name, name) if name else OFFICE
