"""A call is published with criteria that sum to 100, and its review begins once it is closed, by named experts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.catalogue.selection.market import GIVEN, OPENED, REVIEW, Market
from yunpei.catalogue.selection import calls, queries, reviews
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound

pytestmark = [pytest.mark.req("R07"), pytest.mark.django_db]


def test_a_call_says_everything_that_is_wrong(market: Market) -> None:
    bad = replace(
        GIVEN, title="", asks=" ", contact="", closes_on=date(2020, 3, 1), criteria=(("课程", 60), ("课程", 30))
    )
    with pytest.raises(Invalid) as error:
        market.call(given=bad)
    assert [one.field for one in error.value.problems] == [
        "title", "asks", "contact", "closes_on", "criteria", "criteria",
    ]  # fmt: skip
    with pytest.raises(Forbidden):
        calls.call_publish(given=GIVEN, by=market.admin, at=OPENED)
    assert queries.calls() == []


def test_a_call_is_open_to_its_last_day(market: Market) -> None:
    call = market.call()
    assert [one.id for one in queries.open_calls(on=GIVEN.closes_on)] == [call]
    assert queries.open_calls(on=REVIEW.date()) == []
    assert [(one.name, one.weight) for one in queries.call(call).criteria] == [("课程", 60), ("技术", 40)]


def test_the_review_begins_after_the_last_day(market: Market) -> None:
    call = market.call()
    handed, draft = market.submitted(call), market.draft(call, market.other)
    with pytest.raises(Conflict):
        calls.review_begin(call=call, by=market.officer, at=OPENED)
    with pytest.raises(NotFound):
        calls.review_begin(call=call, by=market.elsewhere, at=REVIEW)
    calls.review_begin(call=call, by=market.officer, at=REVIEW)
    assert queries.own_platform(handed, by=market.admin).card.state == "in_review"
    assert queries.own_platform(draft, by=market.other).card.state == "lapsed"


def test_reviewers_are_of_the_committee_and_named_once(market: Market) -> None:
    call = market.call()
    market.submitted(call)
    first = market.experts[0].account_id
    assert first is not None
    assert market.admin.account_id is not None
    with pytest.raises(Conflict):  # not under review yet
        calls.reviewer_name(call=call, account_id=first, by=market.officer, at=OPENED)
    market.named(call, market.experts[:1])
    with pytest.raises(Conflict):
        calls.reviewer_name(call=call, account_id=first, by=market.officer, at=REVIEW)
    with pytest.raises(Invalid):
        calls.reviewer_name(call=call, account_id=market.admin.account_id, by=market.officer, at=REVIEW)


def test_an_expert_of_the_organisation_is_left_out_of_it(market: Market) -> None:
    call = market.call()
    market.submitted(call)
    market.named(call, [market.own])
    [one] = reviews.reviewers(call, by=market.officer)
    assert (one.left_out, one.waiting) == (1, 0)
    assert reviews.tasks(by=market.own) == []


def test_a_released_reviewer_counts_no_more(market: Market) -> None:
    call = market.call()
    made = market.submitted(call)
    market.named(call, market.experts)
    for one in market.experts[:2]:
        market.marked(made, one, 90, 80)
    assert reviews.ranked(call, by=market.officer) == []
    third = reviews.reviewers(call, by=market.officer)[2]
    with pytest.raises(Invalid):
        calls.reviewer_release(call=call, reviewer=third.id, reason="", by=market.officer, at=REVIEW)
    calls.reviewer_release(call=call, reviewer=third.id, reason="出差", by=market.officer, at=REVIEW)
    assert reviews.tasks(by=market.experts[2]) == []
    [placed] = reviews.ranked(call, by=market.officer)
    assert placed.points == 86
    assert placed.reviewers == 2


def test_the_reviewers_stay_the_same_once_a_platform_is_decided(market: Market) -> None:
    call = market.call()
    market.accepted(call)
    third = market.experts[2].account_id
    assert third is not None
    with pytest.raises(Conflict):
        calls.reviewer_name(call=call, account_id=third, by=market.officer, at=REVIEW)
    seat = reviews.reviewers(call, by=market.officer)[0].id
    with pytest.raises(Conflict):
        calls.reviewer_release(call=call, reviewer=seat, reason="出差", by=market.officer, at=REVIEW)


def test_a_call_closes_once_all_is_decided_and_is_called_off_with_a_reason(market: Market) -> None:
    call = market.call()
    market.submitted(call)
    market.named(call, market.experts[:2])
    with pytest.raises(Conflict):
        calls.call_close(call=call, by=market.officer, at=REVIEW)
    other = market.call()
    made = market.submitted(other, market.other)
    calls.call_cancel(call=other, reason="重新征集", by=market.officer, at=OPENED)
    assert (queries.call(other).state, queries.call(other).reason) == ("cancelled", "重新征集")
    assert queries.own_platform(made, by=market.other).card.state == "lapsed"
