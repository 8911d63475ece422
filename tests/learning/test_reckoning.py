"""A person's time in a class, added up once for whoever looks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.classroom import StudyStub, Town, enter, opened, total
from yunpei.catalogue import queries as catalogue
from yunpei.learning import queries, study
from yunpei.learning.reckoning import reckoning, reckonings
from yunpei.training import queries as training
from yunpei.training.types import Accumulate, ClassFacts

pytestmark = [pytest.mark.django_db, pytest.mark.req("R16")]


@pytest.mark.parametrize(
    ("accumulate", "names", "hours"),
    [
        (Accumulate.CLASS, [""], [3]),
        (Accumulate.LESSON, ["第1课", "第2课"], [1, 1]),
        (Accumulate.DAY, ["2020-03-02", "2020-03-03"], [1, 1]),
    ],
)
def test_what_is_put_together_is_named(
    there: Town, clock: StudyStub, accumulate: Accumulate, names: list[str], hours: list[int]
) -> None:
    held = opened(there, (1, 2), accumulate=accumulate)
    clock.studied(held, there.learners[1], 95)
    line = training.line_of_person(held.id, there.learners[1].person_id or 0)
    found = reckoning(held, line)
    assert [str(heap.name) for heap in found.online] == names
    assert [heap.hours for heap in found.online] == hours
    assert (found.online_ms, found.hours, found.offline) == (190_000, sum(hours), ())
    assert found.hours == queries.standing_in(held.id, person_id=line.person_id).hours


def test_the_reasons_are_summed_the_most_first(there: Town, held: ClassFacts, clock: StudyStub) -> None:
    one, two = catalogue.lessons(held.course_id)
    line = training.line_of_person(held.id, there.learners[1].person_id or 0)
    watched = [
        replace(total(one, 5), elapsed_ms=9_000, pending_ms=1_000, excluded_ms={"gap": 1_000, "paused": 2_000}),
        replace(total(two, 5), elapsed_ms=8_000, excluded_ms={"gap": 3_000}),
    ]
    clock.told[line.person, held.public_id] = {each.lesson: each for each in watched}
    found = reckoning(held, line)
    assert list(found.excluded_ms.items()) == [("gap", 4_000), ("paused", 2_000)]
    assert (found.elapsed_ms, found.credited_ms, found.pending_ms) == (17_000, 10_000, 1_000)


def test_many_are_told_as_one_is(
    there: Town, held: ClassFacts, clock: StudyStub, django_assert_num_queries: object
) -> None:
    enter(held, there.learners[1])
    clock.studied(held, there.learners[1], 70)
    lines = training.roster_lines(held.roster_id)
    found = reckonings(held, lines, study.totals_of_class(held))
    assert found == {line.id: reckoning(held, line) for line in lines}
