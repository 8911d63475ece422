"""What comes in on paper: entered by an officer, counted from the day it came, gone on with by the organisation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.casework.applying import HIRED, WORK, hired, offices, table
from tests.casework.city import (
    AFTER,
    BINHU,
    DAY,
    DRAFTED,
    FILED,
    PROGRAMME,
    START,
    City,
    Studied,
    ended,
    fields,
    firm_of,
    officer,
)
from tests.classroom import SYSTEM, row
from tests.invented import firm as credit_code
from yunpei.casework import actions, queries
from yunpei.casework.models import Case, Intake
from yunpei.casework.types import CaseKind, CaseState, IntakeWay
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, NotFound
from yunpei.messages import queries as messages
from yunpei.people import actions as people
from yunpei.people import queries as people_queries
from yunpei.people.types import OfficeKind
from yunpei.training import actions as training

pytestmark = pytest.mark.req("R47")
SCAN = "00000000-0000-7000-8000-000000000008"
RECEIVED = date(2020, 2, 20)


def opened(there: City, **changes: Any) -> str:
    """A class filing that came by post, begun at the window."""
    code = people_queries.organisation(there.organisation_id).credit_code
    given: dict[str, Any] = {
        "kind": CaseKind.CLASS_FILING,
        "credit_code": code,
        "programme": PROGRAMME,
        "way": IntakeWay.POST,
        "received_on": RECEIVED,
        "file": SCAN,
        "by": there.reviewers[0],
        "at": DRAFTED,
    }
    return actions.intake_open(**given | changes)


def written(there: City, number: str, by: Actor) -> None:
    """Plan, roster and the signed page, as the paper says."""
    actions.filing_edit(number=number, plan=fields(there), by=by, at=DRAFTED)
    roster = training.roster_put(
        organisation_id=there.organisation_id, rows=[row(1)], first_day=START, by=by, at=DRAFTED
    )
    actions.roster_attach(number=number, roster_id=roster, by=by, at=DRAFTED)
    actions.undertaking_scan(number=number, file=SCAN, by=by, at=DRAFTED)


def test_the_window_enters_a_filing_and_it_counts_from_the_day_it_came(there: City) -> None:
    window = there.reviewers[0]
    number = opened(there)
    assert [one.number for one in queries.intake_drafts(by=window)] == [number]
    written(there, number, window)
    assert not queries.plan_problems(number=number, by=window, at=DRAFTED)
    actions.filing_submit(number=number, by=window, at=DRAFTED)
    found = queries.case(number=number, by=there.admin)
    assert found.card.state is CaseState.SUBMITTED
    assert found.card.submitted_at is not None
    assert found.card.submitted_at.date() == RECEIVED
    assert found.intake is not None
    assert (found.intake.way, found.intake.received_on, found.intake.file) == (IntakeWay.POST, RECEIVED, SCAN)
    assert [step.event for step in found.steps] == ["hand_in"]
    assert not queries.intake_drafts(by=window)
    assert {one.verb for one in audit.history(subject_type="case", subject_id=number)} == {
        "filing_draft", "case_enter", "case_hand_in"
    }  # fmt: skip


def test_the_organisation_is_told_and_may_go_on_with_it(there: City) -> None:
    number = opened(there)
    assert any("由窗口按纸质材料录入" in one.text.zh for one in messages.inbox(by=there.admin))
    written(there, number, there.reviewers[0])
    actions.filing_edit(number=number, plan=fields(there, posts="钳工、焊工"), by=there.admin, at=DRAFTED)
    actions.undertaking_sign(number=number, by=there.legal, at=DRAFTED)
    actions.filing_submit(number=number, by=there.admin, at=DRAFTED)
    case = Case.objects.get(number=number)
    assert case.filed_by_id == there.admin.account_id
    assert case.submitted_at is not None
    assert case.submitted_at.date() == RECEIVED
    with pytest.raises(Forbidden):  # though it was the organisation that submitted it
        actions.filing_accept(number=number, by=there.reviewers[0], at=FILED, hour_seconds=60)
    actions.filing_accept(number=number, by=there.reviewers[1], at=FILED, hour_seconds=60)


def test_nobody_else_finds_the_draft(there: City) -> None:
    number = opened(there)
    other_office = people.office_open(name="滨湖审核", region=BINHU, kind=OfficeKind.REVIEW, by=SYSTEM, at=DRAFTED)
    stranger = officer(930, other_office, OfficeKind.REVIEW)
    _, other_firm, _ = firm_of(700)
    for who in (there.payer, there.finance, there.inspector, stranger, other_firm):
        with pytest.raises(NotFound):
            queries.case(number=number, by=who)
        with pytest.raises(NotFound):
            actions.filing_edit(number=number, plan=fields(there), by=who, at=DRAFTED)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"credit_code": credit_code(999)}, "credit_code"),
        ({"received_on": date(2020, 12, 1)}, "received_on"),
        ({"file": ""}, "file"),
        ({"programme": "nowhere/nothing"}, "programme"),
        ({"kind": CaseKind.CLAIM, "filing": "WX-2020-9999"}, "filing"),
    ],
)
def test_what_cannot_be_entered_leaves_nothing(there: City, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        opened(there, **changes)
    assert [one.field for one in caught.value.problems] == [field]
    assert not Case.objects.exists()
    assert not Intake.objects.exists()


def test_only_a_reviewing_officer_enters(there: City) -> None:
    for who in (there.admin, there.payer, there.finance, there.inspector):
        with pytest.raises(Forbidden):
            opened(there, by=who)


def test_an_officer_never_writes_what_an_organisation_began(there: City) -> None:
    number = actions.filing_draft(programme=PROGRAMME, by=there.admin, at=DRAFTED)
    with pytest.raises(NotFound):
        actions.filing_edit(number=number, plan=fields(there), by=there.reviewers[0], at=DRAFTED)


def test_a_claim_on_paper_is_claimed_on_the_day_it_came(there: City, studied: Studied) -> None:
    class_id = ended(there, (1, 2))
    filing = queries.filing_of_class(class_id)
    window = there.reviewers[1]
    number = opened(
        there, kind=CaseKind.CLAIM, filing=filing, received_on=date(2020, 4, 1), by=window, at=AFTER + 20 * DAY
    )
    first = queries.claim_preview(number=number, by=window, at=AFTER + 20 * DAY)[0]
    actions.claim_line_remove(number=number, line=first.id, by=window, at=AFTER + 20 * DAY)
    actions.claim_submit(number=number, by=window, at=AFTER + 20 * DAY)
    facts = Case.objects.get(number=number).lines.get(state="counted").facts
    assert facts["claimed_on"] in ("2020-04-01", {"date": "2020-04-01"})
    with pytest.raises(Forbidden):
        actions.claim_accept(number=number, by=window, at=AFTER + 21 * DAY)
    actions.claim_accept(number=number, by=there.reviewers[0], at=AFTER + 21 * DAY)


def test_an_application_on_paper_takes_the_table_that_came_with_it(db: None, tmp_path: Path) -> None:
    place = offices("210200")
    firm, admin, _ = firm_of(500, region="210202")
    people.organisation_confirm(organisation_id=firm, by=SYSTEM, at=AFTER)
    window = place.reviewers[0]
    code = people_queries.organisation(firm).credit_code
    number = actions.intake_open(
        kind=CaseKind.APPLICATION,
        credit_code=code,
        programme=WORK,
        way=IntakeWay.WINDOW,
        received_on=date(2020, 4, 1),
        file=SCAN,
        by=window,
        at=AFTER,
    )
    taken = actions.application_table(
        number=number, path=table(tmp_path, HIRED, [hired(1)]), name="名单.xlsx", by=window, at=AFTER
    )
    assert taken.rows == 1
    assert queries.case(number=number, by=admin).intake is not None
