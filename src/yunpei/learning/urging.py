"""Telling learners who are behind the plan to go on: not more often than set, never after they finished."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from yunpei.common.clock import day_of
from yunpei.common.language import Text
from yunpei.learning import monitoring
from yunpei.learning.models_monitoring import Urge
from yunpei.learning.monitoring import Progress
from yunpei.messages import actions as messages
from yunpei.people import queries as people
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts


def class_urge(held: ClassFacts, *, at: datetime) -> int:
    """Tell everyone in a class who is behind and was not told for settings.YUNPEI_URGE_DAYS; how many were told.

    The program. Twice is once. No audit row: the row of the message says to whom, when and of which figures. One who has no
    account yet cannot be told, and is on the pages of the organisation.
    """
    day, every = day_of(at), settings.YUNPEI_URGE_DAYS
    if not every or not held.runs_on(day):
        return 0
    since = day - timedelta(days=every)
    behind = [
        one
        for one in monitoring.progress(held, at=at)
        if one.behind and (one.urged_on is None or one.urged_on <= since)
    ]
    accounts = people.persons([one.line.person_id for one in behind])
    told = 0
    for one in behind:
        account = accounts[one.line.person_id].account_id
        if account is not None:
            told += _tell(held, one, account, at)
    return told


def urge_all(*, at: datetime) -> int:
    """As `class_urge`, for every class that runs; each class is told or not by itself."""
    day = day_of(at)
    return sum(class_urge(held, at=at) for held in training.classes_held(since=day, day=day))


@transaction.atomic
def _tell(held: ClassFacts, one: Progress, account: int, at: datetime) -> bool:
    _row, made = Urge.objects.get_or_create(
        training_class_id=held.id,
        person_id=one.line.person_id,
        day=day_of(at),
        defaults={"hours": one.hours, "expected": one.expected},
    )
    if made:
        messages.send(to_account=account, text=_words(held, one), at=at, link=f"/learn/classes/{held.public_id}/")
    return made


def _words(held: ClassFacts, one: Progress) -> Text:
    zh = f"“{held.project}”已学{one.hours}课时，按计划今天应到{one.expected}课时（共{one.required}课时，{held.ends_on}结束），请抓紧学习。"
    en = (
        f"“{held.project}”: {one.hours} class hours studied; by the plan it is {one.expected} by today"
        f" (of {one.required}, until {held.ends_on}). Please go on."
    )
    if one.unanswered_ms:
        zh += "有学习时间因没有回答弹题而未计入，学习时请留意弹题。"
        en += " Some time did not count since a question was not answered: please watch for them."
    return Text(zh, en)
