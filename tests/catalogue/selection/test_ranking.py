"""Exact means, weights and places."""

from __future__ import annotations

from fractions import Fraction

import pytest

from yunpei.catalogue.selection import ranking
from yunpei.catalogue.selection.types import Criterion

pytestmark = pytest.mark.req("R07")
CRITERIA = (Criterion(1, "课程", 60), Criterion(2, "技术", 40))


def test_the_mean_of_each_criterion_is_weighed() -> None:
    mean = ranking.means(CRITERIA, [{1: 90, 2: 60}, {1: 80, 2: 61}, {1: 80, 2: 60}])
    assert mean == {1: Fraction(250, 3), 2: Fraction(181, 3)}
    assert ranking.points(CRITERIA, mean) == 50 + Fraction(181 * 40, 300)


def test_equal_points_share_the_better_place() -> None:
    points = [Fraction(1, 3), Fraction(9), Fraction(2, 6), Fraction(1)]
    assert ranking.places(points) == [3, 1, 3, 2]
