"""Sitting a quiz and the exam."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from tests.classroom import IN_CLASS, LESSON_SECONDS, StudyStub, Town, enter
from yunpei.catalogue import queries as catalogue
from yunpei.common.actor import Actor
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.learning import actions, jobs, queries
from yunpei.learning.models import Attempt
from yunpei.learning.types import GRACE, RULES, AttemptPage, PaperKind, Result
from yunpei.training.types import ClassFacts

EXAM = RULES[PaperKind.EXAM]


@pytest.fixture
def who(there: Town, held: ClassFacts, clock: StudyStub) -> Actor:
    """A learner who has signed in and studied everything."""
    learner = there.learners[1]
    enter(held, learner)
    clock.studied(held, learner, LESSON_SECONDS)
    return learner


def start(held: ClassFacts, who: Actor, at: datetime = IN_CLASS) -> AttemptPage:
    public_id = actions.attempt_start(class_id=held.id, kind=PaperKind.EXAM, by=who, at=at)
    return page(public_id, who, at)


def page(public_id: str, who: Actor, at: datetime = IN_CLASS) -> AttemptPage:
    assert who.person_id
    return queries.attempt_page(public_id, person_id=who.person_id, at=at)


def answers(paper: AttemptPage, right: int) -> dict[int, Sequence[int]]:
    """So many right answers, then wrong ones, as places on the page."""
    found: dict[int, Sequence[int]] = {}
    for n, question in enumerate(paper.questions):
        good = next(place for place, option in enumerate(question.options) if option.startswith("正确"))
        found[question.id] = [good] if n < right else [(good + 1) % len(question.options)]
    return found


def sit(held: ClassFacts, who: Actor, right: int, at: datetime = IN_CLASS) -> Result:
    paper = start(held, who, at)
    return actions.attempt_submit(attempt_id=paper.id, answers=answers(paper, right), by=who, at=at)


@pytest.mark.req("R19")
def test_three_of_four_is_passed(held: ClassFacts, who: Actor) -> None:
    assert sit(held, who, 3) == Result(right=3, asked=4, mark=75, passed=True)
    with pytest.raises(Conflict):
        start(held, who)


def test_a_paper_survives_a_reload(held: ClassFacts, who: Actor) -> None:
    paper = start(held, who)
    later = IN_CLASS + timedelta(minutes=5)
    assert start(held, who, later).public_id == paper.public_id
    ticked = answers(paper, 4)
    actions.attempt_answer(attempt_id=paper.id, answers=ticked, by=who, at=later)
    again = page(paper.public_id, who, later)
    assert [one.options for one in again.questions] == [one.options for one in paper.questions]
    assert {one.id: list(one.ticked) for one in again.questions} == ticked
    assert actions.attempt_submit(attempt_id=paper.id, by=who, at=later).mark == 100


def test_submitting_twice_changes_nothing(held: ClassFacts, who: Actor) -> None:
    paper = start(held, who)
    first = actions.attempt_submit(attempt_id=paper.id, answers=answers(paper, 1), by=who, at=IN_CLASS)
    again = actions.attempt_submit(attempt_id=paper.id, answers=answers(paper, 4), by=who, at=IN_CLASS)
    assert first == again == page(paper.public_id, who).result
    with pytest.raises(Conflict):
        actions.attempt_answer(attempt_id=paper.id, answers=answers(paper, 4), by=who, at=IN_CLASS)


def test_tries_are_limited(held: ClassFacts, who: Actor) -> None:
    assert who.person_id
    stands = queries.standing_in(held.id, person_id=who.person_id)
    for left in (2, 1, 0):
        assert not sit(held, who, 2).passed
        stands = queries.standing_in(held.id, person_id=who.person_id)
        assert (stands.exam.tries_left, stands.exam.best_mark) == (left, 50)
    assert [block.code for block in stands.blocks] == ["exam_tries"]
    with pytest.raises(Conflict):
        start(held, who)


def test_what_comes_after_the_time_does_not_count(held: ClassFacts, who: Actor) -> None:
    paper = start(held, who)
    over = IN_CLASS + EXAM.time + GRACE
    actions.attempt_answer(attempt_id=paper.id, answers=answers(paper, 2), by=who, at=over)
    late = over + timedelta(seconds=1)
    assert page(paper.public_id, who, late).over
    with pytest.raises(Conflict):
        actions.attempt_answer(attempt_id=paper.id, answers=answers(paper, 4), by=who, at=late)
    assert actions.attempt_submit(attempt_id=paper.id, answers=answers(paper, 4), by=who, at=late).right == 2


def test_a_try_that_ran_out_is_marked_when_the_next_begins(held: ClassFacts, who: Actor) -> None:
    paper = start(held, who)
    nxt = start(held, who, IN_CLASS + timedelta(hours=2))
    assert nxt.number == 2
    result = page(paper.public_id, who).result
    assert result is not None
    assert (result.right, result.passed) == (0, False)


def test_what_nobody_handed_in_is_marked_with_what_was_kept(held: ClassFacts, who: Actor) -> None:
    paper = start(held, who)
    actions.attempt_answer(attempt_id=paper.id, answers=answers(paper, 3), by=who, at=IN_CLASS)
    jobs.attempts_expire(at=IN_CLASS + EXAM.time)
    assert page(paper.public_id, who).result is None
    for _ in range(2):
        jobs.attempts_expire(at=IN_CLASS + EXAM.time + GRACE + timedelta(seconds=1))
    result = page(paper.public_id, who).result
    assert result is not None
    assert result.passed
    verbs = [entry.verb for entry in history(subject_type="attempt", subject_id=paper.public_id)]
    assert verbs == ["attempt_start", "attempt_answer", "attempt_submit"]


def test_the_exam_ends_with_the_class(held: ClassFacts, who: Actor) -> None:
    last = datetime(2020, 3, 31, 15, 50, tzinfo=UTC)  # 23:50 in China on the last day
    assert start(held, who, last).due_at == datetime(2020, 3, 31, 16, tzinfo=UTC)


def test_the_exam_comes_after_the_study(held: ClassFacts, who: Actor, clock: StudyStub) -> None:
    clock.studied(held, who, LESSON_SECONDS // 2)
    with pytest.raises(Conflict) as error:
        start(held, who)
    assert "还差2课时" in error.value.text.zh


def test_who_may_not_sit_it(held: ClassFacts, there: Town, who: Actor) -> None:
    paper, other = start(held, who), there.learners[2]
    with pytest.raises(Conflict):  # not signed in
        start(held, other)
    for by in (other, there.admin):
        with pytest.raises(NotFound):
            actions.attempt_submit(attempt_id=paper.id, by=by, at=IN_CLASS)
        with pytest.raises(NotFound):
            page(paper.public_id, by)
    with pytest.raises(NotFound):
        start(held, there.admin)
    with pytest.raises(Conflict):
        start(held, who, datetime(2020, 4, 1, 2, tzinfo=UTC))


@pytest.mark.parametrize("wrong", [{0: [0]}, {"first": [9]}, {"first": [-1]}])
def test_answers_that_do_not_fit_change_nothing(held: ClassFacts, who: Actor, wrong: dict[object, list[int]]) -> None:
    paper = start(held, who)
    given = {paper.questions[0].id if key == "first" else 0: places for key, places in wrong.items()}
    with pytest.raises(Invalid):
        actions.attempt_answer(attempt_id=paper.id, answers=given, by=who, at=IN_CLASS)
    assert Attempt.objects.get().answers == {}


def test_a_quiz_belongs_to_its_lesson(held: ClassFacts, who: Actor) -> None:
    first, second = catalogue.lessons(held.course_id)
    public_id = actions.attempt_start(class_id=held.id, kind=PaperKind.QUIZ, lesson_id=first.id, by=who, at=IN_CLASS)
    paper = page(public_id, who)
    assert [one.text for one in paper.questions] == ["题0"]
    assert actions.attempt_submit(attempt_id=paper.id, answers=answers(paper, 1), by=who, at=IN_CLASS).passed
    with pytest.raises(Conflict):  # no question of its own
        actions.attempt_start(class_id=held.id, kind=PaperKind.QUIZ, lesson_id=second.id, by=who, at=IN_CLASS)
    for lesson_id in (None, 10**6):
        with pytest.raises(NotFound):
            actions.attempt_start(class_id=held.id, kind=PaperKind.QUIZ, lesson_id=lesson_id, by=who, at=IN_CLASS)
    assert who.person_id
    lines = queries.class_page(held.public_id, person_id=who.person_id, at=IN_CLASS).lessons
    assert lines[0].quiz is not None
    assert lines[0].quiz.passed
    assert lines[1].quiz is None
    assert Attempt.objects.filter(kind=PaperKind.EXAM).count() == 0
