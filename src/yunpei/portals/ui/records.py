"""Records of study elsewhere as the class's organisation and its officers see them alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yunpei.casework import queries as casework
from yunpei.catalogue.selection import queries as selection
from yunpei.catalogue.selection.types import ListedWhile
from yunpei.learning import queries as learning
from yunpei.learning.records import queries as records
from yunpei.learning.records.types import BatchCard, Way
from yunpei.people import queries as people


def shown(class_id: int | None) -> dict[str, Any]:
    """What was brought in for a class, by whom, and for each person the measured time beside it. The caller has judged who may."""
    batches = records.batches(class_id) if class_id is not None else []
    if class_id is None or not batches:
        return {"batches": []}
    rows = learning.side_by_side(class_id)
    return {
        "batches": batches,
        "listed": _listed(class_id, batches),
        "rows": rows,
        "unsure": any(one.outside.unsure_ms for one in rows),
        "bringers": people.account_names(one.brought_by for one in batches if one.brought_by is not None),
    }


def _listed(class_id: int, batches: Sequence[BatchCard]) -> Mapping[str, ListedWhile]:
    """Batch → its platform, where that was on the list on days of study; found by the link too where the plan names the channel."""
    links = casework.channels_filed(class_id)
    held = [one for one in batches if one.parts and one.way is Way.ONLINE]
    found = selection.listed_while([(one.channel, links.get(one.channel, ""), *_days(one)) for one in held])
    return {held[place].public_id: listed for place, listed in found.items()}


def _days(one: BatchCard) -> tuple[date, date]:
    return min(part.first for part in one.parts), max(part.last for part in one.parts)
