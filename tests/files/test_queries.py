"""Byte ranges, as RFC 9110 has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files.conftest import png
from tests.people.conftest import AT, SYSTEM
from yunpei.common.errors import NotFound
from yunpei.files import actions, queries
from yunpei.files.types import FileCard, FileKind, NotSatisfiable

pytestmark = [pytest.mark.req("R12"), pytest.mark.django_db]


@pytest.fixture
def card() -> FileCard:
    return actions.store(data=png(), name="a.png", kinds=[FileKind.PNG], by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=10-", 10, None),
        ("bytes=-5", -5, None),
        ("bytes=-999999", 0, None),
        ("bytes=3-999999", 3, None),
        ("BYTES = 1 - 2 ", 1, 3),
    ],
)
def test_a_part(card: FileCard, wanted: str, start: int, end: int | None) -> None:
    piece = queries.piece(card, wanted)
    data = piece.path.read_bytes()
    assert piece.partial
    assert data[piece.start : piece.end] == data[start:end]
    assert piece.content_range == f"bytes {piece.start}-{piece.end - 1}/{card.size}"


@pytest.mark.parametrize(
    "wanted", ["", "bytes=", "bytes=-", "bytes=5-4", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", "bytes=٣-"]
)
def test_what_is_no_range_gives_the_whole(card: FileCard, wanted: str) -> None:
    piece = queries.piece(card, wanted)
    assert (piece.start, piece.end, piece.partial) == (0, card.size, False)


@pytest.mark.parametrize("wanted", ["bytes=999999-", "bytes=999999-1000000", "bytes=-0"])
def test_behind_the_end(card: FileCard, wanted: str) -> None:
    with pytest.raises(NotSatisfiable) as refused:
        queries.piece(card, wanted)
    assert refused.value.total == card.size


def test_another_version_is_sent_whole(card: FileCard) -> None:
    etag = queries.piece(card).etag
    assert queries.piece(card, "bytes=1-2", if_range=etag).partial
    assert not queries.piece(card, "bytes=1-2", if_range='"other"').partial


def test_gone_from_the_disk(card: FileCard, uploads: Path) -> None:
    queries.path(card).unlink()
    with pytest.raises(NotFound):
        queries.piece(card)
    for public_id in ("", "../x", card.public_id[:-1] + "g", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(NotFound):
            queries.file(public_id)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.text() | st.from_regex(r"bytes=[0-9]{0,4}-[0-9]{0,4}", fullmatch=True))
def test_no_header_leads_outside(card: FileCard, wanted: str) -> None:
    try:
        piece = queries.piece(card, wanted)
    except NotSatisfiable:
        return
    assert 0 <= piece.start < piece.end <= piece.total == card.size
