"""Directories are published in batches that never change; any day's directory can be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.classroom import signed_up
from yunpei.catalogue import directories
from yunpei.catalogue.directories import NewEntry
from yunpei.catalogue.types import Directory, EntryKind
from yunpei.common.actor import Actor
from yunpei.common.audit import history
from yunpei.common.errors import Forbidden, Invalid

pytestmark = [pytest.mark.req("R06"), pytest.mark.django_db]
MARCH, MAY = datetime(2020, 3, 2, 2, tzinfo=UTC), datetime(2020, 5, 6, 2, tzinfo=UTC)


@pytest.fixture
def officer() -> Actor:
    return replace(signed_up(42), office_id=1, region="320200", roles=frozenset({"officer_review"}))


def entry(name: str, *, kind: EntryKind = EntryKind.TRAINING, until: date | None = None) -> NewEntry:
    return NewEntry(kind, name, "6-31-01-03", "电工、焊工", date(2020, 3, 1), until)


def publish(officer: Actor, *entries: NewEntry, out: tuple[int, ...] = (), at: datetime = MARCH) -> int:
    return directories.batch_publish(
        directory=Directory.BODIES, title="首批", entries=entries, out=out, by=officer, at=at
    )


def names(on: date, words: str = "", **more: Any) -> list[str]:
    return [one.name for one in directories.entries_on(Directory.BODIES, on=on, words=words, **more)]


def test_every_day_has_its_directory(officer: Actor) -> None:
    assert publish(officer, entry("甲校"), entry("乙校", until=date(2020, 4, 30))) == 1
    [first] = directories.entries_on(Directory.BODIES, on=date(2020, 3, 3), words="甲校")
    assert publish(officer, entry("丙所", kind=EntryKind.EVALUATION), out=(first.id,), at=MAY) == 2
    assert names(date(2020, 3, 1)) == []  # published on the second
    assert names(date(2020, 3, 2)) == ["乙校", "甲校"]
    assert names(date(2020, 5, 5)) == ["甲校"]
    assert names(date(2020, 5, 6)) == ["丙所"]
    assert names(date(2020, 5, 6), kind="training") == []
    assert names(date(2020, 3, 2), region="210200") == []
    assert [(one.number, one.added, one.taken_out) for one in directories.batches(Directory.BODIES)] == [
        (2, 1, 1),
        (1, 2, 0),
    ]


@pytest.mark.parametrize("words", ["甲校", "焊工", "6-31-01", "甲 电工"])
def test_two_characters_are_found(officer: Actor, words: str) -> None:
    publish(officer, entry("甲校"))
    assert names(date(2020, 3, 2), words) == ["甲校"]


def test_every_bad_line_is_told_and_nothing_is_published(officer: Actor) -> None:
    bad = (entry(""), entry("甲校", kind=EntryKind.PROJECT), entry("乙校", until=date(2020, 1, 1)), entry("乙校"))
    with pytest.raises(Invalid) as error:
        publish(officer, *bad, out=(99,))
    assert len(error.value.problems) == 5
    with pytest.raises(Invalid):
        publish(officer)
    assert directories.batches(Directory.BODIES) == []


def test_only_the_regions_officers(officer: Actor) -> None:
    publish(officer, entry("甲校"))
    [held] = directories.entries_on(Directory.BODIES, on=date(2020, 3, 2))
    with pytest.raises(Invalid):
        publish(replace(officer, region="210200"), out=(held.id,))
    with pytest.raises(Forbidden):
        publish(replace(officer, roles=frozenset({"org_admin"})), entry("乙校"))
    assert names(date(2020, 3, 2)) == ["甲校"]


def test_a_batch_leaves_its_row(officer: Actor) -> None:
    from yunpei.catalogue.models import DirectoryBatch

    publish(officer, entry("甲校"))
    made = DirectoryBatch.objects.get()
    assert [one.verb for one in history(subject_type="directory", subject_id=made.pk)] == ["directory_publish"]
