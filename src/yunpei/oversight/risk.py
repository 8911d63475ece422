"""How likely an enterprise is drawn: one share for each, more for what is known of it. The weights are published with the draw.

Complaints count for nothing here: a weight that rises would tell an enterprise that somebody reported it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from yunpei.casework import queries as cases
from yunpei.oversight.models import Finding, Hold, Penalty
from yunpei.oversight.types import BINDING, HoldSource, HoldState, Severity
from yunpei.people import queries as people

BASE, HELD, STOPPED, PUNISHED = 1, 3, 2, 4
MOST = 10  # nobody is drawn for certain, and nobody never


def weights(region: str) -> list[dict[str, Any]]:
    """Enterprises of the region that have cases, by credit code, with their weight. A handful of queries, however many."""
    owners = cases.case_owners(region)
    points = Counter[int]()
    held = set(
        Hold.objects.filter(case__in=owners, state=HoldState.PLACED)
        .exclude(source=HoldSource.COMPLAINT)
        .values_list("case", flat=True)
    )
    found = Finding.objects.filter(case__in=owners, severity=Severity.STOP, gone_at__isnull=True)
    stopped = set(found.values_list("case", flat=True))
    for case, firm in owners.items():
        points[firm] = max(points[firm], HELD * (case in held) + STOPPED * (case in stopped))
    punished = Penalty.objects.filter(organisation__in=set(owners.values()), state__in=BINDING)
    for firm in punished.values_list("organisation", flat=True):
        points[firm] += PUNISHED
    firms = people.organisations(set(owners.values()))
    return sorted(
        (
            {"id": card.credit_code, "name": card.name, "weight": min(BASE + points[card.id], MOST)}
            for card in firms.values()
        ),
        key=lambda one: str(one["id"]),
    )
