"""At each step of a claim its organisation is told, on the site and by whatever carries messages out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.casework.advancing import paid_in_advance
from tests.casework.city import AFTER, DAY, FILED, City, Studied, accepted, city, claimed, reviewed
from yunpei.casework import actions, queries
from yunpei.casework.models import Case, Objection
from yunpei.casework.states import TABLES
from yunpei.casework.telling import TEXTS
from yunpei.common.actor import NOBODY
from yunpei.common.models import Job
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer
from yunpei.messages.models import Message

pytestmark = pytest.mark.django_db
LATER = AFTER + 7 * DAY


def told(there: City, number: str) -> list[str]:
    """The codes of what the firm's administrator was told about a case, in order."""
    mine = Message.objects.filter(to_account_id=there.admin.account_id, text_zh__contains=f" {number} ").order_by("id")
    words = {text.zh: code for code, text in TEXTS.items()}
    return [words[one.partition(f" {number} ")[2].removesuffix("。")] for one in mine.values_list("text_zh", flat=True)]


def answered(there: City, batch: str, *, paid: bool = True) -> None:
    rows = books.batch_rows(number=batch, by=there.payer)
    answers = [Answer(2, row.number, paid, None, "" if paid else "账号有误") for row in rows]
    actions.batch_answers(number=batch, answers=answers, by=there.payer, at=LATER)


@pytest.mark.req("R30", "R45")
def test_a_claim_is_told_about_from_end_to_end(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    actions.case_return(number=number, items=[("lines", "补材料")], by=there.reviewers[0], at=AFTER)
    actions.claim_submit(number=number, by=there.admin, at=AFTER)
    reviewed(there, number)
    notice = actions.notice_publish(number=number, by=there.reviewers[0], at=AFTER)
    actions.objection_make(notice=notice, row=1, text="不是职工", by=NOBODY, at=AFTER + DAY)
    objection = Objection.objects.get().pk
    actions.objection_settle(objection=objection, uphold=False, answer="属实", by=there.reviewers[0], at=AFTER + DAY)
    actions.notice_close(number=notice, by=there.reviewers[0], at=LATER)
    actions.claim_approve(number=number, by=there.reviewers[1], at=LATER)
    for paid in (False, True):
        answered(there, actions.batch_make(cases=[number], by=there.payer, at=LATER), paid=paid)
    back = actions.recovery_open(number=number, reason="虚报", by=there.inspector, at=LATER)
    actions.recovery_demand(number=back, due_on=(LATER + 9 * DAY).date(), by=there.payer, at=LATER)
    owed = books.recovery(number=back, by=there.payer).amount_fen
    for reference, fen in (("HD1", owed - 1), ("HD1", owed - 1), ("HD2", 1)):
        given: dict[str, Any] = {
            "reference": reference,
            "received_on": LATER.date(),
            "payer": "企业",
            "amount_fen": fen,
        }
        actions.receipt_enter(number=back, **given, by=there.payer, at=LATER)
    assert told(there, number) == [
        "case_submitted",
        "case_returned",
        "case_submitted",
        "claim_accepted",
        "notice_published",
        "objection_made",
        "objection_settled",
        "claim_approved",
        "payment_sent",
        "payment_failed",
        "payment_sent",
        "claim_paid",
        "recovery_opened",
        "recovery_demanded",
        "money_back",  # once: the second time it was the same receipt
        "recovery_over",
    ]
    # What stands on the site also leaves it: see messages.
    carried = Job.objects.filter(name="messages.deliver").values_list("arguments__message_id", flat=True)
    assert set(carried) == set(Message.objects.values_list("pk", flat=True))


@pytest.mark.req("R36", "R45")
def test_what_is_given_up_and_what_waits_for_nothing_is_told(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    reviewed(there, number)
    notice = actions.notice_publish(number=number, by=there.reviewers[0], at=AFTER)
    actions.objection_make(notice=notice, row=1, text="不是职工", by=NOBODY, at=AFTER + DAY)
    actions.notice_close(number=notice, by=there.reviewers[0], at=LATER)
    actions.claim_approve(number=number, by=there.reviewers[1], at=LATER)
    objection = Objection.objects.get().pk
    actions.objection_settle(objection=objection, uphold=True, answer="查实", by=there.reviewers[0], at=LATER)
    assert told(there, number)[-2:] == ["claim_settled", "objection_settled"]


@pytest.mark.req("R36", "R45")
def test_single_lines_that_wait_go_on_or_fall_away_are_told_once_a_moment(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2, 3))
    before = len(told(there, number))
    lines = [one.id for one in queries.lines(number=number, by=there.admin)]
    for line in lines[:2]:
        actions.line_hold(number=number, line=line, reason="李某现场检查未到", by=there.inspector, at=AFTER)
    actions.line_hold(number=number, line=lines[2], reason="现场检查", by=there.inspector, at=AFTER + DAY)
    for line, keep in zip(lines, (True, False, True), strict=True):
        actions.line_settle(number=number, line=line, keep=keep, reason="查清", by=there.inspector, at=LATER)
    assert told(there, number)[before:] == ["line_held", "line_held", "line_released", "line_removed"]
    assert not Message.objects.filter(text_zh__contains="李某").exists()
    [link] = set(Message.objects.filter(text_zh__contains="暂停").values_list("link", flat=True))
    assert link == f"/org/claims/{number}/"


@pytest.mark.req("R27", "R45")
def test_an_advance_is_told_about(db: None, studied: Studied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paid_in_advance(tmp_path, monkeypatch, 100)
    there = city()
    class_id = accepted(there, (1, 2))
    filing = Case.objects.get(training_class_id=class_id).number
    actions.advance_grant(number=filing, by=there.reviewers[1], at=FILED)
    answered(there, actions.batch_make(cases=[filing], by=there.payer, at=FILED))
    back = actions.recovery_open(number=filing, reason="未开班", by=there.inspector, at=LATER)
    actions.recovery_demand(number=back, due_on=(LATER + DAY).date(), by=there.payer, at=LATER)
    actions.recovery_write_off(number=back, reason="注销", by=there.finance, at=LATER)
    assert told(there, filing)[-6:] == [
        "advance_granted",
        "payment_sent",
        "payment_made",
        "recovery_opened",
        "recovery_demanded",
        "recovery_over",
    ]


@pytest.mark.req("R45")
def test_every_step_that_says_it_tells_has_its_words() -> None:
    sends = {row.sends for table in TABLES.values() for row in table.transitions if row.sends}
    assert sends <= set(TEXTS)
