"""The audit row that every verb of this room leaves, and a reason that is there."""

from __future__ import annotations

from datetime import datetime

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Problem
from yunpei.common.language import Text
from yunpei.funds.types import Budget

MOST_FEN = 10**15  # ten trillion yuan: a slip of the keys, not a budget


def record(verb: str, budget: Budget, by: Actor, at: datetime, **detail: object) -> None:
    """One audit row about the money of a fund in a region."""
    subject = f"{budget.region}:{budget.fund}"[:64]
    audit.record(by=by, at=at, verb=verb, subject_type="fund", subject_id=subject, detail=dict(detail))


def amount_problems(amount_fen: int) -> list[Problem]:
    """What is wrong with an amount that someone typed."""
    if 0 < amount_fen <= MOST_FEN:
        return []
    return [Problem("amount_fen", Text("金额须大于零", "the amount must be above zero"))]


def reason_problems(reason: str, zh: str, en: str) -> list[Problem]:
    """What is wrong with a reason: that there is none. zh, en: what to write."""
    return [] if reason.strip() else [Problem("reason", Text(zh, en))]
