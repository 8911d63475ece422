"""What comes round: papers that nobody handed in are marked, learners behind the plan are told, lessons are counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunpei.common.jobs import job
from yunpei.learning import actions, figures, urging


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
