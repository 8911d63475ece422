"""A photo sent again: answer an identity challenge with an old photo, one made ready before, or somebody else's.

Claim: a photo answers one challenge, the one that was standing when it was handed in, for the person who handed it in; each picture
counts once on the whole site, the reference picture never.
Asserts: the same picture is refused for the next challenge, with other bytes around it and from another learner; a photo handed in
before a challenge was shown does not answer it; what was found to show another person answers nothing and its class day is taken away.
Remains: a picture of a picture, and a photo changed and saved anew, are left to the person who compares; until then their time counts.
Who chose codes shows that they hold their phone, not their face: the law gives everyone that choice.
"""

from __future__ import annotations

import pytest

from tests.classroom import IN_CLASS, Town, enter, opened, town
from tests.learning.identity.conftest import face
from yunpei.catalogue import queries as catalogue
from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid
from yunpei.evidence.asking import Ask
from yunpei.interfaces.study_challenges import Challenge
from yunpei.interfaces.study_clock import LessonChallenges
from yunpei.learning.identity.checking import photo_hand_in
from yunpei.learning.identity.choosing import way_choose
from yunpei.learning.identity.comparing import photo_judge
from yunpei.learning.identity.types import Way
from yunpei.learning.identity.voids import void_days
from yunpei.learning.models import IdentityCheck
from yunpei.people import queries as people
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.database
DOOR = LessonChallenges()


@pytest.fixture
def there(db: None) -> Town:
    return town((1, 2))


@pytest.fixture
def held(there: Town) -> ClassFacts:
    made = opened(there, (1, 2))
    for n, who in there.learners.items():
        enter(made, who)
        way_choose(way=Way.PHOTO, agreed=True, picture=face(100 + n), by=who, at=IN_CLASS)
    return made


def challenge(held: ClassFacts, who: Actor, number: int) -> Challenge:
    """The n-th identity challenge of a learner, with the number that the clock would draw for it."""
    assert who.person_id
    lesson = catalogue.lessons(held.course_id)[0].public_id
    person = people.person(who.person_id).public_id
    return Challenge(Ask.IDENTITY, number, person, held.public_id, lesson, 7_000_000 + number * who.person_id, IN_CLASS)


def hand_in(held: ClassFacts, who: Actor, token: str, picture: bytes) -> None:
    photo_hand_in(class_id=held.id, picture=picture, token=token, by=who, at=IN_CLASS)


def token(one: Challenge) -> str:
    return str(DOOR.shown(one, send=False)["token"])


def test_an_old_photo_answers_nothing_more(there: Town, held: ClassFacts) -> None:
    me, friend = there.learners[1], there.learners[2]
    first, second = challenge(held, me, 1), challenge(held, me, 2)
    hand_in(held, me, token(first), face(1))
    assert DOOR.right(first, "photo")
    assert not DOOR.right(second, "photo")
    reference = face(101)
    for who, picture in ((me, face(1)), (me, resaved(face(1))), (friend, face(1)), (me, reference)):
        with pytest.raises(Invalid):
            hand_in(held, who, token(challenge(held, who, 2)), picture)
    assert not DOOR.right(second, "photo")


def test_one_made_ready_before(there: Town, held: ClassFacts) -> None:
    me = there.learners[1]
    for guess in ("", "2", "a" * 32):
        hand_in(held, me, guess, face(len(guess)))
    assert not DOOR.right(challenge(held, me, 2), "photo")


def test_somebody_elses_challenge(there: Town, held: ClassFacts) -> None:
    me, friend = there.learners[1], there.learners[2]
    mine = challenge(held, me, 1)
    hand_in(held, friend, token(mine), face(1))
    assert not DOOR.right(mine, "photo")


def test_another_face(there: Town, held: ClassFacts) -> None:
    me = there.learners[1]
    asked = challenge(held, me, 1)
    hand_in(held, me, token(asked), face(1))
    check = IdentityCheck.objects.get().public_id
    photo_judge(class_id=held.id, check=check, same=False, reason="不是本人", by=there.admin, at=IN_CLASS)
    assert not DOOR.right(asked, "photo")
    assert len(void_days(held.id)) == 1


def resaved(picture: bytes) -> bytes:
    """The same pixels in a file of another form."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).save(out, "PNG", optimize=True, compress_level=1)
    return out.getvalue()
