"""A learner chooses how to show who they are, passes the check on entering, makes appointments and contests what was found."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.city import City
from tests.classroom import IN_CLASS, Town, opened, signed_up
from tests.learning.identity.conftest import face
from tests.portals.conftest import SignedIn
from yunpei.common import clock
from yunpei.common.actor import Actor
from yunpei.evidence.asking import Ask, Asking
from yunpei.learning.class_asking import asking_set
from yunpei.learning.identity.comparing import photo_judge
from yunpei.learning.models import Appointment, IdentityCheck, IdentityChoice
from yunpei.messages import actions as messages
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil() -> Actor:
    return signed_up(1)


@pytest.fixture
def held(there: City, pupil: Actor) -> ClassFacts:
    """A class that asks for an identity check before the first lesson."""
    made = opened(Town(there.organisation_id, there.admin, {1: pupil}), course_id=there.course_id)
    asking = Asking(300, 600, (Ask.QUESTION, Ask.IDENTITY))
    asking_set(class_id=made.id, asking=asking, entry=True, by=there.admin, at=IN_CLASS.replace(month=2, day=27))
    return made


@pytest.fixture
def client(signed_in: SignedIn, pupil: Actor, held: ClassFacts) -> Client:
    return signed_in(pupil)


@pytest.fixture(autouse=True)
def _in_class() -> object:
    with clock.holding(IN_CLASS):
        yield


def picture(n: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("face.png", face(n), "image/png")


def place(held: ClassFacts, event: str = "") -> str:
    return f"/learn/classes/{held.public_id}/identity/{event}"


def test_what_is_asked_and_why_is_on_the_class_page(client: Client, held: ClassFacts) -> None:
    page = client.get(f"/learn/classes/{held.public_id}/").content.decode()
    assert "每学 5 至 10 分钟" in page
    assert "回答课程问题、核验身份" in page
    assert "学第一课以前要先核验身份" in page
    assert place(held) in page


def test_signing_in_leads_to_the_check_and_lessons_wait_for_it(client: Client, held: ClassFacts, monkeypatch) -> None:
    signed = client.post(f"/learn/classes/{held.public_id}/sign-in/")
    assert signed["Location"] == place(held)
    lesson = client.get(f"/learn/classes/{held.public_id}/").context["found"].lessons[0].lesson.public_id
    address = f"/learn/classes/{held.public_id}/lessons/{lesson}/"
    assert client.get(address)["Location"] == place(held)
    sent: list[str] = []
    monkeypatch.setattr(
        messages, "code_deliver", lambda *, text, **_: sent.append(text.zh.split(" ")[1].rstrip("，")[:6])
    )
    client.post(place(held, "send/"))
    wrong = client.post(place(held, "code/"), {"code": "12"})
    assert wrong.status_code == 422
    assert "验证码不对" in wrong.content.decode()
    assert client.post(place(held, "code/"), {"code": sent[0]}).status_code == 302
    player = client.get(address)
    assert player.status_code == 200
    assert f'data-photo="{place(held, "photo/")}"' in player.content.decode()
    assert 'capture="user"' in player.content.decode()


def test_consent_photo_and_withdrawal_without_script(client: Client, held: ClassFacts) -> None:
    refused = client.post(place(held, "choose/"), {"way": "photo", "picture": picture(0)})
    assert refused.status_code == 422
    assert "须先同意" in refused.content.decode()
    assert client.post(place(held, "photo/"), {"picture": picture(1)}).status_code == 422
    agreed = {"way": "photo", "picture": picture(0), "agreed": "on"}
    assert client.post(place(held, "choose/"), agreed).status_code == 302
    page = client.get(place(held)).content.decode()
    assert "同意书版本" in page
    assert page.count('capture="user"') == 2
    assert client.post(place(held, "photo/"), {"picture": picture(1)}).status_code == 302
    again = client.post(place(held, "photo/"), {"picture": picture(1)})
    assert again.status_code == 422
    assert "已经交过" in again.content.decode()
    assert client.post(place(held, "choose/"), {"way": "code"}).status_code == 302
    assert IdentityChoice.objects.get(ended_at=None).way == "code"
    assert "未比对，照片已删除" in client.get(place(held)).content.decode()


def test_contesting(client: Client, held: ClassFacts, there: City) -> None:
    client.post(place(held, "choose/"), {"way": "photo", "picture": picture(0), "agreed": "on"})
    client.post(place(held, "photo/"), {"picture": picture(1)})
    check = IdentityCheck.objects.get()
    photo_judge(class_id=held.id, check=check.public_id, same=False, reason="换了人", by=there.admin, at=IN_CLASS)
    page = client.get(place(held)).content.decode()
    assert "换了人" in page
    assert client.post(place(held, "contest/"), {"item": check.public_id, "text": "是我"}).status_code == 302
    assert "申诉处理中" in client.get(place(held)).content.decode()
    assert client.post(place(held, "contest/"), {"item": "x", "text": "是我"}).status_code == 404


def test_appointments(client: Client, held: ClassFacts) -> None:
    past = client.post(place(held, "ask/"), {"day": "2020-03-01", "time": "09:00", "office": "no"})
    assert past.status_code == 422
    assert "请选以后的时间" in past.content.decode()
    wanted = {"day": "2020-03-12", "time": "09:00", "office": "yes", "note": "通话"}
    assert client.post(place(held, "ask/"), wanted).status_code == 302
    made = Appointment.objects.get()
    assert (made.office, made.wanted_at.isoformat()) == (True, "2020-03-12T01:00:00+00:00")
    assert "取消预约" in client.get(place(held)).content.decode()
    client.post(place(held, "cancel/"), {"item": made.public_id})
    assert "取消预约" not in client.get(place(held)).content.decode()


def test_what_is_none_of_this(client: Client, held: ClassFacts) -> None:
    assert client.post(place(held, "steal/")).status_code == 404
    assert client.get(place(held, "choose/")).status_code == 405
