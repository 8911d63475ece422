"""A class that runs, its learners, officers of its city, and faces that no person has."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest

from tests.casework.city import officer
from tests.classroom import FILED, IN_CLASS, SYSTEM, Town, enter, opened, town
from yunpei.common.actor import Actor
from yunpei.learning.identity.choosing import way_choose
from yunpei.learning.identity.types import Way
from yunpei.people import actions as people
from yunpei.people.types import OfficeKind
from yunpei.training.types import ClassFacts

Face = Callable[[int], bytes]


def face(n: int) -> bytes:
    """The n-th picture: squares of many colours."""
    from PIL import Image

    draw = random.Random(n)
    tiny = Image.new("RGB", (8, 8))
    tiny.putdata([(draw.randrange(256), draw.randrange(256), draw.randrange(256)) for _ in range(64)])
    out = io.BytesIO()
    tiny.resize((64, 64), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def there(db: None) -> Town:
    return town((1, 2))


@pytest.fixture
def held(there: Town) -> ClassFacts:
    made = opened(there, (1, 2))
    for one in there.learners.values():
        enter(made, one)
    return made


@pytest.fixture
def officers(there: Town) -> list[Actor]:
    """Two who review in the city."""
    office = people.office_open(name="市审核", region="320200", kind=OfficeKind.REVIEW, by=SYSTEM, at=FILED)
    return [officer(n, office, OfficeKind.REVIEW) for n in (900, 901)]


@pytest.fixture
def elsewhere(there: Town) -> Actor:
    """Who reviews in another city."""
    office = people.office_open(name="外市审核", region="210200", kind=OfficeKind.REVIEW, by=SYSTEM, at=FILED)
    return officer(910, office, OfficeKind.REVIEW)


@pytest.fixture
def agreed(there: Town) -> Actor:
    """The first learner, who agreed to photos; their reference picture is face 0."""
    way_choose(way=Way.PHOTO, agreed=True, picture=face(0), by=there.learners[1], at=IN_CLASS)
    return there.learners[1]
