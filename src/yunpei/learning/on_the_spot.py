"""Time attended on the spot, as class hours are counted from it: never the same second as measured study online."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from yunpei.common.clock import day_of
from yunpei.learning import study
from yunpei.learning.hours import Credit
from yunpei.learning.records.counting import Piece, gains
from yunpei.training import attended as meetings
from yunpei.training.types import Attended, ClassFacts, Mode

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def credits_on_the_spot(held: ClassFacts, *, person_id: int | None = None) -> Mapping[int, list[Credit]]:
    """Roster line → time at the class's meetings, of everyone or one person; empty in a class that is online alone.

    1 query, and a read of the study store where anyone attended.
    """
    if held.mode is Mode.ONLINE:
        return {}
    was_there: defaultdict[int, list[Attended]] = defaultdict(list)
    for one in meetings.attended(held.id, person_id=person_id):
        was_there[one.line_id].append(one)
    measured = study.spans_of(held) if was_there else {}
    return {line: _credits(rows, measured.get(rows[0].person, ())) for line, rows in was_there.items()}


def pieces_on_the_spot(held: ClassFacts) -> Mapping[str, Sequence[Piece]]:
    """Person → when they were at the class's meetings: what no record from elsewhere counts again."""
    found: defaultdict[str, list[Piece]] = defaultdict(list)
    if held.mode is not Mode.ONLINE:
        for one in meetings.attended(held.id):
            found[one.person].append(_piece(one))
    return found


def _credits(rows: Sequence[Attended], measured: Sequence[Piece]) -> list[Credit]:
    gained = gains(measured, [_piece(one) for one in rows])
    return [Credit(one.meeting, day_of(one.starts_at), ms) for one, ms in zip(rows, gained, strict=True)]


def _piece(one: Attended) -> Piece:
    start, end = (one.starts_at - _EPOCH) // _MS, (one.ends_at - _EPOCH) // _MS
    return Piece(start, end, end - start)
