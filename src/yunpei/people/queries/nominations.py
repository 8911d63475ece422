"""Nominations of security and audit administrators, for the three who administer the site."""

from __future__ import annotations

from collections.abc import Sequence

from yunpei.common.actor import Actor
from yunpei.people import access
from yunpei.people.models import Nomination
from yunpei.people.queries.accounts import account_names
from yunpei.people.states import NOMINATION
from yunpei.people.types import ADMINISTRATORS, NominationCard, NominationState, Role

MOST = 200


def nominations(*, by: Actor) -> Sequence[NominationCard]:
    """What waits first, then the latest. Raises Forbidden. 2 queries."""
    access.need(by, *ADMINISTRATORS)
    rows = list(Nomination.objects.select_related("account__person").order_by("decided_at", "-id")[:MOST])
    rows.sort(key=lambda one: one.state != NominationState.PROPOSED)
    names = account_names({one for row in rows for one in (row.proposed_by_id, row.decided_by_id) if one})
    return [_card(row, names.get(row.proposed_by_id, ""), names.get(row.decided_by_id or 0, ""), by) for row in rows]


def _card(row: Nomination, proposer: str, decider: str, by: Actor) -> NominationCard:
    person = getattr(row.account, "person", None)
    own = by.account_id in (row.account_id, row.proposed_by_id)
    return NominationCard(
        id=str(row.public_id),
        name=person.name if person else row.account.login,
        id_masked=person.id_masked if person else "",
        role=Role(row.role),
        state=NominationState(row.state),
        proposed_by=proposer,
        proposed_at=row.proposed_at,
        decided_by=decider,
        decided_at=row.decided_at,
        events=() if own else tuple(one.event for one in NOMINATION.open_to(row.state, by.roles)),
    )
