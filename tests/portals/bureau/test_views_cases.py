"""Publishing from the case page: with files that are searched first."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.casework.city import AFTER, Studied, city, claimed, reviewed
from tests.files.conftest import uploads, xlsx  # noqa: F401  # uploads: a store of one's own
from tests.invented import person
from yunpei.casework import queries
from yunpei.common import clock

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]


def test_a_bad_attachment_stops_and_a_mended_one_hangs_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    Studied().stand_in(monkeypatch)
    there = city()
    number = claimed(there, (1,))
    reviewed(there, number)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=there.reviewers[0].account_id or 0))
    with clock.holding(AFTER):
        page = client.get(f"/bureau/cases/{number}/").content.decode()
        assert 'name="attachments"' in page
        assert "multipart/form-data" in page
        for cell, told in ((person(7), "工作表 Sheet1 A2"), ("王甲", "已公示")):
            file = io.BytesIO(xlsx(cell))
            file.name = "名单.xlsx"
            answer = client.post(f"/bureau/cases/{number}/publish/", {"attachments": [file]}, follow=True)
            assert told in answer.content.decode()
            assert person(7) not in answer.content.decode()
        notice = queries.notice_of_case(number)
        assert notice is not None
        assert "名单.xlsx" in client.get(f"/notices/{notice.number}/").content.decode()
        assert client.get(f"/notices/{notice.number}/files/1/").status_code == 200
