"""Applications: who needs no class of ours applies, and the same engine takes the case to its end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.casework.applying import (
    APPLIED,
    BUSINESS,
    DAY,
    HIRED,
    STARTUP,
    TRANSFER,
    WORK,
    firm_applies,
    hired,
    money,
    offices,
    paid,
    person_applies,
    reviewed,
)
from tests.casework.city import books_balance
from tests.classroom import signed_up
from tests.invented import employer
from yunpei.casework import actions, queries
from yunpei.casework.models import Case
from yunpei.casework.types import CaseState, Source
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.funds import queries as books

pytestmark = pytest.mark.django_db


def state(number: str, by: Actor) -> CaseState:
    return queries.case(number=number, by=by).card.state


def test_a_person_applies_and_is_paid() -> None:
    there = offices("220000")
    money(there, "报道未写明")
    number, one = person_applies(STARTUP, "220104", facts=BUSINESS | {"employer_id": employer(7)})
    actions.application_submit(number=number, by=one, at=APPLIED)
    [line] = queries.lines(number=number, by=one)
    assert (line.outcome, line.amount_fen) == ("due", 500_000)
    reviewed(there, number)
    actions.claim_approve(number=number, by=there.reviewers[0], at=APPLIED + DAY)
    paid(there, number, APPLIED + DAY)
    assert state(number, one) == "paid"
    assert books.case_standings(cases=[number])[number].paid_fen == 500_000
    actions.claim_close(number=number, by=Actor.system("calendar"), at=APPLIED + 100 * DAY)
    assert state(number, one) == "closed"
    books_balance()


def test_a_firm_applies_with_a_table_and_is_paid_once_for_each_person(tmp_path: Path) -> None:
    there = offices("210200")
    money(there, "通知未写明")
    # One row of someone outside the groups; the first person twice: the second hire is refused by the rule, not by the table.
    rows = [hired(1), hired(2, "就业困难人员"), hired(3, "高校毕业生"), hired(1, on="2020-04-01")]
    number, admin, _ = firm_applies(WORK, "210202", tmp_path, HIRED, rows)
    open_figures = {one.name for one in queries.case(number=number, by=admin).unset}
    assert open_figures == {"epidemic_until", "minimum_wage_fen"}
    actions.application_submit(number=number, by=admin, at=APPLIED)
    # Nothing is guessed while the bureau has set neither figure: undetermined, and the review can't pass.
    assert {one.outcome for one in queries.lines(number=number, by=admin)} == {"undetermined", "refused"}
    first = there.reviewers[0]
    assert {one.name for one in queries.case(number=number, by=first).unset} == open_figures
    actions.claim_accept(number=number, by=first, at=APPLIED)
    with pytest.raises(Conflict):
        actions.review_first(number=number, by=first, at=APPLIED)
    for name, value in (("minimum_wage_fen", "181000"), ("epidemic_until", "2020-12-31")):
        actions.figure_set(programme=WORK, name=name, value=value, reason="虚构1号", by=first, at=APPLIED)
    actions.claim_decide_again(number=number, reason="数值已设定", by=first, at=APPLIED)
    lines = queries.lines(number=number, by=first)
    assert [(one.outcome, one.amount_fen) for one in lines] == [
        ("due", 543_000),
        ("due", 543_000),
        ("refused", 0),
        ("refused", 0),
    ]
    assert not queries.case(number=number, by=first).unset
    actions.review_first(number=number, by=first, at=APPLIED)
    actions.review_second(number=number, by=there.reviewers[1], at=APPLIED)
    # The circular asks for no public notice here: none is held, and none can be.
    assert "publish" not in queries.case(number=number, by=first).events
    with pytest.raises(Conflict):
        actions.notice_publish(number=number, by=first, at=APPLIED)
    actions.claim_approve(number=number, by=first, at=APPLIED)
    paid(there, number)
    assert books.case_standings(cases=[number])[number].paid_fen == 1_086_000
    assert state(number, admin) == "paid"
    books_balance()


def test_each_fact_keeps_its_source(tmp_path: Path) -> None:
    offices("210200")
    number, admin, _ = firm_applies(WORK, "210202", tmp_path, HIRED, [hired(1)])
    actions.application_submit(number=number, by=admin, at=APPLIED)
    [line] = queries.lines(number=number, by=admin)
    facts = {
        fact.name: fact.source
        for check in queries.line(number=number, line=line.id, by=admin).checks
        for fact in check.facts
    }
    assert facts["hired_on"] == facts["person_group"] == Source.TABLE
    assert facts["employer_kind"] == facts["employer_id"] == Source.ORGANISATION


def test_a_service_without_money_ends_with_the_approval() -> None:
    there = offices("630000")
    number, one = person_applies(TRANSFER, "630104", facts={"insured": "是"}, account=False)
    actions.application_submit(number=number, by=one, at=APPLIED)
    [limit] = queries.case(number=number, by=one).limits
    assert (limit.days, limit.due_on) == (15, None)
    assert limit.waits is not None
    first, second = there.reviewers
    actions.claim_accept(number=number, by=first, at=APPLIED)
    [limit] = queries.case(number=number, by=first).limits
    assert str(limit.due_on) == "2020-07-14"  # from 23 June; a festival of three days, and a Sunday worked for it
    actions.review_first(number=number, by=first, at=APPLIED)
    actions.review_second(number=number, by=second, at=APPLIED)
    actions.claim_approve(number=number, by=first, at=APPLIED + DAY)
    assert state(number, one) == "closed"
    assert str(queries.case(number=number, by=first).limits[0].ended_on) == "2020-06-23"
    assert number not in books.case_standings(cases=[number])
    with pytest.raises(Conflict):
        actions.batch_make(cases=[number], by=there.payer, at=APPLIED + DAY)


BENEFITS = "qinghai-2020-fast/benefits"


def test_what_the_office_can_look_up_is_asked_of_nobody() -> None:
    there = offices("630000")
    money(there, "报道未写明")
    number, one = person_applies(BENEFITS, "630104", facts={"benefit": "失业保险金"})
    case = queries.case(number=number, by=one)
    assert case.application is not None
    assert [fact.name for fact in case.application.asked] == ["benefit"]
    assert {fact.name for fact in case.application.office} == {"insured", "assessed"}
    assert not case.documents
    actions.application_submit(number=number, by=one, at=APPLIED)
    first = there.reviewers[0]
    [line] = queries.lines(number=number, by=first)
    assert line.outcome == "undetermined"
    found = {"insured": "是", "assessed": "1200.00"}
    with pytest.raises(Conflict):  # not before it is taken in
        actions.facts_found(number=number, line=line.id, facts=found, by=first, at=APPLIED)
    actions.claim_accept(number=number, by=first, at=APPLIED)
    with pytest.raises(Invalid) as refused:
        actions.facts_found(number=number, line=line.id, facts={"assessed": "一千"}, by=first, at=APPLIED)
    assert [problem.field for problem in refused.value.problems] == ["assessed"]
    for stranger, error in (
        (one, Forbidden),
        (there.payer, Forbidden),
        (offices("320200", 920).reviewers[0], NotFound),
    ):
        with pytest.raises(error):
            actions.facts_found(number=number, line=line.id, facts=found, by=stranger, at=APPLIED)
    actions.facts_found(number=number, line=line.id, facts=found, by=first, at=APPLIED)
    [line] = queries.lines(number=number, by=first)
    assert (line.outcome, line.amount_fen) == ("due", 120_000)
    actions.review_first(number=number, by=first, at=APPLIED)
    actions.review_second(number=number, by=there.reviewers[1], at=APPLIED)
    actions.claim_approve(
        number=number, by=first, at=APPLIED
    )  # worked out again from what the office noted: nothing differs
    paid(there, number)
    assert state(number, one) == "paid"


def test_a_time_limit_waits_for_its_figure() -> None:
    offices("630000")
    number, one = person_applies("qinghai-2020-fast/skill-subsidy", "630104", facts={"insured": "是"})
    [limit] = queries.case(number=number, by=one).limits
    assert (limit.days, limit.due_on) == (None, None)
    assert [text.zh for text in limit.missing]
    assert {figure.name for figure in queries.case(number=number, by=one).unset} == {"prescribed_days"}


def test_an_application_is_nobody_elses_and_its_applicant_reviews_it_not() -> None:
    there = offices("220000")
    number, one = person_applies(STARTUP, "220104", facts=BUSINESS | {"employer_id": employer(7)})
    other = signed_up(2)
    for verb in (actions.application_submit, actions.case_withdraw):
        with pytest.raises(NotFound):
            verb(number=number, by=other, at=APPLIED)
    with pytest.raises(NotFound):  # not even the office, before it is handed in
        queries.case(number=number, by=there.reviewers[0])
    actions.application_submit(number=number, by=one, at=APPLIED)
    assert queries.own_applications(by=other) == []
    assert one.person_id is not None
    myself = replace(there.reviewers[0], person_id=one.person_id)
    for filer in (one.account_id, there.reviewers[1].account_id):  # by themselves, or entered for them by another
        Case.objects.filter(number=number).update(filed_by=filer)
        with pytest.raises(Forbidden):
            actions.claim_accept(number=number, by=myself, at=APPLIED)


def test_who_has_it_already_gets_it_no_second_time_anywhere() -> None:
    offices("220000")
    facts = BUSINESS | {"employer_id": employer(7)}
    number, one = person_applies(STARTUP, "220104", facts=facts)
    actions.application_submit(number=number, by=one, at=APPLIED)
    second = actions.personal_draft(programme=STARTUP, region="220202", by=one, at=APPLIED)
    actions.application_fill(number=second, facts=facts | {"employer_id": employer(8)}, by=one, at=APPLIED)
    line = queries.lines(number=second, by=one)[0].id
    actions.payees_put(number=second, accounts={line: ("虚构银行", "6217000000001234")}, by=one, at=APPLIED)
    actions.application_submit(number=second, by=one, at=APPLIED)
    [line_card] = queries.lines(number=second, by=one)
    assert (line_card.outcome, line_card.amount_fen) == ("refused", 0)


def test_an_office_looks_things_up_once_though_the_case_is_given_back() -> None:
    there = offices("630000")
    number, one = person_applies(BENEFITS, "630104", facts={"benefit": "失业保险金"})
    actions.application_submit(number=number, by=one, at=APPLIED)
    first = there.reviewers[0]
    actions.claim_accept(number=number, by=first, at=APPLIED)
    line = queries.lines(number=number, by=first)[0].id
    found = {"insured": "是", "assessed": "1200.00"}
    actions.facts_found(number=number, line=line, facts=found, by=first, at=APPLIED)
    actions.case_return(number=number, items=[("lines", "请核对事项")], by=first, at=APPLIED)
    actions.application_fill(number=number, facts={"benefit": "失业保险金", "assessed": "9999"}, by=one, at=APPLIED)
    actions.application_submit(number=number, by=one, at=APPLIED)
    assert queries.lines(number=number, by=first)[0].amount_fen == 120_000
