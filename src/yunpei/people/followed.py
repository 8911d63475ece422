"""What rooms above follow of people: an officer who leaves, an organisation with another name.

They name a job here at start-up, and it is asked for in the transaction of the change; people knows none of them.
"""

from __future__ import annotations

from datetime import datetime

from yunpei.common import jobs

_LEFT: list[str] = []
_RENAMED: list[str] = []


def when_left(job: str) -> None:
    """Name a job that is given `account_id` once an officer's role ends or their account is stopped. At start-up."""
    if job not in _LEFT:
        _LEFT.append(job)


def when_renamed(job: str) -> None:
    """Name a job that is given `organisation_id` and the name `before` once an organisation has another name. At start-up."""
    if job not in _RENAMED:
        _RENAMED.append(job)


def left(account_id: int, *, at: datetime) -> None:
    """An officer's role has ended. Inside the transaction of it."""
    for job in _LEFT:
        jobs.enqueue(job, at=at, account_id=account_id)


def renamed(organisation_id: int, before: str, *, at: datetime) -> None:
    """An organisation is called otherwise. Inside the transaction of it."""
    for job in _RENAMED:
        jobs.enqueue(job, at=at, organisation_id=organisation_id, before=before)
