"""From the authority's word to the list of a day: batches, objections, leaving, being struck off, appeals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.catalogue.selection.market import DAY, LISTED, NOTICE, OPENED, REVIEW, Market
from yunpei.catalogue.selection import listing, queries
from yunpei.catalogue.selection.models import Platform
from yunpei.common.audit import history
from yunpei.common.errors import Conflict, Invalid, NotFound
from yunpei.common.identifiers_db import new_id

pytestmark = [pytest.mark.req("R07"), pytest.mark.django_db]


def names(on: date, region: str = "") -> list[str]:
    return [one.name for one in queries.listed(on=on, region=region)]


def state(market: Market, platform: str) -> str:
    return queries.office_platform(platform, by=market.officer).card.state.value


def test_the_whole_way_to_the_list(market: Market) -> None:
    made = market.listed(market.call())
    assert names(LISTED.date() - DAY) == []
    assert names(LISTED.date()) == ["锡培在线"]
    assert names(LISTED.date(), "320000") == ["锡培在线"]
    assert names(LISTED.date(), "210000") == []
    [batch] = queries.batches(region="320200")
    assert (batch.number, batch.published_on, batch.until) == (1, NOTICE.date(), NOTICE.date() + 5 * DAY)
    verbs = [one.verb for one in history(subject_type="platform", subject_id=made)]
    assert sorted(verbs) == sorted(
        ["platform_draft", "platform_write", "platform_seal", "platform_submit", "platform_review", "platform_mark",
         "platform_mark", "platform_accept", "platform_notice", "platform_list"]
    )  # fmt: skip


def test_channels_are_found_by_name_or_site_on_their_day(market: Market) -> None:
    market.listed(market.call())
    channels = [
        ("别的平台", "https://m.peixun.example.cn/x"),
        ("锡培 在线", ""),
        ("别的", "https://notpeixun.example.cn/"),
    ]
    assert sorted(queries.listed_channels(channels, on=LISTED.date())) == [0, 1]
    assert queries.listed_channels(channels, on=NOTICE.date()) == {}


def test_channels_are_found_on_all_or_some_of_their_days(
    market: Market, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = market.listed(market.call())
    since, left = LISTED.date(), LISTED.date() + 10 * DAY
    listing.platform_leave(platform=made, on=left, by=market.admin, at=LISTED)
    asked = [
        ("锡培在线", "", since, left - DAY),
        ("锡培在线", "", since - DAY, since),
        ("别名", "https://peixun.example.cn/x", left - DAY, left),
        ("锡培在线", "", since - DAY, since - DAY),
        ("锡培在线", "", left, left),
        ("别的", "", since, since),
    ]
    with django_assert_num_queries(1):
        found = queries.listed_while(asked)
    assert {place: one.throughout for place, one in found.items()} == {0: True, 1: False, 2: False}
    assert found[0].platform.id == made
    assert queries.listed_while([]) == {}


def test_a_platform_listed_anew_where_it_left_has_no_gap(market: Market) -> None:
    day = LISTED.date() + 10 * DAY
    listing.platform_leave(platform=market.listed(market.call()), on=day, by=market.admin, at=LISTED)
    row = Platform.objects.get()
    gap = [("锡培在线", "", day - DAY, day + DAY)]
    assert not queries.listed_while(gap)[0].throughout
    row.pk, row.public_id, row.name = None, new_id(), "锡培 在线"
    row.state, row.listed_on, row.left = "listed", day, None
    row.save()
    assert queries.listed_while(gap)[0].throughout
    assert queries.listed_while(gap)[0].platform.id == str(row.public_id)


def test_a_batch_waits_for_its_notice_and_for_objections(market: Market) -> None:
    made = market.noticed(market.call())
    with pytest.raises(Conflict):
        listing.batch_list(number=1, by=market.officer, at=NOTICE + 5 * DAY)
    code = listing.objection_make(platform=made, text="课程数不实", at=NOTICE + DAY)
    with pytest.raises(Conflict):
        listing.batch_list(number=1, by=market.officer, at=LISTED)
    [doubt] = queries.objections(by=market.officer)
    assert queries.objections(by=market.elsewhere) == []
    with pytest.raises(Invalid):
        listing.objection_settle(objection=doubt.id, event="dismiss", answer=" ", by=market.officer, at=LISTED)
    with pytest.raises(NotFound):
        listing.objection_settle(objection=doubt.id, event="dismiss", answer="查", by=market.elsewhere, at=LISTED)
    listing.objection_settle(objection=doubt.id, event="dismiss", answer="课程数属实", by=market.officer, at=LISTED)
    assert queries.objection_by_code(f"{code[:4]}-{code[4:]}".lower()).answer == "课程数属实"
    assert listing.batch_list(number=1, by=market.officer, at=LISTED) == 1


def test_an_upheld_objection_keeps_it_off_the_list(market: Market) -> None:
    made = market.noticed(market.call())
    listing.objection_make(platform=made, text="课程数不实", at=NOTICE)
    [doubt] = queries.objections(by=market.officer)
    listing.objection_settle(objection=doubt.id, event="uphold", answer="属实", by=market.officer, at=NOTICE)
    assert state(market, made) == "refused"
    with pytest.raises(Conflict):
        listing.batch_list(number=1, by=market.officer, at=LISTED)
    with pytest.raises(NotFound):
        queries.public_platform(made)


def test_objections_only_while_the_notice_runs(market: Market) -> None:
    made = market.noticed(market.call())
    with pytest.raises(Conflict):
        listing.objection_make(platform=made, text="晚了", at=NOTICE + 6 * DAY)


def test_no_decision_before_every_review_is_in_nor_by_a_reviewer(market: Market) -> None:
    made = market.submitted(market.call())
    call = queries.office_platform(made, by=market.officer).card.call
    market.named(call, market.experts[:2])
    market.marked(made, market.experts[0], 80, 70)
    with pytest.raises(Conflict):
        listing.platform_decide(platform=made, event="accept", reason="好", by=market.officer, at=REVIEW)
    market.marked(made, market.experts[1], 60, 70)
    reviewer = replace(market.officer, account_id=market.experts[1].account_id)
    with pytest.raises(Conflict):
        listing.platform_decide(platform=made, event="accept", reason="好", by=reviewer, at=REVIEW)
    with pytest.raises(Invalid):
        listing.platform_decide(platform=made, event="accept", reason="", by=market.officer, at=REVIEW)
    with pytest.raises(NotFound):
        listing.platform_decide(platform=made, event="accept", reason="好", by=market.elsewhere, at=REVIEW)
    listing.platform_decide(platform=made, event="refuse", reason="技术不达标", by=market.officer, at=REVIEW)
    assert state(market, made) == "refused"


def test_it_leaves_by_its_own_wish_from_a_day_on(market: Market) -> None:
    made = market.listed(market.call())
    with pytest.raises(Invalid):
        listing.platform_leave(platform=made, on=LISTED.date() - DAY, by=market.admin, at=LISTED)
    with pytest.raises(NotFound):
        listing.platform_leave(platform=made, on=LISTED.date(), by=market.other, at=LISTED)
    listing.platform_leave(platform=made, on=LISTED.date() + 10 * DAY, by=market.admin, at=LISTED)
    assert names(LISTED.date() + 9 * DAY) == ["锡培在线"]
    assert names(LISTED.date() + 10 * DAY) == []


def test_struck_off_appealed_in_time_and_judged_by_another(market: Market) -> None:
    made = market.listed(market.call())
    struck = LISTED + 20 * DAY
    listing.platform_strike(platform=made, reason="学时记录造假", by=market.officer, at=struck)
    assert (names(struck.date() - DAY), names(struck.date())) == (["锡培在线"], [])
    with pytest.raises(Conflict):
        listing.platform_appeal(platform=made, said="系误判", by=market.admin, at=struck + timedelta(days=61))
    listing.platform_appeal(platform=made, said="系误判", by=market.admin, at=struck + DAY)
    with pytest.raises(Conflict):
        listing.appeal_settle(platform=made, event="restore", answer="查实", by=market.officer, at=struck + 2 * DAY)
    listing.appeal_settle(platform=made, event="restore", answer="查实误判", by=market.second, at=struck + 2 * DAY)
    assert names(struck.date()) == ["锡培在线"]  # as if it had never been struck off


def test_batches_are_numbered_and_hold_only_what_was_accepted(market: Market) -> None:
    made = market.accepted(market.call())
    with pytest.raises(Invalid) as error:
        listing.batch_publish(title=" ", platforms=[], days=0, by=market.officer, at=NOTICE)
    assert {one.field for one in error.value.problems} == {"title", "days", "platforms"}
    with pytest.raises(NotFound):
        listing.batch_publish(title="目录", platforms=[made], days=5, by=market.elsewhere, at=NOTICE)
    assert listing.batch_publish(title="目录", platforms=[made], days=5, by=market.officer, at=NOTICE) == 1
    with pytest.raises(Conflict):
        listing.batch_publish(title="目录", platforms=[made], days=5, by=market.officer, at=NOTICE)
    later = market.submitted(market.call(OPENED))
    assert [one.number for one in queries.batches()] == [1]
    assert state(market, later) == "submitted"
