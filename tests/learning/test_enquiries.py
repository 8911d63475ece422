"""Questions to the teachers: asked, answered once, hidden from others, timed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.classroom import IN_CLASS, Town, enter, town
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.evidence.models import Event
from yunpei.learning import enquiries as room
from yunpei.training.types import ClassFacts


def ask(held: ClassFacts, there: Town, n: int = 1, text: str = "为什么？", minutes: int = 0) -> str:
    at = IN_CLASS + timedelta(minutes=minutes)
    return room.enquiry_ask(class_id=held.id, text=text, by=there.learners[n], at=at)


def answer(held: ClassFacts, there: Town, enquiry: str, minutes: int) -> None:
    at = IN_CLASS + timedelta(minutes=minutes)
    room.enquiry_answer(class_id=held.id, enquiry=enquiry, text="因为。", by=there.admin, at=at)


@pytest.fixture
def both(there: Town, held: ClassFacts) -> None:
    for n in (1, 2):
        enter(held, there.learners[n])


@pytest.mark.usefixtures("both")
@pytest.mark.req("R15")
def test_answer_times(there: Town, held: ClassFacts) -> None:
    for wait in (10, 60, 20):
        answer(held, there, ask(held, there), wait)
    ask(held, there)
    times = room.answer_times(room.enquiries(held.id))
    assert (times.asked, times.answered, times.median) == (4, 3, timedelta(minutes=20))
    assert room.answer_times([]).median is None


@pytest.mark.usefixtures("both")
def test_one_answer_and_an_event_without_the_text(there: Town, held: ClassFacts) -> None:
    made = ask(held, there, text="电压多少？")
    answer(held, there, made, 1)
    with pytest.raises(Conflict):
        answer(held, there, made, 2)
    texts = list(Event.objects.filter(verb="question").values_list("text", flat=True))
    assert len(texts) == 2
    assert not any("电压" in one for one in texts)


@pytest.mark.usefixtures("both")
def test_a_hidden_question_is_seen_by_who_asked_alone(there: Town, held: ClassFacts) -> None:
    made = ask(held, there)
    with pytest.raises(Invalid):
        room.enquiry_hide(class_id=held.id, enquiry=made, reason="", by=there.admin, at=IN_CLASS)
    room.enquiry_hide(class_id=held.id, enquiry=made, reason="广告", by=there.admin, at=IN_CLASS)
    mine = room.enquiries(held.id, person_id=there.learners[1].person_id)
    assert [(one.mine, one.hidden_reason) for one in mine] == [(True, "广告")]
    assert room.enquiries(held.id, person_id=there.learners[2].person_id) == []
    assert room.answer_times(room.enquiries(held.id)).asked == 0


def test_who_may_and_how_often(there: Town, held: ClassFacts) -> None:
    with pytest.raises(Conflict, match="签到"):
        ask(held, there)
    enter(held, there.learners[1])
    with pytest.raises(Invalid):
        ask(held, there, text="  ")
    made = [ask(held, there) for _ in range(room.MOST_A_DAY)]
    with pytest.raises(Conflict, match="一天"):
        ask(held, there)
    stranger = town((), firm_number=600).admin
    with pytest.raises(NotFound):
        room.enquiry_answer(class_id=held.id, enquiry=made[0], text="x", by=stranger, at=IN_CLASS)
