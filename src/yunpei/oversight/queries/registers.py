"""Registers that cases are held against, and the cases that wait."""

from __future__ import annotations

from collections.abc import Sequence

from yunpei.casework import queries as cases
from yunpei.common.actor import Actor
from yunpei.oversight import access
from yunpei.oversight.models import Hold, Register
from yunpei.oversight.types import HoldState, RegisterCard, RegisterKind
from yunpei.people.access import region_covers

MOST = 200


def registers_in(*, by: Actor) -> Sequence[RegisterCard]:
    """Registers of the inspector's region, the latest first. Raises Forbidden. 1 query."""
    region = access.need_inspector(by)
    return [
        RegisterCard(one.pk, RegisterKind(one.kind), one.region, one.as_of, one.rows, one.uploaded_at)
        for one in Register.objects.order_by("-as_of", "-id")[:MOST]
        if region_covers(region, one.region) or region_covers(one.region, region)
    ]


def cases_waiting(*, by: Actor) -> Sequence[tuple[str, int]]:
    """(case, standing holds) of the inspector's region, the longest waiting first. Raises Forbidden. 2 queries."""
    region = access.need_inspector(by)
    counts: dict[str, int] = {}
    for case in Hold.objects.filter(state=HoldState.PLACED).order_by("id").values_list("case", flat=True):
        counts[case] = counts.get(case, 0) + 1
    regions = cases.case_regions(counts)
    return [(case, n) for case, n in counts.items() if region_covers(region, regions.get(case, ""))]
