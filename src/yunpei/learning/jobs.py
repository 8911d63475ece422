"""Papers that nobody handed in are marked when their time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunpei.common.jobs import job
from yunpei.learning import actions


@job("learning.attempts_expire", every=timedelta(minutes=5))
def attempts_expire(*, at: datetime) -> None:
    """Mark the tries whose time has run out. Twice is once."""
    actions.attempts_expire(at=at)
