"""What people's records from elsewhere add to the time that our clock measured, each second once.

Measured time goes first, then records in the order in which they were brought in, those of a person's other classes too: what
one class has counted no other can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet

from yunpei.common.clock import day_of
from yunpei.common.statements import Given, Statement
from yunpei.learning import study
from yunpei.learning.hours import Credit
from yunpei.learning.models import Record
from yunpei.learning.on_the_spot import pieces_on_the_spot
from yunpei.learning.records.counting import Piece, gains, unsure
from yunpei.learning.records.types import Grade, Outside, Verdict, Way
from yunpei.training.types import Accumulate, ClassFacts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_STANDING = Q(batch__voided_at__isnull=True)
# Asked for every page of a class; hardly anyone has such records.
_ANY = Statement(
    lambda: Record.objects.filter(
        batch__training_class=Given("class_id", BigIntegerField()),
        person=Given("person_id", BigIntegerField()),
    ).values_list("pk")[:1]
)
COUNTED = Q(batch__counts=True) & (
    Q(verdict=Verdict.ACCEPTED) | Q(batch__grade=Grade.PLATFORM, verdict=Verdict.WAITING)
)


def of_class(held: ClassFacts, *, person_id: int | None = None) -> Mapping[int, Outside]:
    """Roster line → what its records come to; who has none is left out.

    1 query, and where there are records 2 more and a read of the study store.

    """
    if person_id is not None and not list(_ANY.rows(class_id=held.id, person_id=person_id)):
        return {}
    mine: defaultdict[int, list[Record]] = defaultdict(list)
    rows = Record.objects.filter(_STANDING, batch__training_class_id=held.id)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    for one in rows.select_related("batch").annotate(who=F("person__public_id")).order_by("id"):
        mine[one.person_id].append(one)
    if not mine:
        return {}
    counted, measured, spot = _counted(rows), study.spans_of(held), pieces_on_the_spot(held)
    found = {}
    for person, records in mine.items():
        who = str(records[0].who)  # type: ignore[attr-defined]  # annotated above
        found[records[0].line_id] = _outside(
            held, records, counted.get(person, []), [*measured.get(who, ()), *spot.get(who, ())]
        )
    return found


def _counted(mine: QuerySet[Record]) -> Mapping[int, Sequence[Record]]:
    """Person → the records that count of those who have some here, of all classes, in the order in which they were brought in."""
    found: defaultdict[int, list[Record]] = defaultdict(list)
    rows = Record.objects.filter(_STANDING, COUNTED, person_id__in=mine.values("person_id"))
    for one in rows.select_related("batch").order_by("id"):
        found[one.person_id].append(one)
    return found


def _outside(
    held: ClassFacts, records: Sequence[Record], counted: Sequence[Record], measured: Sequence[Piece]
) -> Outside:
    pieces = [_piece(one) for one in counted]
    sums: dict[Any, int] = defaultdict(int)
    earned: dict[Any, list[Credit]] = {Way.ONLINE: [], Way.OFFLINE: []}
    attended = False
    for one, gain in zip(counted, gains(measured, pieces), strict=True):
        if one.batch.training_class_id != held.id:
            continue
        attended = attended or one.batch.way == Way.OFFLINE
        sums[one.batch.grade] += gain
        earned[one.batch.way].append(Credit(_lesson(held, one), day_of(one.starts_at), gain))
    waiting = [
        one for one in records if one.batch.counts and one.batch.grade == Grade.PAPER and one.verdict == Verdict.WAITING
    ]
    shown = min(records, key=lambda one: (one.batch.filed, one.pk)).batch
    return Outside(
        online=earned[Way.ONLINE],
        offline=earned[Way.OFFLINE],
        platform_ms=sums[Grade.PLATFORM],
        paper_ms=sums[Grade.PAPER],
        unsure_ms=unsure([*measured, *pieces]),
        waiting_ms=sum(one.ms for one in waiting),
        channel=shown.channel,
        filed=shown.filed,
        attended=attended,
    )


def _lesson(held: ClassFacts, one: Record) -> object:
    """What minutes are put together over where a class counts by the lesson; a record that names no course stands alone."""
    if held.hour.accumulate is not Accumulate.LESSON:
        return None
    return (one.batch.channel, one.course) if one.course else one.pk


def _piece(one: Record) -> Piece:
    return Piece((one.starts_at - _EPOCH) // _MS, (one.ends_at - _EPOCH) // _MS, one.ms)
