"""In what a claim differs from its approved plan, as its page shows it."""

from __future__ import annotations

from datetime import datetime

from yunpei.casework import access
from yunpei.casework.applicants import firm_of, payee_of
from yunpei.casework.deciding import decidable, work_out
from yunpei.casework.mismatches import as_found, found_in, of_case, standing_of
from yunpei.casework.models import Case
from yunpei.casework.plan_lock import MEANING
from yunpei.casework.types import CaseKind, LockCode, MismatchRow
from yunpei.common.actor import Actor
from yunpei.people import queries as people


def mismatches_preview(*, number: str, by: Actor, at: datetime) -> list[MismatchRow]:
    """In what a claim would differ from its plan if it were submitted now; nothing is kept. Who writes it. Raises NotFound."""
    case = access.need_seen(by, Case.objects.filter(number=number, kind=CaseKind.CLAIM).first())
    access.need_pen(by, case)
    pack, worked = work_out(case, decidable(case), at)
    case.payee = payee_of(pack, firm_of(case))
    found = found_in(case, [(one.line, one.facts) for one in worked])
    return [MismatchRow(0, one, *MEANING[one.code], standing=True) for one in found]


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
