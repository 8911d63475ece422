"""What comes round: the daily checkpoint, its time-stamp, erasure where a legal hold has ended. Each run may be repeated."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunpei.common.actor import Actor
from yunpei.common.jobs import enqueue, job
from yunpei.evidence.log import actions, checkpoints

CALENDAR = Actor.system("calendar")


@job("evidence.checkpoint", every=timedelta(days=1))
def checkpoint(*, at: datetime) -> None:
    """Bind what happened since the last one, and have it time-stamped."""
    if checkpoints.checkpoint_make(by=CALENDAR, at=at):
        enqueue("evidence.time_stamp", at=at, key="newest")


@job("evidence.time_stamp")
def time_stamp(*, at: datetime) -> None:
    """Ask the authority, where one is configured; when it does not answer, the job is tried again."""
    checkpoints.stamp_take(at=at)


@job("evidence.restricted_erase", every=timedelta(days=1))
def restricted_erase(*, at: datetime) -> None:
    """Erase what a legal hold kept back, once it has ended."""
    actions.restricted_erase(at=at)
