"""Amendments of an approved plan, and the plans that they replaced, as the filing's pages show them."""

from __future__ import annotations

from collections.abc import Mapping

from yunpei.casework import access
from yunpei.casework.models import Amendment, Case, PlanRevision
from yunpei.casework.plans import ACCOUNT, NAMES, ROSTER, value_shown, with_data
from yunpei.casework.programmes import pack_of
from yunpei.casework.queries.cases import events_for
from yunpei.casework.states import AMENDMENTS
from yunpei.casework.types import AmendmentCard, AmendmentState, PlanChange, PlanFields, RevisionRow, Side
from yunpei.common.actor import NOBODY, Actor
from yunpei.people import queries as people


def amendments(*, number: str, by: Actor) -> list[AmendmentCard]:
    """The amendments of a filing, the latest first, with what the reader may do with the one that waits. Raises NotFound."""
    case = access.need_seen(by, Case.objects.filter(number=number).first())
    rows = list(Amendment.objects.filter(case=case).order_by("-number"))
    if not rows:
        return []
    names = people.account_names({one for row in rows for one in (row.proposed_by_id, row.answered_by_id) if one})
    possible = "amend" in events_for(case, pack_of(case), by)
    return [_card(row, names, by if possible else NOBODY) for row in rows]


def revisions(*, number: str, by: Actor) -> list[RevisionRow]:
    """Plans that were in force before, the latest first; the one in force is the case's own. Raises NotFound. 2 queries."""
    case = access.need_seen(by, Case.objects.filter(number=number).first())
    rows = PlanRevision.objects.filter(case=case).select_related("amendment").order_by("-number")
    return [
        RevisionRow(
            row.number,
            with_data(PlanFields(), row.plan),
            value_shown(ROSTER, row.people),
            value_shown(ACCOUNT, row.account).zh if row.account else "",
            row.until,
            row.amendment.number,
        )
        for row in rows
    ]


def _card(row: Amendment, names: Mapping[int, str], by: Actor) -> AmendmentCard:
    table = AMENDMENTS[Side(row.side)]
    may = tuple(one.event for one in table.open_to(row.state, by.roles) if one.event != "supersede")
    return AmendmentCard(
        number=row.number,
        by=Side(row.side),
        state=AmendmentState(row.state),
        changes=tuple(
            PlanChange(
                field,
                NAMES[field],
                value_shown(field, row.changes[field][0]),
                value_shown(field, row.changes[field][1]),
            )
            for field in NAMES
            if field in row.changes
        ),
        reason=row.reason,
        proposed_by=names.get(row.proposed_by_id, ""),
        proposed_at=row.proposed_at,
        answered_by=names.get(row.answered_by_id or 0, ""),
        answered_at=row.answered_at,
        answer=row.answer,
        may=may,
    )
