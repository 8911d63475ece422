"""Uploads in parts: gone on with, never doubled, nobody else's, judged at the end like any other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.classroom import signed_up
from tests.files.conftest import mp4
from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.files import parts
from yunpei.files.types import FileKind

pytestmark = [pytest.mark.req("R16"), pytest.mark.django_db]
AT = datetime(2020, 3, 2, 1, tzinfo=UTC)
KINDS = {FileKind.MP4}


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.YUNPEI_UPLOADS = tmp_path / "files"


@pytest.fixture
def me() -> Actor:
    return signed_up(7)


def begin(by: Actor, data: bytes) -> str:
    public_id, here = parts.partial_begin(name="课.mp4", size=len(data), kinds=KINDS, by=by, at=AT)
    assert here == 0
    return public_id


def test_parts_become_one_file_however_often_they_come(me: Actor) -> None:
    data = mp4()
    half = len(data) // 2
    mine = begin(me, data)
    assert parts.partial_add(public_id=mine, offset=0, data=data[:half], by=me) == half
    assert parts.partial_add(public_id=mine, offset=0, data=data[:half], by=me) == half  # the answer was lost
    assert parts.partial_begin(name="课.mp4", size=len(data), kinds=KINDS, by=me, at=AT) == (mine, half)
    with pytest.raises(Conflict):
        parts.partial_end(public_id=mine, kinds=KINDS, by=me, at=AT)
    with pytest.raises(Conflict):
        parts.partial_add(public_id=mine, offset=half + 1, data=data[half + 1 :], by=me)
    assert parts.partial_add(public_id=mine, offset=half, data=data[half:], by=me) == len(data)
    kept = parts.partial_end(public_id=mine, kinds=KINDS, by=me, at=AT)
    assert (kept.size, kept.kind) == (len(data), FileKind.MP4)
    assert parts.partial_end(public_id=mine, kinds=KINDS, by=me, at=AT).id == kept.id


def test_more_than_was_said_is_refused(me: Actor) -> None:
    mine = begin(me, b"x" * 10)
    with pytest.raises(Invalid):
        parts.partial_add(public_id=mine, offset=0, data=b"x" * 11, by=me)
    for size in (0, 3 << 30):
        with pytest.raises(Invalid):
            parts.partial_begin(name="a.mp4", size=size, kinds=KINDS, by=me, at=AT)


def test_what_is_no_film_is_not_kept(me: Actor) -> None:
    mine = begin(me, b"x" * 10)
    parts.partial_add(public_id=mine, offset=0, data=b"x" * 10, by=me)
    with pytest.raises(Invalid):
        parts.partial_end(public_id=mine, kinds=KINDS, by=me, at=AT)


def test_nobody_elses_upload_is_there(me: Actor) -> None:
    mine, other = begin(me, b"x" * 10), signed_up(8)
    with pytest.raises(NotFound):
        parts.partial_add(public_id=mine, offset=0, data=b"x", by=other)
    with pytest.raises(NotFound):
        parts.partial_end(public_id="no id", kinds=KINDS, by=me, at=AT)
    with pytest.raises(Forbidden):
        parts.partial_begin(name="a.mp4", size=1, kinds=KINDS, by=NOBODY, at=AT)


def test_what_was_never_ended_goes(me: Actor) -> None:
    mine = begin(me, b"x" * 10)
    parts.partial_add(public_id=mine, offset=0, data=b"x" * 5, by=me)
    assert parts.partials_drop(at=AT + timedelta(days=1)) == 0
    assert parts.partials_drop(at=AT + timedelta(days=3)) == 1
    with pytest.raises(NotFound):
        parts.partial_add(public_id=mine, offset=5, data=b"x", by=me)
