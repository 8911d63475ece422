"""What an encoder sends: its key is known, it is the time, each segment is judged, numbered and counted."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from yunpei.common import secrets
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import streams
from yunpei.learning.live.actions import KEY, record
from yunpei.learning.live.types import EARLY, LATE
from yunpei.learning.models import Broadcast

ENCODER = Actor.system("encoder")
_COUNTER = re.compile(r"(\d{1,9})\.ts", re.ASCII)


def key_check(key: str, *, at: datetime) -> None:
    """Whether a key opens something now. Raises NotFound, Conflict outside the announced time. 1 query."""
    _taking(Broadcast.objects.filter(key=_digest(key)).first(), at)


def segment_take(*, key: str, name: str, data: bytes, at: datetime) -> None:
    """Keep one segment; before the beginning it is judged alone, so that a teacher can try the line.

    name: as the encoder calls it; a number that does not follow the last one says that it was started again. Raises NotFound,
    Conflict outside the announced time and for more than a film may have, Invalid.
    """
    row = _taking(Broadcast.objects.filter(key=_digest(key)).first(), at)
    stream = str(row.public_id)
    with streams.segment_judged(stream, data) as fragment, transaction.atomic():
        row = _taking(Broadcast.objects.select_for_update().filter(key=_digest(key)).first(), at)
        if at < row.starts_at:
            Broadcast.objects.filter(pk=row.pk).update(tried_at=at)
            return
        if row.size + fragment.size > streams.LARGEST_STREAM:
            raise Conflict(Text("这次直播已达最大容量，请结束直播", "as much as a film may have was sent: end it"))
        _count(row, fragment, name, at)
        streams.segment_keep(stream, fragment, len(row.lengths))


def list_check(text: bytes) -> None:
    """An encoder's own list: looked at and not used, the site makes its own. Raises Invalid."""
    if not text.startswith(b"#EXTM3U"):
        raise Invalid([Problem("list", Text("不是 m3u8 列表", "this is no m3u8 list"))])


def _count(row: Broadcast, fragment: streams.Fragment, name: str, at: datetime) -> None:
    found = _COUNTER.search(name)
    counter = int(found[1]) if found else 0
    if not row.lengths:
        record(row, "broadcast_begin", ENCODER, at, {})
        row.codecs = fragment.codecs
    elif counter != row.counter + 1:
        row.cuts = [*row.cuts, len(row.lengths) + 1]
    row.lengths = [*row.lengths, fragment.ms]
    row.sent_ms += fragment.ms
    row.size += fragment.size
    row.bits = max(row.bits, fragment.bits)
    row.counter, row.last_at = counter, at
    row.save(update_fields=["codecs", "cuts", "lengths", "sent_ms", "size", "bits", "counter", "last_at"])


def _digest(key: str) -> str:
    return secrets.blind_index(key, purpose=KEY)


def _taking(row: Broadcast | None, at: datetime) -> Broadcast:
    if row is None or row.voided_at is not None:
        raise NotFound
    if row.ended_at is not None or not row.starts_at - EARLY <= at < row.ends_at + LATE:
        zh = "现在不是这次直播的推流时间：预告的开始前15分钟到结束后15分钟"
        en = "not the time of this live lesson: from 15 minutes before its beginning to 15 after its end"
        raise Conflict(Text(zh, en))
    return row
