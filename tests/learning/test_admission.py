"""Who may open a study session."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.classroom import FILED, IN_CLASS, LESSON_SECONDS, Town, course, enter
from yunpei.catalogue import queries as catalogue
from yunpei.common.errors import Conflict, NotFound
from yunpei.evidence.types import Kind
from yunpei.learning.admission import admit
from yunpei.people import queries as people
from yunpei.training import actions as training
from yunpei.training.types import ClassFacts


@pytest.mark.req("R15")
def test_on_the_roster_signed_in_on_a_day_of_class(there: Town, held: ClassFacts, monkeypatch) -> None:
    lesson, person_id = catalogue.lessons(held.course_id)[0], there.learners[1].person_id
    assert person_id

    def ask(at: datetime = IN_CLASS, person_id: int = person_id, lesson_id: str = lesson.public_id) -> object:
        return admit(person_id=person_id, class_id=held.public_id, lesson_id=lesson_id, at=at)

    with pytest.raises(Conflict) as refused:
        ask()
    assert refused.value.text.zh == "请先签到注册"
    enter(held, there.learners[1])
    let_in = admit(person_id=person_id, class_id=held.public_id, lesson_id=lesson.public_id, at=IN_CLASS)
    assert (let_in.person, let_in.kind, let_in.seconds) == (
        people.person(person_id).public_id,
        Kind.VIDEO,
        LESSON_SECONDS,
    )
    assert let_in.until == datetime(2020, 3, 31, 16, tzinfo=UTC).timestamp() * 1000
    for at in (FILED, datetime(2020, 3, 31, 16, tzinfo=UTC)):
        with pytest.raises(Conflict):
            ask(at)
    foreign = catalogue.lessons(course(there.organisation_id))[0].public_id
    for changed in ({"person_id": there.admin.person_id}, {"lesson_id": foreign}, {"lesson_id": "x"}):
        with pytest.raises(NotFound):
            ask(**changed)
    monkeypatch.setattr(training, "sessions_close", lambda **_: 0)
    training.class_close(class_id=held.id, by=there.admin, at=IN_CLASS)
    with pytest.raises(Conflict) as refused:
        ask()
    assert refused.value.text.zh == "班级已结束"
