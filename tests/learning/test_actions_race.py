"""Two clicks at once are one try, and one certificate of sitting it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.classroom import IN_CLASS, LESSON_SECONDS, StudyStub, enter, opened, town
from yunpei.learning import actions
from yunpei.learning.models import Attempt
from yunpei.learning.types import PaperKind
from yunpei.training import actions as training
from yunpei.training.models import SignIn

WORKERS = 4


def at_once(act: Callable[[], object]) -> list[object]:
    """The answers of several threads that begin together; an error is an answer too."""
    gate, found = Barrier(WORKERS), list[object]()

    def run() -> None:
        gate.wait()
        try:
            found.append(act())
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            found.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_one_sign_in_and_one_try(clock: StudyStub) -> None:
    there = town((1,))
    held, who = opened(there), there.learners[1]
    person_id = who.person_id
    assert person_id
    signed = at_once(lambda: training.sign_in(class_id=held.id, person_id=person_id, by=who, at=IN_CLASS))
    assert signed == [IN_CLASS] * WORKERS
    assert SignIn.objects.count() == 1
    enter(held, who)
    clock.studied(held, who, LESSON_SECONDS)
    begun = at_once(lambda: actions.attempt_start(class_id=held.id, kind=PaperKind.EXAM, by=who, at=IN_CLASS))
    assert begun == [str(Attempt.objects.get().public_id)] * WORKERS
