"""Two firms with administrators and learners, and courses: public, the firm's own, another firm's own."""

from __future__ import annotations

import pytest

from tests.classroom import FILED, Town, course, town
from yunpei.catalogue import actions as catalogue


@pytest.fixture
def there(db: None) -> Town:
    return town((1, 2))


@pytest.fixture
def other(db: None) -> Town:
    return town((), firm_number=700)


def own_course(firm: Town, *, lessons: int = 2) -> int:
    """A course published for the firm's own staff."""
    made = course(firm.organisation_id, lessons=lessons, publish=False)
    catalogue.course_publish(course_id=made, by=firm.admin, at=FILED)
    return made
