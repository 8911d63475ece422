"""Reviewers mark every criterion with an opinion, say their conflicts, and see nobody else's before all are in."""

from __future__ import annotations

import pytest

from tests.catalogue.selection.market import REVIEW, Market
from yunpei.catalogue.selection import queries, reviewing, reviews
from yunpei.common.errors import Conflict, Invalid, NotFound

pytestmark = [pytest.mark.req("R07"), pytest.mark.django_db]


@pytest.fixture
def made(market: Market) -> str:
    call = market.call()
    platform = market.submitted(call)
    market.named(call, [*market.experts, market.own])
    return platform


def test_every_criterion_from_0_to_100_and_an_opinion(market: Market, made: str) -> None:
    first = market.experts[0]
    with pytest.raises(Invalid) as error:
        reviewing.review_hand_in(platform=made, marks={}, opinion="", by=first, at=REVIEW)
    assert len(error.value.problems) == 3
    criteria = queries.call(queries.office_platform(made, by=market.officer).card.call).criteria
    marks = {one.id: 101 for one in criteria}
    with pytest.raises(Invalid):
        reviewing.review_hand_in(platform=made, marks=marks, opinion="好", by=first, at=REVIEW)
    market.marked(made, first, 100, 0)
    with pytest.raises(Conflict):
        market.marked(made, first, 100, 0)


def test_who_was_not_named_or_has_a_conflict_does_not_mark(market: Market, made: str) -> None:
    with pytest.raises(NotFound):
        market.marked(made, market.admin, 1, 1)
    with pytest.raises(Conflict):  # of the organisation: left out when named
        market.marked(made, market.own, 100, 100)
    first = market.experts[0]
    with pytest.raises(Invalid):
        reviewing.conflict_declare(platform=made, reason="", by=first, at=REVIEW)
    reviewing.conflict_declare(platform=made, reason="曾任其顾问", by=first, at=REVIEW)
    with pytest.raises(Conflict):
        market.marked(made, first, 100, 100)
    with pytest.raises(NotFound):
        reviews.task(made, by=first)


def test_nobody_sees_anothers_marks_before_all_are_in(market: Market, made: str) -> None:
    one, two, three = market.experts
    market.marked(made, one, 90, 90)
    market.marked(made, two, 70, 60)
    assert reviews.reviews_of(made, by=market.officer) == []
    assert reviews.ranked(queries.office_platform(made, by=market.officer).card.call, by=market.officer) == []
    market.marked(made, three, 80, 60)
    assert [row.conflict for row in reviews.reviews_of(made, by=market.officer)] == ["", "", "", "任职于该单位"]
    [placed] = reviews.ranked(queries.office_platform(made, by=market.officer).card.call, by=market.officer)
    assert placed.points == 76  # 80 × 60 % + 70 × 40 %
    assert placed.reviewers == 3


def test_one_reviewer_is_not_enough(market: Market) -> None:
    call = market.call()
    platform = market.submitted(call)
    market.named(call, market.experts[:1])
    market.marked(platform, market.experts[0], 90, 90)
    assert reviews.ranked(call, by=market.officer) == []
