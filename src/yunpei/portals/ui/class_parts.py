"""Parts of pages about a class that the organisation and the bureau see alike; the view has judged who may see the class."""

from __future__ import annotations

from typing import Any

from yunpei.casework.online_share import online_share as share_of
from yunpei.casework.types import CaseDetail
from yunpei.learning import enquiries, evaluating
from yunpei.portals.ui import labels


def teaching(class_id: int) -> dict[str, Any]:
    """How soon a class's questions were answered, and how it was rated."""
    sums = evaluating.sums_of_class(class_id)
    rated = [(labels.word("evaluated", name), f"{tenths / 10:.1f}") for name, tenths in sums.tenths.items()]
    return {"times": enquiries.answer_times(enquiries.enquiries(class_id)), "sums": sums, "rated": rated}


def online_share(case: CaseDetail) -> dict[str, Any]:
    """How much of a case's plan is online, and what its circular says of that."""
    return {"share": share_of(case.card, case.plan)}
