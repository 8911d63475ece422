"""Segments are taken with the key alone, at the announced time, by their content; the first counts from the beginning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.classroom import IN_CLASS, Town
from tests.learning.live.conftest import BEGINS, ENDS
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.common.models import AuditRow
from yunpei.files import streams
from yunpei.learning.live import actions, queries, sending
from yunpei.learning.live.types import EARLY, LATE, BroadcastFacts
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.req("R16"), pytest.mark.django_db]
Standing = Callable[[], BroadcastFacts]


@pytest.fixture
def key(there: Town, announced: Standing) -> str:
    return actions.broadcast_key(broadcast_id=announced().id, by=there.admin, at=IN_CLASS)


def test_segments_are_counted_in_the_order_they_come(
    held: ClassFacts, announced: Standing, key: str, segments: list[bytes]
) -> None:
    for n, name in enumerate((0, 1, 0)):  # the encoder was started again for the third
        sending.segment_take(key=key, name=f"live{name}.ts", data=segments[n], at=BEGINS + timedelta(seconds=n))
    found = announced()
    assert (found.lengths, found.cuts, found.sent_ms) == ((5000, 5000, 5000), (3,), 15_000)
    assert found.codecs.startswith("avc1.")
    assert found.arrives(BEGINS + timedelta(seconds=20))
    assert not found.arrives(BEGINS + timedelta(seconds=40))
    assert queries.sent_ms(held.public_id, found.lesson) == 15_000
    window = queries.window(found)
    assert [(one.n, one.start, one.cut) for one in window] == [(1, 0, False), (2, 5000, False), (3, 10_000, True)]
    assert streams.segment_path(found.public_id, window, "2.ts").read_bytes() == segments[1]
    assert AuditRow.objects.filter(verb="broadcast_begin").count() == 1


def test_what_can_be_played_is_a_window(announced: Standing, key: str, segments: list[bytes]) -> None:
    for n, data in enumerate(segments[: streams.WINDOW + 2]):
        sending.segment_take(key=key, name=f"live{n}.ts", data=data, at=BEGINS)
    found = announced()
    window = queries.window(found)
    assert [one.n for one in window] == list(range(3, streams.WINDOW + 3))
    assert window[0].start == 10_000
    for name in ("2.mp4", "2.ts", "11.ts", "../x.ts", "3.mp4.ts"):
        with pytest.raises(NotFound):
            streams.segment_path(found.public_id, window, name)
    assert len(list(streams._folder(found.public_id).glob("*.mp4"))) == streams.WINDOW


def test_before_the_beginning_the_line_is_tried_and_nothing_kept(
    announced: Standing, key: str, segments: list[bytes]
) -> None:
    sending.segment_take(key=key, name="live0.ts", data=segments[0], at=BEGINS - EARLY)
    found = announced()
    assert (found.sent_ms, found.tried_at) == (0, BEGINS - EARLY)
    assert not list(streams._folder(found.public_id).glob("*"))


def test_only_the_last_key_at_the_announced_time(
    there: Town, announced: Standing, key: str, segments: list[bytes]
) -> None:
    with pytest.raises(NotFound):
        sending.key_check("x" * 32, at=BEGINS)
    for at in (BEGINS - EARLY - timedelta(seconds=1), ENDS + LATE):
        with pytest.raises(Conflict):
            sending.segment_take(key=key, name="live0.ts", data=segments[0], at=at)
    sending.key_check(key, at=ENDS + LATE - timedelta(seconds=1))
    newer = actions.broadcast_key(broadcast_id=announced().id, by=there.admin, at=BEGINS)
    with pytest.raises(NotFound):
        sending.key_check(key, at=BEGINS)
    sending.key_check(newer, at=BEGINS)
    assert key not in str(list(AuditRow.objects.values()))


@pytest.mark.parametrize("data", [b"", b"\x47" + bytes(186), b"\x47" * 188, b"<html>" + bytes(182)])
def test_what_is_no_segment_is_refused(announced: Standing, key: str, data: bytes) -> None:
    with pytest.raises(Invalid):
        sending.segment_take(key=key, name="live0.ts", data=data, at=BEGINS)
    assert announced().sent_ms == 0


def test_a_film_too_large_to_be_kept_is_not_begun(
    announced: Standing, key: str, segments: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LARGEST_STREAM", len(segments[0]))
    sending.segment_take(key=key, name="live0.ts", data=segments[0], at=BEGINS)
    with pytest.raises(Conflict):
        sending.segment_take(key=key, name="live1.ts", data=segments[1], at=BEGINS)
    assert announced().sent_ms == 5000


def test_a_list_is_looked_at(key: str) -> None:
    sending.list_check(b"#EXTM3U\n")
    with pytest.raises(Invalid):
        sending.list_check(b"<html>")
