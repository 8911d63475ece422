"""In what a claim differs from its approved plan, as its page shows it."""

from __future__ import annotations

from yunpei.casework import access
from yunpei.casework.mismatches import as_found, of_case, standing_of
from yunpei.casework.models import Case
from yunpei.casework.plan_lock import MEANING
from yunpei.casework.types import LockCode, MismatchRow
from yunpei.common.actor import Actor
from yunpei.people import queries as people


def mismatches(*, number: str, by: Actor) -> list[MismatchRow]:
    """Frozen mismatches of a case by code and order of its lines; none before it is submitted. Raises NotFound."""
    case = access.need_seen(by, Case.objects.filter(number=number).first())
    rows = of_case(case)
    if not rows:
        return []
    standing = {row.pk for row in standing_of(case, rows)}
    names = people.account_names({row.accepted_by_id for row in rows if row.accepted_by_id is not None})
    return [
        MismatchRow(
            row.pk,
            as_found(row),
            *MEANING[LockCode(row.code)],
            row.pk in standing,
            names.get(row.accepted_by_id or 0, ""),
            row.accepted_reason,
            row.accepted_at,
        )
        for row in rows
    ]
