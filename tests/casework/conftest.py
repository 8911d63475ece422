"""A city, and learners who studied as a test says."""

from __future__ import annotations

import pytest

from tests.casework.city import City, Studied, city


@pytest.fixture
def there(db: None) -> City:
    return city()


@pytest.fixture
def studied(monkeypatch: pytest.MonkeyPatch) -> Studied:
    stub = Studied()
    stub.stand_in(monkeypatch)
    return stub
