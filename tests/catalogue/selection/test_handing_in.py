"""A platform is handed in whole, sealed and in time; taken back and handed in again until the call closes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.catalogue.selection.market import CLOSES, DAY, OPENED, PLATFORM, REVIEW, Market
from yunpei.catalogue.selection import handing_in, queries
from yunpei.catalogue.selection.types import Occupation, PlatformGiven
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound
from yunpei.common.identifiers_db import new_id

pytestmark = [pytest.mark.req("R07"), pytest.mark.django_db]
EMPTY = PlatformGiven("", "", "", "", "", 0)
LAST_DAY = OPENED.replace(day=CLOSES.day)


def test_everything_that_is_missing_is_told_at_once(market: Market) -> None:
    made = market.draft(market.call(), given=EMPTY)
    with pytest.raises(Invalid) as error:
        handing_in.platform_submit(platform=made, by=market.admin, at=OPENED)
    fields = [one.field for one in error.value.problems]
    assert fields == ["name", "about", "facts", "contact", "address", "kinds", "occupations", "sealed"]
    assert queries.own_platform(made, by=market.admin).card.state == "draft"


def test_what_cannot_be_kept_is_told_and_nothing_is_written(market: Market) -> None:
    made = market.draft(market.call())
    twice = (Occupation("6-31-01-03", "电工", 1), Occupation("6-31-01-03", "", 0), Occupation("电工", "电工", 1))
    with pytest.raises(Invalid) as error:
        handing_in.platform_write(
            platform=made, given=replace(PLATFORM, occupations=twice, kinds={"magic": 1}), by=market.admin, at=OPENED
        )
    assert [one.field for one in error.value.problems] == ["kinds", "occupations", "occupations", "occupations"]
    assert queries.own_platform(made, by=market.admin).given == PLATFORM


def test_only_the_legal_representative_confirms_and_a_change_undoes_it(market: Market) -> None:
    made = market.draft(market.call())
    with pytest.raises(Forbidden):
        handing_in.platform_seal(platform=made, file=None, by=market.admin, at=OPENED)
    handing_in.platform_seal(platform=made, file=None, by=market.legal, at=OPENED)
    assert queries.own_platform(made, by=market.admin).sealed == "account"
    handing_in.platform_write(platform=made, given=replace(PLATFORM, users=1), by=market.admin, at=OPENED)
    assert queries.own_platform(made, by=market.admin).sealed is None
    with pytest.raises(Invalid) as error:
        handing_in.platform_submit(platform=made, by=market.admin, at=OPENED)
    assert [one.field for one in error.value.problems] == ["sealed"]
    handing_in.platform_seal(platform=made, file=str(new_id()), by=market.admin, at=OPENED)
    handing_in.platform_submit(platform=made, by=market.admin, at=OPENED)
    assert queries.own_platform(made, by=market.admin).sealed == "scan"


def test_taken_back_and_handed_in_again_until_the_last_day(market: Market) -> None:
    made = market.submitted(market.call())
    handing_in.platform_withdraw(platform=made, by=market.admin, at=OPENED)
    handing_in.platform_submit(platform=made, by=market.admin, at=LAST_DAY)
    with pytest.raises(Conflict):
        handing_in.platform_withdraw(platform=made, by=market.admin, at=LAST_DAY + DAY)
    late = market.draft(market.call(), market.other)
    with pytest.raises(Conflict):
        handing_in.platform_write(platform=late, given=PLATFORM, by=market.other, at=REVIEW)


def test_another_organisation_sees_nothing_of_it(market: Market) -> None:
    made = market.draft(market.call())
    with pytest.raises(NotFound):
        handing_in.platform_write(platform=made, given=PLATFORM, by=market.other, at=OPENED)
    with pytest.raises(NotFound):
        queries.own_platform(made, by=market.other)
    with pytest.raises(NotFound):  # a draft is nobody's but its owner's
        queries.office_platform(made, by=market.officer)


def test_organisations_of_the_region_alone_and_a_name_once(market: Market) -> None:
    with pytest.raises(Conflict):
        handing_in.platform_draft(call=market.call_elsewhere(), by=market.admin, at=OPENED)
    call = market.call()
    market.submitted(call)
    with pytest.raises(Conflict):
        market.submitted(call)


def test_the_sealed_page_is_for_its_firm_the_office_and_the_reviewers(market: Market) -> None:
    call = market.call()
    made, file = market.draft(call), str(new_id())
    handing_in.platform_seal(platform=made, file=file, by=market.admin, at=OPENED)
    handing_in.platform_submit(platform=made, by=market.admin, at=OPENED)
    market.named(call, [*market.experts[:2], market.own])
    for one in (market.admin, market.officer, market.experts[0]):
        assert queries.sealed_file(made, by=one) == file
    for one in (market.other, market.elsewhere, market.experts[2]):
        with pytest.raises(NotFound):
            queries.sealed_file(made, by=one)
    reviewer = replace(market.own, organisation_id=None)
    with pytest.raises(NotFound):  # left out of this one
        queries.sealed_file(made, by=reviewer)
