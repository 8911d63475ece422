"""Records of study elsewhere as the class's organisation and its officers see them alike."""

from __future__ import annotations

from typing import Any

from yunpei.learning import queries as learning
from yunpei.learning.records import queries as records
from yunpei.people import queries as people


def shown(class_id: int | None) -> dict[str, Any]:
    """What was brought in for a class, by whom, and for each person the measured time beside it. The caller has judged who may."""
    batches = records.batches(class_id) if class_id is not None else []
    if class_id is None or not batches:
        return {"batches": []}
    rows = learning.side_by_side(class_id)
    return {
        "batches": batches,
        "rows": rows,
        "unsure": any(one.outside.unsure_ms for one in rows),
        "bringers": people.account_names(one.brought_by for one in batches if one.brought_by is not None),
    }
