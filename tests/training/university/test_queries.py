"""What is read of a university costs the same however many courses and people it has."""

from __future__ import annotations

from typing import Any

import pytest

from tests.classroom import Town
from tests.training.university.conftest import own_course
from tests.training.university.test_actions import line, pick, put
from yunpei.common.errors import NotFound
from yunpei.training.university import queries

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.req("R11")]


def test_reads_are_bounded(there: Town, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        pick(there, own_course(there))
    put(there, [line(n) for n in range(1, 30)])
    held = queries.university_of(there.organisation_id)
    assert held is not None
    with django_assert_num_queries(3):
        assert [len(one.lessons) for one in queries.picks(held.id)] == [2, 2, 2]
    with django_assert_num_queries(1):
        assert len(queries.staff(held.id)) == 29
    with django_assert_num_queries(1):
        [seat] = queries.seats_of(there.learners[1].person_id or 0)
    assert (seat.university, seat.staff.department) == (held, line(1).department)


def test_a_university_is_there_for_its_staff_alone(there: Town, other: Town) -> None:
    assert queries.university_of(there.organisation_id) is None
    put(there, [line(1)])
    held = queries.university_of(there.organisation_id)
    assert held is not None
    assert queries.seat(held.public_id, there.learners[1].person_id or 0).organisation
    for public_id, who in (
        (held.public_id, there.learners[2]),
        (held.public_id, other.admin),
        ("x", there.learners[1]),
    ):
        with pytest.raises(NotFound):
            queries.seat(public_id, who.person_id or 0)
    assert queries.seats_of(there.learners[2].person_id or 0) == []
