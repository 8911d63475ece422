"""Anyone reports; the region's inspectors answer in time; those complained of learn nothing from here."""

from __future__ import annotations

from datetime import date

import pytest

from tests.casework.city import AFTER, DAY, City, Studied, claimed
from yunpei.casework import queries as cases
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.oversight import actions, queries
from yunpei.oversight.models import Complaint
from yunpei.oversight.types import ComplaintState
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import Role

pytestmark = pytest.mark.django_db


def reported(there: City, **changes: str) -> str:
    code = people_queries.organisation(there.organisation_id).credit_code
    given = {"region": "320200", "about": "虚构公司", "text": "没有上过课", "credit_code": code, "name": "举报人甲"}
    return actions.complaint_make(**{**given, **changes}, at=AFTER)


@pytest.mark.req("R35")
def test_it_is_accepted_answered_in_time_and_read_by_its_code(there: City) -> None:
    code = reported(there)
    (card,) = queries.complaints(by=there.inspector, at=AFTER)
    assert (card.text, card.name, card.accept_by) == (
        "没有上过课",
        "举报人甲",
        date(2020, 4, 10),
    )  # 4–6 April are holidays
    assert queries.complaints(by=there.inspector, at=AFTER + 9 * DAY)[0].overdue
    with pytest.raises(Conflict):
        actions.complaint_end(complaint=card.id, event="answer", answer="查了", by=there.inspector, at=AFTER)
    actions.complaint_accept(complaint=card.id, by=there.inspector, at=AFTER)
    found, events, _ = queries.complaint(public_id=card.id, by=there.inspector, at=AFTER)
    assert (events, found.answer_by) == (("answer",), date(2020, 6, 30))
    with pytest.raises(Invalid):
        actions.complaint_end(complaint=card.id, event="answer", answer=" ", by=there.inspector, at=AFTER)
    actions.complaint_end(complaint=card.id, event="answer", answer="属实，已处理", by=there.inspector, at=AFTER)
    standing = queries.complaint_by_code(f"{code[:4]}-{code[4:].lower()}")
    assert (standing.state, standing.answer) == (ComplaintState.ANSWERED, "属实，已处理")
    with pytest.raises(NotFound):
        queries.complaint_by_code("0000")


def test_it_is_kept_from_those_complained_of(there: City) -> None:
    reported(there)
    row = Complaint.objects.get()
    kept = " ".join(str(value) for value in row.__dict__.values())
    assert "没有上过课" not in kept
    assert "举报人甲" not in kept
    said = AuditRow.objects.get(verb="complaint_make")
    assert (said.account_id, said.detail) == (None, {"state": "received"})
    public_id = str(row.public_id)
    for by in (there.admin, there.legal, *there.reviewers, there.payer, there.finance):
        with pytest.raises(Forbidden):
            queries.complaint(public_id=public_id, by=by, at=AFTER)
        with pytest.raises(Forbidden):
            queries.complaints(by=by, at=AFTER)
    # An inspector who is with the organisation, in whatever place they act now.
    assert there.inspector.account_id
    people.membership_grant(
        account_id=there.inspector.account_id,
        role=Role.ORG_ADMIN,
        organisation_id=there.organisation_id,
        by=there.admin,
        at=AFTER,
    )
    assert queries.complaints(by=there.inspector, at=AFTER) == []
    with pytest.raises(NotFound):
        queries.complaint(public_id=public_id, by=there.inspector, at=AFTER)
    with pytest.raises(NotFound):
        actions.complaint_accept(complaint=public_id, by=there.inspector, at=AFTER)


def test_it_can_hold_a_case_in_words_that_name_nobody(there: City, studied: Studied) -> None:
    number = claimed(there)
    reported(there)
    (card,) = queries.complaints(by=there.inspector, at=AFTER)
    with pytest.raises(Conflict):
        actions.complaint_hold(complaint=card.id, case=number, by=there.inspector, at=AFTER)
    actions.complaint_accept(complaint=card.id, by=there.inspector, at=AFTER)
    with pytest.raises(Invalid, match="没有这个案件"):
        actions.complaint_hold(complaint=card.id, case="WX-1", by=there.inspector, at=AFTER)
    actions.complaint_hold(complaint=card.id, case=number, by=there.inspector, at=AFTER)
    seen = cases.case(number=number, by=there.admin)
    assert seen.card.state == "held"
    assert "举报人" not in seen.steps[-1].reason
    hold = queries.case_oversight(number=number, by=there.inspector)
    assert hold is not None
    actions.hold_release(hold=hold.holds[0].id, reason="不属实", by=there.inspector, at=AFTER)
    assert cases.case(number=number, by=there.admin).card.state == "submitted"


def test_all_faults_at_once(there: City) -> None:
    with pytest.raises(Invalid) as refused:
        reported(there, about=" ", text="", region="32", credit_code="91")
    assert {one.field for one in refused.value.problems} == {"about", "text", "region", "credit_code"}
