"""Listed platforms report months, whole or not at all; corrections replace, and the sums count an occupation once."""

from __future__ import annotations

from datetime import date

import pytest

from tests.catalogue.selection.market import DAY, LISTED, OPENED, Market
from yunpei.catalogue.selection import listing, reports
from yunpei.catalogue.selection.models import PlatformReport
from yunpei.catalogue.selection.types import ReportGiven
from yunpei.common.errors import Conflict, Invalid, NotFound

pytestmark = [pytest.mark.req("R07"), pytest.mark.django_db]
JUNE = LISTED.replace(month=6, day=20)
APRIL, MAY = date(2020, 4, 1), date(2020, 5, 1)
CODES = ("4-10-01-05", "6-31-01-03")


def put(market: Market, platform: str, *given: ReportGiven) -> int:
    return reports.reports_put(platform=platform, given=given, by=market.admin, at=JUNE)


def test_months_add_up_and_a_correction_replaces(market: Market) -> None:
    made = market.listed(market.call())
    april, may = ReportGiven(APRIL, 1000, 30, CODES), ReportGiven(MAY, 500, 40, CODES[:1])
    assert put(market, made, april, may) == 2
    assert put(market, made, april) == 0  # the same again
    assert put(market, made, ReportGiven(APRIL, 900, 30, CODES)) == 1
    assert PlatformReport.objects.count() == 3
    assert [one.given.registrations for one in reports.reports(made)] == [500, 900]
    found = reports.progress(region="320000", since=date(2020, 3, 1), until=date(2020, 6, 1), on=JUNE.date())
    assert (found.platforms, found.occupations, found.registrations, found.courses) == (1, 1, 1400, 40)
    assert found.reported_at == JUNE
    april_only = reports.progress(region="100000", since=APRIL, until=APRIL, on=JUNE.date())
    assert (april_only.occupations, april_only.registrations) == (2, 900)
    nowhere = reports.progress(region="210000", since=APRIL, until=MAY, on=JUNE.date())
    assert (nowhere.platforms, nowhere.registrations, nowhere.reported_at) == (0, 0, None)


def test_every_fault_is_told_and_nothing_is_kept(market: Market) -> None:
    made = market.listed(market.call())
    listing.platform_leave(platform=made, on=date(2020, 6, 1), by=market.admin, at=JUNE.replace(month=5))
    with pytest.raises(Invalid) as error:
        put(
            market,
            made,
            ReportGiven(date(2020, 2, 1), 1, 1, CODES),
            ReportGiven(APRIL, 1, 1, ("电工",)),
            ReportGiven(APRIL, 1, 1, ()),
            ReportGiven(date(2020, 6, 1), 1, 1, CODES),
            ReportGiven(date(2020, 7, 1), 1, 1, CODES),
        )
    assert len(error.value.problems) == 7
    assert reports.reports(made) == []


def test_only_the_owner_and_only_what_was_listed(market: Market) -> None:
    made = market.submitted(market.call())
    with pytest.raises(Conflict):
        put(market, made, ReportGiven(APRIL, 1, 1, CODES))
    with pytest.raises(NotFound):
        reports.reports_put(platform=made, given=[], by=market.other, at=OPENED + DAY)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_of_many_months(encoding: str) -> None:
    text = "月份,课程数,实名注册人次,职业编码\n2020-04,30,1000,6-31-01-03、4-10-01-05\n2020-5,40,500,6-31-01-03 6-31-01-03\n"
    april, may = reports.reports_read(text.encode(encoding))
    assert april == ReportGiven(APRIL, 1000, 30, CODES)
    assert may == ReportGiven(MAY, 500, 40, CODES[1:])


def test_every_bad_row_of_a_file() -> None:
    with pytest.raises(Invalid) as error:
        reports.reports_read("月份,课程数,实名注册人次,职业编码\n四月,1,1,x\n2020-04,1.5,1,x\n2020-13,1,1,x\n".encode())
    assert [one.text.zh[:3] for one in error.value.problems] == ["第2行", "第3行", "第4行"]
    with pytest.raises(Invalid, match="缺少列：职业编码"):
        reports.reports_read("月份,课程数,实名注册人次\n".encode())
