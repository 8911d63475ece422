"""A case at the judicial authority stands still, its money where it is; what is asked back is; and it may come back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, approved, books_balance, claimed
from yunpei.casework import actions, queries
from yunpei.casework.types import CaseState
from yunpei.common import audit
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.funds import queries as books
from yunpei.funds.bank import Answer
from yunpei.messages import queries as messages

pytestmark = pytest.mark.req("R36", "R50")
LATER = AFTER + 7 * DAY


def handed_over(there: City, number: str, **changes: Any) -> None:
    given: dict[str, Any] = {"authority": "虚构市公安局", "reason": "涉嫌骗取补贴", "by": there.inspector, "at": LATER}
    actions.case_hand_over(number=number, **given | changes)


def test_it_is_frozen_with_its_money_and_told_on_its_time_line(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    approved(there, number)
    before = books.case_standings(cases=[number])[number].reserved_fen
    handed_over(there, number)
    found = queries.case(number=number, by=there.admin)
    assert found.card.state is CaseState.JUDICIAL
    assert (found.steps[-1].reason, found.steps[-1].items) == ("涉嫌骗取补贴", (("authority", "虚构市公安局"),))
    assert found.next is not None
    assert found.next.who.zh == "司法机关"
    assert books.case_standings(cases=[number])[number].reserved_fen == before > 0
    assert any("移送司法机关" in one.text.zh for one in messages.inbox(by=there.admin))
    line = queries.lines(number=number, by=there.admin)[0].id
    tried = (
        lambda: actions.batch_make(cases=[number], by=there.payer, at=LATER),
        lambda: actions.line_hold(number=number, line=line, reason="核查", by=there.inspector, at=LATER),
        lambda: actions.case_refuse(number=number, reason="不符", by=there.reviewers[0], at=LATER),
        lambda: actions.case_hold(number=number, reason="核查", by=there.inspector, at=LATER),
    )
    for one in tried:
        with pytest.raises(Conflict):
            one()
    books_balance()


def test_what_was_paid_is_asked_back_and_what_was_not_is_released(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    approved(there, number)
    sent = actions.batch_make(cases=[number], by=there.payer, at=LATER)
    handed_over(there, number)
    rows = books.batch_rows(number=sent, by=there.payer)
    answers = [Answer(2, row.number, True) for row in rows]
    actions.batch_answers(number=sent, answers=answers, by=there.payer, at=LATER)
    assert queries.case(number=number, by=there.admin).card.state is CaseState.JUDICIAL
    recovery = actions.recovery_open(number=number, lines=None, reason="骗取", by=there.inspector, at=LATER)
    assert recovery
    assert books.recovery(number=recovery, by=there.payer).open_fen > 0
    books_balance()


def test_given_back_it_goes_on_from_where_it_was(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    approved(there, number)
    sent = actions.batch_make(cases=[number], by=there.payer, at=LATER)
    handed_over(there, number)
    rows = books.batch_rows(number=sent, by=there.payer)
    actions.batch_answers(number=sent, answers=[Answer(2, row.number, True) for row in rows], by=there.payer, at=LATER)
    actions.case_given_back(number=number, reason="不予立案", by=there.inspector, at=LATER)
    # the bank had paid it meanwhile
    assert queries.case(number=number, by=there.admin).card.state is CaseState.PAID


def test_from_a_hold_it_goes_back_to_where_it_was_before_the_hold(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    actions.case_hold(number=number, reason="核查", by=there.reviewers[0], at=LATER)
    handed_over(there, number)
    actions.case_given_back(number=number, reason="不予立案", by=there.inspector, at=LATER)
    assert queries.case(number=number, by=there.admin).card.state is CaseState.SUBMITTED


def test_who_may_and_what_must_be_said(there: City, studied: Studied) -> None:
    number = claimed(there, (1,))
    for who in (*there.reviewers, there.payer, there.finance, there.admin):
        with pytest.raises((Forbidden, NotFound)):
            handed_over(there, number, by=who)
    for missing, field in (({"authority": " "}, "authority"), ({"reason": ""}, "reason")):
        with pytest.raises(Invalid) as caught:
            handed_over(there, number, **missing)
        assert [one.field for one in caught.value.problems] == [field]
    handed_over(there, number)
    entry = audit.history(subject_type="case", subject_id=number)[-1]
    assert (entry.verb, entry.detail["authority"]) == ("case_hand_over_judicial", "虚构市公安局")
