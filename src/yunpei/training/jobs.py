"""Classes begin and close by the calendar: nobody has to remember."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunpei.common.clock import day_of
from yunpei.common.jobs import job
from yunpei.evidence.actions import sessions_close
from yunpei.evidence.reasons import Reason
from yunpei.training import actions, queries


@job("training.classes_by_day", every=timedelta(minutes=10))
def classes_by_day(*, at: datetime) -> None:
    """Open the classes whose first day has come and close those whose last day has passed. Twice is once."""
    for class_id in queries.due_to_begin(day_of(at)):
        actions.class_begin(class_id=class_id, at=at)
    for class_id in queries.due_to_close(day_of(at)):
        actions.class_close(class_id=class_id, by=actions.CLOCK, at=at)


@job("training.study_end", tries=20)
def study_end(
    *,
    at: datetime,  # noqa: ARG001 - every handler is given the time
    class_public_id: str,
    person: str | None = None,
    lesson: str | None = None,
) -> None:
    """End the open study sessions of a class that was closed; in a university those of a person or a lesson. Twice is once."""
    sessions_close(reason=Reason.OUTSIDE, class_id=class_public_id, person=person, lesson=lesson)
