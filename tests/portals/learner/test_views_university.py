"""The university of one's employer by page: on the home page, its courses, a lesson with its player, receipts; nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from tests.casework.city import AFTER, City
from tests.classroom import course, row, signed_up
from tests.portals.conftest import SignedIn
from yunpei.catalogue import queries as catalogue
from yunpei.training.university import actions, queries

pytestmark = [pytest.mark.req("R11"), pytest.mark.django_db]


@pytest.fixture
def client(there: City, signed_in: SignedIn) -> Client:
    """Somebody of the staff, where one course was picked."""
    actions.course_pick(course_id=there.course_id, required=True, due_on=None, by=there.admin, at=AFTER)
    actions.staff_put(rows=[replace(row(1), department="车间")], by=there.admin, at=AFTER)
    return signed_in(signed_up(1))


def address(there: City) -> str:
    held = queries.university_of(there.organisation_id)
    assert held is not None
    return f"/learn/university/{held.public_id}/"


def test_it_stands_on_the_home_page_and_in_the_list_of_classes(client: Client, there: City) -> None:
    for page in ("/learn/", "/learn/classes/"):
        shown = client.get(page).content.decode()
        assert address(there) in shown
        assert "还没有班级" not in shown


def test_courses_lessons_and_the_player(client: Client, there: City) -> None:
    made, [first, *_] = catalogue.course(there.course_id), catalogue.lessons(there.course_id)
    page = client.get(address(there)).content.decode()
    assert f"{address(there)}courses/{made.public_id}/" in page
    assert f"{address(there)}lessons/{first.public_id}/" in page
    assert "不计入任何培训补贴" in page
    page = client.get(f"{address(there)}courses/{made.public_id}/").content.decode()
    assert f"{address(there)}lessons/{first.public_id}/" in page
    page = client.get(f"{address(there)}lessons/{first.public_id}/").content.decode()
    held = queries.university_of(there.organisation_id)
    assert held is not None
    assert f'data-class="{held.public_id}"' in page
    assert f"{address(there)}lessons/{first.public_id}/file" in page
    assert "/learn/classes/" not in page.partition("<main")[2].partition("</main>")[0]
    assert client.get(f"{address(there)}receipts.txt").status_code == 200


def test_what_was_not_picked_is_not_there_nor_for_others(client: Client, there: City, signed_in: SignedIn) -> None:
    foreign = catalogue.lessons(course(there.organisation_id))[0]
    for path in (f"lessons/{foreign.public_id}/", f"lessons/{foreign.public_id}/file"):
        assert client.get(f"{address(there)}{path}").status_code == 404
    own = catalogue.lessons(there.course_id)[0]
    stranger = signed_in(signed_up(2))
    for path in ("", "receipts.txt", f"lessons/{own.public_id}/", f"lessons/{own.public_id}/stream/film.m3u8"):
        assert stranger.get(f"{address(there)}{path}").status_code == 404
