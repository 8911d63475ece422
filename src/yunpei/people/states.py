"""What may happen to a nomination of a security or audit administrator."""

from __future__ import annotations

from yunpei.common.states import Table, Transition
from yunpei.people.types import SECONDED, NominationState

SECONDS = tuple(sorted(SECONDED))

NOMINATION = Table(
    "nomination",
    NominationState.PROPOSED,
    Transition(NominationState.PROPOSED, "confirm", NominationState.CONFIRMED, SECONDS, "nomination_confirm"),
    Transition(NominationState.PROPOSED, "decline", NominationState.DECLINED, SECONDS, "nomination_decline"),
)
