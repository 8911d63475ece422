"""A learner who has done everything, and a study clock that says so."""

from __future__ import annotations

import pytest

from tests.classroom import LESSON_SECONDS, StudyStub, Town, enter, opened, town
from yunpei.learning import study
from yunpei.training.types import ClassFacts


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StudyStub:
    stub = StudyStub()
    monkeypatch.setattr(study, "evidence", stub)
    return stub


@pytest.fixture
def there(db: None) -> Town:
    return town((1, 2))


@pytest.fixture
def held(there: Town, clock: StudyStub) -> ClassFacts:
    """A class in which learner 1 has signed in and studied everything; the exam is still to be sat."""
    made = opened(there, (1, 2))
    enter(made, there.learners[1])
    clock.studied(made, there.learners[1], LESSON_SECONDS)
    return made
