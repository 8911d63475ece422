"""Settings and identity checks of a class on the pages of its organisation and of the reviewing office."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.casework.city import City
from tests.classroom import IN_CLASS, Town, enter, opened, signed_up
from tests.learning.identity.conftest import face
from tests.portals.conftest import SignedIn
from yunpei.common import clock
from yunpei.common.actor import Actor
from yunpei.common.models import AuditRow
from yunpei.learning.identity.appointments import appointment_ask
from yunpei.learning.identity.checking import photo_hand_in
from yunpei.learning.identity.choosing import way_choose
from yunpei.learning.identity.comparing import void_contest
from yunpei.learning.identity.types import Way
from yunpei.learning.models import Appointment, ClassAsking, IdentityCheck
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.django_db
BEFORE = IN_CLASS.replace(month=2, day=27)
ASKED = {"least": "5", "most": "8", "kinds": ["question", "identity"], "entry": "on"}


@pytest.fixture
def pupil() -> Actor:
    return signed_up(1)


@pytest.fixture
def held(there: City, pupil: Actor) -> ClassFacts:
    return opened(Town(there.organisation_id, there.admin, {1: pupil}), course_id=there.course_id)


@pytest.fixture
def check(held: ClassFacts, pupil: Actor) -> IdentityCheck:
    """A photo that waits to be compared."""
    enter(held, pupil)
    way_choose(way=Way.PHOTO, agreed=True, picture=face(0), by=pupil, at=IN_CLASS)
    photo_hand_in(class_id=held.id, picture=face(1), token="a" * 32, by=pupil, at=IN_CLASS)
    return IdentityCheck.objects.get()


def place(held: ClassFacts, end: str = "", side: str = "bureau") -> str:
    return f"/{side}/classes/{held.public_id}/identity/{end}"


@pytest.mark.parametrize("side", ["org", "bureau"])
def test_settings(there: City, held: ClassFacts, signed_in: SignedIn, side: str) -> None:
    address = f"/{side}/classes/{held.public_id}/asking/"
    client = signed_in(there.admin if side == "org" else there.reviewers[0])
    with clock.holding(BEFORE):
        page = client.get(address).content.decode()
        assert "每学 10 至 20 分钟" in page
        assert page.count('name="kinds"') == 3
        assert client.post(address, {**ASKED, "least": "9", "most": "8"}).status_code == 422
        assert client.post(address, ASKED).status_code == 302
    row = ClassAsking.objects.get()
    assert (row.least, row.most, row.kinds, row.entry, row.by_office) == (
        300, 480, "question.identity", True, side == "bureau",
    )  # fmt: skip
    with clock.holding(IN_CLASS):
        assert ("开班后只能由审核部门加严" in client.get(address).content.decode()) is (side == "org")


def test_comparing_side_by_side(there: City, held: ClassFacts, check: IdentityCheck, signed_in: SignedIn) -> None:
    client = signed_in(there.reviewers[0])
    page = client.get(place(held)).content.decode()
    taken, reference = (place(held, f"{check.public_id}/{which}.jpg") for which in ("taken", "reference"))
    assert taken in page
    assert reference in page
    assert not AuditRow.objects.filter(verb="identity_look").exists()
    seen = client.get(taken)
    assert (seen["Content-Type"], seen["Cache-Control"]) == ("image/jpeg", "no-store")
    assert seen.content != client.get(reference).content
    assert AuditRow.objects.filter(verb="identity_look").count() == 2
    assert client.get(place(held, f"{check.public_id}/other.jpg")).status_code == 404


def test_judging_and_settling(
    there: City, held: ClassFacts, check: IdentityCheck, pupil: Actor, signed_in: SignedIn
) -> None:
    firm, officer = signed_in(there.admin), signed_in(there.reviewers[0])
    said = firm.post(place(held, f"{check.public_id}/other/", "org"), {"reason": ""}, follow=True)
    assert "请写明" in said.content.decode()
    firm.post(place(held, f"{check.public_id}/other/", "org"), {"reason": "换了人"})
    void_contest(class_id=held.id, check=check.public_id, text="剪了头发", by=pupil, at=IN_CLASS)
    assert "恢复计入" not in firm.get(place(held, side="org")).content.decode()
    assert "剪了头发" in officer.get(place(held)).content.decode()
    officer.post(place(held, f"{check.public_id}/lift/"), {"reason": "属实"})
    check.refresh_from_db()
    assert check.lifted
    assert officer.post(place(held, f"{check.public_id}/burn/")).status_code == 404


def test_recording_an_appointment(there: City, held: ClassFacts, pupil: Actor, signed_in: SignedIn) -> None:
    hour = timedelta(hours=1)
    made = appointment_ask(class_id=held.id, office=True, wanted_at=IN_CLASS + hour, by=pupil, at=IN_CLASS)
    assert "由其核验并记录" in signed_in(there.admin).get(place(held, side="org")).content.decode()
    client = signed_in(there.reviewers[0])
    assert f'id="{made}_day"' in client.get(place(held)).content.decode()
    address = place(held, f"{made}/held/")
    assert "请填写" in client.post(address, {}, follow=True).content.decode()
    met = {"how": "in_person", "day": "2020-03-11", "time": "09:00", "confirmed": "yes"}
    assert client.post(address, met, follow=True).status_code == 200
    assert Appointment.objects.get().confirmed


def test_links_lead_there(there: City, held: ClassFacts, signed_in: SignedIn) -> None:
    page = signed_in(there.admin).get(f"/org/classes/{held.public_id}/").content.decode()
    assert place(held, side="org") in page
    assert f"/org/classes/{held.public_id}/asking/" in page
