"""The figures counted anew, each from the tables of the room that knows: nothing is estimated, nothing is copied from a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

from yunpei.casework.queries import counting as casework
from yunpei.common.clock import day_of
from yunpei.common.counted import Counted
from yunpei.credentials import counting as credentials
from yunpei.evidence import queries as evidence
from yunpei.funds.queries import counting as funds
from yunpei.oversight.statistics.types import HEADS, Measure
from yunpei.training import counting as training

Key = tuple[Measure, date, str, str, str, str, str]  # measure, month, region, programme, kind, fund, group


def count() -> Counter[Key]:
    """Every figure by its key. 10 queries, and one on the study clock for each class. Raises BadReceipt, StoreDown."""
    found: Counter[Key] = Counter()
    granted_people, granted_money = casework.granted()
    for measure, rows in (
        (Measure.CLASSES, training.classes_begun()),
        (Measure.TRAINED, training.signed_in()),
        (Measure.HOURS, hours()),
        (Measure.CERTIFIED, credentials.certificates_issued()),
        (Measure.SUBSIDISED, granted_people),
        (Measure.GRANTED, granted_money),
        (Measure.PAID, funds.paid_by_month()),
    ):
        _add(found, measure, rows)
    return found


def hours() -> list[Counted]:
    """Milliseconds that the study clock credited, from the receipts; a session belongs to the month in which it ended."""
    found: Counter[tuple[date, str, str, str]] = Counter()
    for one in training.class_places():
        for spans in evidence.credited_spans(one.public_id).values():
            for _, ended, ms in spans:
                month = day_of(datetime.fromtimestamp(ended / 1000, UTC)).replace(day=1)
                found[month, one.region, one.programme, one.kind] += ms
    return [
        Counted(month, region, programme, ms, kind=kind) for (month, region, programme, kind), ms in found.items() if ms
    ]


def _add(found: Counter[Key], measure: Measure, rows: Iterable[Counted]) -> None:
    for row in rows:
        place = (measure, row.month, row.region, row.programme, row.kind, row.fund)
        found[*place, ""] += row.value
        for group in row.groups if measure in HEADS else ():
            found[*place, group] += row.value
