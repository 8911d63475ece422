"""What comes round: papers that nobody handed in are marked, learners behind the plan are told, lessons are counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunpei.common.jobs import job
from yunpei.common.lanes import Lane
from yunpei.learning import actions, figures, urging
from yunpei.learning.live import actions as live


@job("learning.attempts_expire", every=timedelta(minutes=5))
def attempts_expire(*, at: datetime) -> None:
    """Mark the tries whose time has run out. Twice is once."""
    actions.attempts_expire(at=at)


@job("learning.learners_urge", every=timedelta(days=1), apart=True)
def learners_urge(*, at: datetime) -> None:
    """Tell those who are behind the plan to go on."""
    urging.urge_all(at=at)


@job("learning.figures_count", every=timedelta(days=1), apart=True)
def figures_count(*, at: datetime) -> None:
    """Count how the lessons of running classes are studied."""
    figures.figures_count_all(at=at)


@job("learning.broadcasts_end", every=timedelta(minutes=1))
def broadcasts_end(*, at: datetime) -> None:
    """End the live lessons whose time is over."""
    live.broadcasts_end(at=at)


@job(live.RECORD, tries=3, apart=True, lane=Lane.FILMS)
def broadcast_record(*, at: datetime, broadcast: str) -> None:
    """Make the film of a live lesson that is over."""
    live.recording_make(broadcast=broadcast, at=at)
