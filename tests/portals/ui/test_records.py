"""A record from elsewhere says on both sides whether its platform was on the list on its days of study."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.casework.city import AFTER, DAY, City, accepted
from tests.files.conftest import png, uploads  # noqa: F401  # uploads: a store of one's own
from tests.portals.conftest import SignedIn
from yunpei.casework import actions
from yunpei.casework import queries as casework
from yunpei.catalogue.selection.models import Platform, PlatformBatch, PlatformCall
from yunpei.files import actions as files
from yunpei.files.types import DOCUMENTS
from yunpei.learning.records.types import Kind, Stated, Way
from yunpei.portals.ui.records import shown
from yunpei.training import actions as training
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.django_db, pytest.mark.req("R07", "R46")]

STUDIED = date(2020, 3, 9)
IN_CLASS = AFTER - 25 * DAY


@pytest.fixture
def held(there: City) -> ClassFacts:
    class_id = accepted(there, (1, 2))
    training.class_begin(class_id=class_id, at=IN_CLASS)
    return classes.class_of(class_id)


def brought(there: City, held: ClassFacts, channel: str, last: date = STUDIED) -> None:
    """Screenshots of one person from the day of study on."""
    file = files.store(
        data=png(note=channel.encode()), name=f"{channel}.png", kinds=DOCUMENTS, by=there.admin, at=IN_CLASS
    )
    line = classes.roster_lines(held.roster_id)[0].id
    actions.records_add(
        class_id=held.id,
        kind=Kind.SCREENSHOT,
        way=Way.ONLINE,
        channel=channel,
        files=[file.public_id],
        stated=[Stated(line, STUDIED, last, 60)],
        by=there.admin,
        at=IN_CLASS,
    )


def listed(there: City, name: str, address: str, left: date | None = None) -> None:
    """A platform that is on the list as of the day of study."""
    by = there.reviewers[0].account_id
    assert by is not None
    call, _ = PlatformCall.objects.get_or_create(
        region="320200",
        title="征集",
        asks="线上平台",
        closes_on=STUDIED - 9 * DAY,
        state="closed",
        published_at=IN_CLASS,
        published_by_id=by,
    )
    batch, _ = PlatformBatch.objects.get_or_create(
        region="320200",
        number=3,
        published_on=STUDIED - 8 * DAY,
        until=STUDIED - 3 * DAY,
        published_by_id=by,
    )
    Platform.objects.create(
        call=call,
        organisation_id=there.organisation_id,
        state="left" if left else "listed",
        name=name,
        address=address,
        batch=batch,
        listed_on=STUDIED,
        left=left,
    )


@pytest.fixture
def told(there: City, held: ClassFacts, signed_in: SignedIn) -> list[str]:
    """The page of the office and that of the organisation: one batch listed throughout, one in part, one never."""
    listed(there, "锡培在线", "https://peixun.example.cn/", left=STUDIED + DAY)
    listed(there, "云端课堂", "https://yunpei.example/")
    brought(there, held, "云培")  # found by the link that the plan names
    brought(there, held, "锡培在线", STUDIED + DAY)
    brought(there, held, "没有列入的平台")
    return [
        signed_in(there.reviewers[0]).get(f"/bureau/cases/{held.case_number}/").content.decode(),
        signed_in(there.admin).get(f"/org/classes/{held.public_id}/records/").content.decode(),
    ]


def test_both_sides_see_whether_it_was_listed(told: list[str]) -> None:
    for page in told:
        assert page.count("平台目录第 3 批") == 2
        assert page.count("学习期间只有部分日期在平台目录中") == 1
        assert page.count("学习期间不在平台目录中") == 1


def test_one_query_answers_for_all_batches(
    held: ClassFacts, told: list[str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert casework.channels_filed(held.id) == {"云培": "https://yunpei.example"}
    with django_assert_max_num_queries(50) as made:
        found = shown(held.id)
    assert sum('FROM "catalogue_platform"' in one["sql"] for one in made.captured_queries) == 1
    assert [one.channel for one in found["batches"]] == ["没有列入的平台", "锡培在线", "云培"]
    _, in_part, throughout = (one.public_id for one in found["batches"])
    assert {key: one.throughout for key, one in found["listed"].items()} == {in_part: False, throughout: True}
