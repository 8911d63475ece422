"""A town, a class being studied, and a study clock that says what it is told."""

from __future__ import annotations

import pytest

from tests.classroom import StudyStub, Town, opened, town
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
def held(there: Town) -> ClassFacts:
    return opened(there, (1, 2))
