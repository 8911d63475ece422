"""The calendar's pages: a year entered day by day, closed and opened again."""

from __future__ import annotations

import pytest
from django.test import Client

from yunpei.common.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db
NOTICE = "国办发明电〔2031〕虚构1号"


def test_a_year_from_the_first_day_to_complete(ops: Client) -> None:
    assert "2020" in ops.get("/ops/calendar/").content.decode()
    assert ops.get("/ops/calendar/", {"year": "2032"})["Location"] == "/ops/calendar/2032/"
    page = "/ops/calendar/2032/"
    assert "未完整" in ops.get(page).content.decode()
    assert "没有录入放假日期" in ops.post(f"{page}close/", {"close-source": NOTICE}, follow=True).content.decode()
    day = {"day": "2032-01-01", "working": "off", "name": "元旦", "source": NOTICE}
    assert "元旦" in ops.post(page, day, follow=True).content.decode()
    ops.post(f"{page}close/", {"close-source": NOTICE})
    assert CalendarYear.objects.get().source == NOTICE
    ops.post(f"{page}reopen/")
    assert not CalendarYear.objects.exists()
    ops.post(f"{page}remove/", {"day": "2032-01-01"})
    assert not CalendarDay.objects.exists()
    assert ops.post(f"{page}remove/", {"day": "x"}).status_code == 404


def test_all_that_is_wrong_is_said(ops: Client) -> None:
    answer = ops.post("/ops/calendar/2032/", {"day": "2032-13-01", "working": "x", "source": " "}).content.decode()
    assert answer.count('class="error') >= 3
    assert not CalendarDay.objects.exists()
    assert ops.get("/ops/calendar/1900/").status_code == 404
