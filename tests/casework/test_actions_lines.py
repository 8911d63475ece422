"""Single lines: discretion, refusal, holds; figures that the bureau sets; gates of other rooms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from tests.casework.city import (
    AFTER,
    BUDGET,
    DAY,
    DRAFTED,
    PROJECT,
    START,
    City,
    Studied,
    approved,
    books_balance,
    claimed,
    fields,
    firm_of,
    officer,
)  # fmt: skip
from tests.classroom import SYSTEM, row
from yunpei.casework import actions, gates, queries
from yunpei.casework.models import CaseLine
from yunpei.casework.types import CaseState, Hold, LineState, Source
from yunpei.catalogue import actions as catalogue
from yunpei.catalogue.types import CourseKind, LessonKind, QuestionKind
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.language import Text
from yunpei.funds import queries as books
from yunpei.funds.types import AccountKind
from yunpei.people import actions as people
from yunpei.people.types import OfficeKind
from yunpei.training import actions as training

pytestmark = pytest.mark.django_db
DALIAN = "dalian-2020-41/sme-training"


@dataclass
class Coast:
    """Dalian, district Ganjingzi: an office that reviews, one that pays, and a claim made five months after the class."""

    reviewer: Actor
    legal: Actor
    admin: Actor
    number: str


def coast(there: City) -> Coast:
    """A claim of a Dalian firm whose three months are over: an in-principle condition fails, the rest holds."""
    offices = {
        kind: people.office_open(name=f"甘井子{kind.value}", region="210211", kind=kind, by=SYSTEM, at=DRAFTED)
        for kind in (OfficeKind.REVIEW, OfficeKind.PAY)
    }
    reviewer = officer(950, offices[OfficeKind.REVIEW], OfficeKind.REVIEW)
    organisation_id, admin, legal = firm_of(520, region="210211")
    people.organisation_confirm(organisation_id=organisation_id, by=reviewer, at=DRAFTED)
    number = actions.filing_draft(programme=DALIAN, by=admin, at=DRAFTED)
    actions.filing_edit(number=number, plan=fields(there, course_id=long_course(organisation_id)), by=admin, at=DRAFTED)
    roster = training.roster_put(
        organisation_id=organisation_id,
        rows=[row(21), row(22)],
        first_day=START,
        by=admin,
        at=DRAFTED,
    )
    actions.roster_attach(number=number, roster_id=roster, by=admin, at=DRAFTED)
    for document in ("size_proof", "teaching_plan"):
        actions.document_add(
            number=number, requirement=document, file=str(people_file()), name="材料.pdf", by=admin, at=DRAFTED
        )
    actions.filing_submit(number=number, by=admin, at=DRAFTED)
    class_id = actions.filing_accept(number=number, by=reviewer, at=DRAFTED + DAY)
    training.class_begin(class_id=class_id, at=DRAFTED + 10 * DAY)
    training.class_close(class_id=class_id, by=SYSTEM, at=AFTER - DAY)
    claim = actions.claim_open(class_id=class_id, by=admin, at=AFTER + 150 * DAY)
    return Coast(reviewer, legal, admin, claim)


def long_course(provider_id: int) -> int:
    """24 class hours of 45 minutes, as Dalian counts them."""
    made = catalogue.course_add(
        title="低压电工（全）",
        kind=CourseKind.OCCUPATIONAL_SKILL,
        project=PROJECT,
        provider_id=provider_id,
        by=SYSTEM,
        at=DRAFTED,
    )
    for part in range(3):
        catalogue.lesson_add(
            course_id=made,
            title=f"第{part + 1}部分",
            kind=LessonKind.VIDEO,
            seconds=6 * 3600,
            file_id=people_file(),
            by=SYSTEM,
            at=DRAFTED,
        )
    catalogue.question_add(
        course_id=made,
        kind=QuestionKind.SINGLE,
        text="题",
        options=["甲", "乙"],
        answer=[0],
        lesson_id=None,
        by=SYSTEM,
        at=DRAFTED,
    )
    catalogue.course_publish(course_id=made, by=SYSTEM, at=DRAFTED)
    return made


def people_file() -> str:
    return "00000000-0000-7000-8000-000000000002"


LATE = AFTER + 150 * DAY


@pytest.mark.req("R22", "R49")
def test_what_the_circular_leaves_open_is_set_by_the_bureau_then_discretion_needs_a_reason(
    there: City, studied: Studied
) -> None:
    shore = coast(there)
    with pytest.raises(Invalid, match="承诺书"):
        actions.claim_submit(number=shore.number, by=shore.admin, at=LATE)
    actions.undertaking_sign(number=shore.number, by=shore.legal, at=LATE)
    first, _ = queries.claim_preview(number=shore.number, by=shore.admin, at=LATE)
    assert (first.outcome, "疫情防控期间的最后一天" in first.reasons.zh) == ("undetermined", True)
    with pytest.raises(Invalid):
        actions.figure_set(programme=DALIAN, name="rate_fen", value="1", reason="x", by=shore.reviewer, at=LATE)
    with pytest.raises(NotFound):
        actions.figure_set(
            programme=DALIAN, name="epidemic_until", value="2020-12-31", reason="x", by=there.reviewers[0], at=LATE
        )
    actions.figure_set(
        programme=DALIAN, name="epidemic_until", value="2020-12-31", reason="市指挥部公告", by=shore.reviewer, at=LATE
    )
    actions.claim_submit(number=shore.number, by=shore.admin, at=LATE)
    cards = queries.lines(number=shore.number, by=shore.reviewer)
    assert [(one.outcome, one.amount_fen, one.if_allowed_fen) for one in cards] == [("discretion", 0, 24_000)] * 2
    actions.claim_accept(number=shore.number, by=shore.reviewer, at=LATE)
    with pytest.raises(Conflict, match="裁量"):
        actions.review_first(number=shore.number, by=shore.reviewer, at=LATE)
    with pytest.raises(Invalid):
        actions.line_allow(number=shore.number, line=cards[0].id, reason=" ", by=shore.reviewer, at=LATE)
    actions.line_allow(number=shore.number, line=cards[0].id, reason="受疫情影响", by=shore.reviewer, at=LATE)
    actions.line_refuse(number=shore.number, line=cards[1].id, reason="无正当理由", by=shore.reviewer, at=LATE)
    actions.review_first(number=shore.number, by=shore.reviewer, at=LATE)
    detail = queries.line(number=shore.number, line=cards[0].id, by=shore.reviewer)
    assert (detail.card.outcome, detail.card.amount_fen) == ("due", 24_000)
    late = next(check for check in detail.checks if check.id == "claimed_in_time")
    assert (late.ok, late.force) == (False, "in_principle")
    assert {fact.name: fact.source for fact in late.facts}["claimed_on"] is Source.CASE
    employed = next(check for check in detail.checks if check.id == "still_employed")
    assert employed.facts[0].source is Source.UNDERTAKING
    assert any("每人每课时" in sentence for sentence in detail.arithmetic)


@dataclass
class Screening:
    """A gate that holds the first line, or the whole case."""

    name: str = "screening"
    whole: bool = False
    event: str = "approve"
    asked: list[str] = field(default_factory=list)

    def holds(self, *, case: str, lines: Sequence[str], event: str, at: datetime) -> Sequence[Hold]:
        self.asked.append(event)
        if event != self.event:
            return []
        return [Hold(self.name, "" if self.whole else lines[0], Text("同一设备", "the same device"))]

    def bar(self, *, organisation: int, at: datetime) -> Text | None:
        return None


@pytest.fixture
def screening() -> Iterator[Screening]:
    gate = Screening()
    gates.register(gate)
    yield gate
    gates.unregister(gate.name)


@pytest.mark.parametrize("event", ["review_first", "approve", "pay"])
def test_a_gate_holds_a_line_and_the_others_go_on(
    there: City, studied: Studied, screening: Screening, event: str
) -> None:
    screening.event = event
    number, later = claimed(there, (1, 2)), AFTER + 7 * DAY
    approved(there, number)
    batch = actions.batch_make(cases=[number], by=there.payer, at=later)
    assert screening.asked == ["review_first", "approve", "pay"]
    assert [row.amount_fen for row in books.batch_rows(number=batch, by=there.payer)] == [44_400]
    held = queries.lines(number=number, by=there.reviewers[0])[0]
    assert (held.state, held.why) == (LineState.HELD, "screening：同一设备")
    with pytest.raises(Forbidden):
        actions.line_settle(number=number, line=held.id, keep=True, reason="查清", by=there.payer, at=later)
    actions.line_settle(
        number=number, line=held.id, keep=event == "approve", reason="查清", by=there.inspector, at=later
    )
    reserved = books.balances(budget=BUDGET)[AccountKind.RESERVED]
    assert reserved == (44_400 if event == "approve" else 0)
    books_balance()


def test_a_gate_may_stop_a_whole_case(there: City, studied: Studied, screening: Screening) -> None:
    screening.whole = True
    number = claimed(there)
    with pytest.raises(Conflict, match="screening"):
        approved(there, number)
    assert queries.case(number=number, by=there.payer).card.state is CaseState.PUBLIC_NOTICE
    with pytest.raises(ValueError, match="two gates"):
        gates.register(Screening())


def test_who_did_not_finish_is_refused_and_told_why(there: City, studied: Studied) -> None:
    class_lines = claimed(there, (1, 2))
    assert CaseLine.objects.filter(case__number=class_lines, outcome="due").count() == 2
    studied.default = 10
    number = claimed(there, (3, 4))
    cards = queries.lines(number=number, by=there.reviewers[0])
    assert {one.state for one in cards} == {LineState.REFUSED}
    assert "不少于24个课时" in cards[0].why
    actions.claim_accept(number=number, by=there.reviewers[0], at=AFTER + timedelta(hours=1))
    with pytest.raises(Conflict, match="没有应付"):
        actions.review_first(number=number, by=there.reviewers[0], at=AFTER)


def test_an_inspector_holds_and_judges_nothing(there: City, studied: Studied) -> None:
    number = claimed(there, (1, 2))
    line = queries.lines(number=number, by=there.admin)[0].id
    for judge in (actions.line_allow, actions.line_refuse):
        with pytest.raises(Forbidden):
            judge(number=number, line=line, reason="现场检查", by=there.inspector, at=AFTER)
    actions.line_hold(number=number, line=line, reason="现场检查", by=there.inspector, at=AFTER)
