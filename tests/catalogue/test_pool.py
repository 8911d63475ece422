"""The teachers' pool: who lists whom, honours with their years, who is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.classroom import FILED, Town, signed_up, town
from yunpei.catalogue import pool
from yunpei.catalogue.types import Honour
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, Invalid, NotFound

pytestmark = [pytest.mark.req("R10"), pytest.mark.django_db]


@pytest.fixture
def there() -> Town:
    return town()


def listed(by: Actor, name: str = "虚构师傅", **changes: Any) -> str:
    given = {"trade": "电工", "about": "", "live": True, "honours": [(Honour.SKILLS_AWARD, 2018)], **changes}
    return pool.teacher_list(name=name, by=by, at=FILED, **given)


def test_listed_found_and_gone(there: Town) -> None:
    made = listed(there.admin)
    listed(there.admin, "另一位", trade="焊接", honours=[])
    assert [one.name for one in pool.teachers(words="电工")] == ["虚构师傅"]
    assert [one.name for one in pool.teachers(honour="skills_award")] == ["虚构师傅"]
    assert pool.teachers(words="虚构")[0].honours == ((Honour.SKILLS_AWARD, 2018),)
    pool.teacher_leave(public_id=made, by=there.admin, at=FILED)
    assert [one.name for one in pool.teachers()] == ["另一位"]
    with pytest.raises(NotFound):
        pool.teacher_leave(public_id=made, by=there.admin, at=FILED)


def test_who_may(there: Town) -> None:
    made = listed(there.admin)
    other = town((), firm_number=501)
    officer = replace(signed_up(42), office_id=1, region="320200", roles=frozenset({"officer_review"}))
    elsewhere = replace(officer, region="210200")
    with pytest.raises(Forbidden):
        listed(there.learners[1])
    for stranger in (other.admin, elsewhere, there.learners[1]):
        with pytest.raises(NotFound):
            pool.teacher_leave(public_id=made, by=stranger, at=FILED)
    assert pool.teachers(organisation_id=other.organisation_id) == []
    listed(officer, "独立师傅")
    pool.teacher_leave(public_id=made, by=officer, at=FILED)
    assert [(one.name, one.organisation_id) for one in pool.teachers()] == [("独立师傅", None)]


def test_all_that_is_wrong(there: Town) -> None:
    with pytest.raises(Invalid) as error:
        listed(there.admin, " ", trade="", about="x" * 2001, honours=[(Honour.CRAFTSMAN, 2099)])
    assert [one.field for one in error.value.problems] == ["name", "trade", "about", "honours"]
