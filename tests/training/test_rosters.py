"""A roster is taken over whole or not at all, and locked with its class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.classroom import FILED, IN_CLASS, START, SYSTEM, Town, opened, row, town
from tests.invented import name
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.people import queries as people
from yunpei.training import actions, queries
from yunpei.training.models import Roster, RosterLine
from yunpei.training.roster import RosterRead
from yunpei.training.rosters import check_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Town:
    return town()


def put(there: Town, rows: Sequence[object], **changes: object) -> int:
    given = {"organisation_id": there.organisation_id, "rows": rows, "first_day": START, "by": there.admin, "at": FILED}
    return actions.roster_put(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.req("R13")
def test_people_are_bound_whether_registered_or_not(there: Town) -> None:
    lines = queries.roster_lines(put(there, [row(1), row(2)]))
    cards = people.persons([line.person_id for line in lines])
    assert [cards[line.person_id].account_id is not None for line in lines] == [True, False]
    assert lines[0].person_id == there.learners[1].person_id
    assert all("************" in line.id_masked for line in lines)


@pytest.mark.req("R13")
def test_nothing_is_half_imported(there: Town) -> None:
    rows = [row(2), replace(row(1), name=name(9)), replace(row(501), name="")]
    with pytest.raises(Invalid) as error:
        put(there, rows)
    assert [problem.field for problem in error.value.problems] == ["row 3", "row 503"]
    assert not Roster.objects.exists()
    assert not RosterLine.objects.exists()
    assert people.person_by_id_number(row(2).person_id) is None


def test_bad_rows_are_refused_here_too(there: Town) -> None:
    for rows in ([], [row(1), row(1)], [replace(row(1), worker_kind="boss")], [replace(row(1), person_id="1")]):
        with pytest.raises(Invalid):
            put(there, rows)


def test_a_name_that_differs_is_told_with_the_other_faults(there: Town) -> None:
    found = RosterRead(("姓名", "身份证号码"), rows=[replace(row(1), name="别人"), row(2)], columns={"person_name": 0})
    check_names(found)
    assert [(cell.row, cell.index) for cell in found.bad] == [(3, 0)]
    assert name(1) not in found.bad[0].reason.zh


def test_who_may(there: Town) -> None:
    other = town((2,), firm_number=501)
    with pytest.raises(NotFound):
        put(there, [row(1)], by=other.admin)
    with pytest.raises(NotFound):
        put(there, [row(1)], by=there.learners[1])


def test_people_added_later_say_so(there: Town) -> None:
    held = opened(there)
    before = queries.roster_digest(held.roster_id)
    actions.roster_add(class_id=held.id, rows=[row(2)], by=there.admin, at=IN_CLASS)
    assert [line.filed for line in queries.roster_lines(held.roster_id)] == [True, False]
    assert queries.roster_digest(held.roster_id) == before
    assert [facts.facts["on_filed_roster"].value for facts in queries.claim_facts(held.id)] == [True, False]
    with pytest.raises(Conflict):
        actions.roster_add(class_id=held.id, rows=[row(1)], by=there.admin, at=IN_CLASS)


def test_a_roster_serves_one_class(there: Town) -> None:
    held = opened(there)
    with pytest.raises(Invalid) as error:
        opened(there, roster_id=held.roster_id, case_number="WX-2020-0002", number="A2", course_id=held.course_id)
    assert [problem.field for problem in error.value.problems] == ["roster_id"]


def test_only_an_administrator_puts_one_up(there: Town) -> None:
    with pytest.raises(Forbidden):
        put(there, [row(1)], by=replace(there.admin, roles=frozenset({"org_legal"})))
    assert put(there, [row(1)], by=SYSTEM)
