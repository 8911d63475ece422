"""What comes round: the daily checkpoint, its time-stamp, compaction after it, erasure where a legal hold ended. Twice is once."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunpei.common.actor import Actor
from yunpei.common.jobs import enqueue, job
from yunpei.evidence import study
from yunpei.evidence.compaction import receipts_compact
from yunpei.evidence.log import actions, checkpoints
from yunpei.evidence.log.queries import bound_receipts

COMPACTED = 20_000  # sessions a run at the most: it ends well within its lease
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


@job("evidence.receipts_compact", every=timedelta(hours=1), apart=True)
def compact(*, at: datetime) -> None:  # noqa: ARG001 - the study clock's own time counts here
    """Compact what checkpoints bind, and make the next weeks' partitions; the owner's work, skipped where the site is not the owner."""
    store = study.current().store
    if store.may_compact():
        store.make_room()
        receipts_compact(store, bound_receipts, most=COMPACTED)


@job("evidence.restricted_erase", every=timedelta(days=1))
def restricted_erase(*, at: datetime) -> None:
    """Erase what had to be kept, once it need not be any longer."""
    actions.restricted_erase(at=at)
