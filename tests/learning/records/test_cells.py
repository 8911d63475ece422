"""What cells of an export mean."""

from __future__ import annotations

from datetime import date

import pytest

from yunpei.learning.records.cells import length_of, moment_of
from yunpei.learning.records.mappings import mappings

MINUTE = 60_000
HOUR = 60 * MINUTE
pytestmark = pytest.mark.req("R46")


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("90", 90 * MINUTE),
        ("1.5", 90_000),
        ("1,200", 1200 * MINUTE),
        ("1小时30分", 90 * MINUTE),
        ("1个小时", HOUR),
        ("1.5h", 90 * MINUTE),
        ("90分钟", 90 * MINUTE),
        ("5400秒", 90 * MINUTE),
        ("01:30:00", 90 * MINUTE),
        ("100:00:00", 100 * HOUR),
        ("90:00", None),  # minutes, or hours and minutes?
        ("2课时", None),  # this platform does not say how long one is
        ("很久", None),
        ("-5", None),
        ("", None),
    ],
)
def test_lengths(text: str, ms: int | None) -> None:
    assert length_of(text, mappings()[0]["general"]) == ms


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-03-01", date(2020, 3, 1)),
        ("2020/3/1 09:30", date(2020, 3, 1)),
        ("2020年3月1日", date(2020, 3, 1)),
        ("20200301", date(2020, 3, 1)),
        ("2020.3.1 9:30:15", date(2020, 3, 1)),
        ("2020-02-30", None),
        ("2020-03-01 25:00", None),
        ("3月1日", None),
    ],
)
def test_moments(text: str, day: date | None) -> None:
    found = moment_of(text)
    assert (found[0] if found else None) == day
