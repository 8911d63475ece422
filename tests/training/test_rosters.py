"""A roster is taken over whole or not at all, and locked with its class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.classroom import FILED, IN_CLASS, START, SYSTEM, Town, opened, row, signed_up, town
from tests.invented import name
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.people import queries as people
from yunpei.training import actions, queries
from yunpei.training.models import Roster, RosterLine
from yunpei.training.roster import RosterRead
from yunpei.training.rosters import check_names
from yunpei.training.states import UPLOAD
from yunpei.training.types import UploadState

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
    found = RosterRead(("姓名", "身份证号码"), {"person_name": 0})
    assert not check_names(found, [replace(row(1), name="别人"), row(2)], organisation_id=there.organisation_id)
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


def lines(roster_id: int) -> list[tuple[str, str, int]]:
    return [(one.name, one.post, one.id) for one in queries.roster_lines(roster_id)]


@pytest.mark.req("R13")
def test_a_newer_list_changes_just_what_differs(there: Town) -> None:
    made = put(there, [row(n) for n in range(1, 6)])
    before, digest = lines(made), queries.roster_digest(made)
    renew = partial(actions.roster_renew, roster_id=made, first_day=START, by=there.admin, at=IN_CLASS)
    same = renew(rows=[row(n) for n in range(1, 6)])
    assert (same.people, same.added, same.changed, same.removed) == (5, 0, 0, 0)
    assert (lines(made), queries.roster_digest(made)) == (before, digest)
    audits = AuditRow.objects.filter(subject_type="roster").count()
    newer = [row(1), replace(row(3), post="焊工", row=4), *[replace(row(n), row=n + 1) for n in (4, 5, 6)]]
    found = renew(rows=newer)
    assert (found.people, found.added, found.changed, found.removed) == (5, 1, 1, 1)
    after = lines(made)
    assert [one[1] for one in after] == ["钳工", "焊工", "钳工", "钳工", "钳工"]
    assert {one[2] for one in after} & {one[2] for one in before} == {before[n][2] for n in (0, 2, 3, 4)}
    assert queries.roster_digest(made) == queries.lines_digest(made) != digest
    told = AuditRow.objects.filter(subject_type="roster").order_by("id").values_list("verb", flat=True)[audits:]
    assert list(told) == ["roster_line_change", "roster_line_remove", "roster_renew"]


def test_a_roster_of_a_class_is_not_renewed(there: Town) -> None:
    held = opened(there)
    with pytest.raises(Conflict):
        actions.roster_renew(roster_id=held.roster_id, rows=[row(2)], first_day=START, by=there.admin, at=IN_CLASS)
    with pytest.raises(NotFound):
        actions.roster_renew(
            roster_id=held.roster_id, rows=[row(2)], first_day=START, by=town((3,), firm_number=501).admin, at=IN_CLASS
        )


@pytest.mark.req("R13")
def test_a_misspelt_name_follows_the_newer_list_until_its_owner_registers(there: Town) -> None:
    """Of the same organisation; another's list does not change it, and nobody's changes a registered name."""
    put(there, [replace(row(2), name="误写"), row(3)])
    other = town((4,), firm_number=501)
    with pytest.raises(Invalid):
        put(other, [row(2)])
    found = RosterRead(("姓名", "身份证号码"), {"person_name": 0})
    assert check_names(found, [row(2)], organisation_id=there.organisation_id) == [4]
    assert not found.bad
    put(there, [row(2)])
    card = people.person_by_id_number(row(2).person_id)
    assert card is not None
    assert card.name == name(2)
    assert AuditRow.objects.filter(verb="person_rename", subject_id=card.public_id).count() == 1
    signed_up(3)
    with pytest.raises(Invalid):
        put(there, [replace(row(3), name="误写")])


def test_statements_do_not_grow_with_a_piece(there: Town) -> None:
    def count(rows: Sequence[object]) -> int:
        with CaptureQueriesContext(connection) as ran:
            put(there, rows)
        return len(ran)

    few, many = count([row(n) for n in range(10, 12)]), count([row(n) for n in range(20, 80)])
    assert many == few


def test_an_upload_ends_taken_or_refused_and_only_by_the_program() -> None:
    assert set(UPLOAD.states) == {state.value for state in UploadState}
    assert set(UPLOAD.ends) == {"taken", "refused"}
    assert not any(row.roles for row in UPLOAD.transitions)
