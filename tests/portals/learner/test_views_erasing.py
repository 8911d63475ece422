"""A learner asks to be forgotten, two administrators answer, everyone reads what stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.casework.classbook import LATER, Classbook, made
from tests.classroom import signed_up
from tests.oversight.archives.test_actions import administrator
from tests.portals.conftest import SignedIn
from yunpei.common import clock
from yunpei.evidence import study as configured
from yunpei.oversight.models import Erasure, Keep
from yunpei.people.types import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R37")]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Classbook]:
    settings.YUNPEI_UPLOADS = tmp_path / "files"
    with clock.holding(LATER):
        yield made(tmp_path, monkeypatch)
    configured.reset()
    from yunpei.interfaces.study_settings import from_settings

    configured.configure(from_settings)


def test_the_whole_way(book: Classbook, signed_in: SignedIn, client: Client) -> None:
    learner = signed_up(1)
    mine = signed_in(learner)
    ops, security = (signed_in(administrator(960 + n, role)) for n, role in enumerate((Role.OPS, Role.SECURITY)))
    shown = mine.get("/learn/me/erasure/").content.decode()
    assert book.held.case_number in shown
    assert "案件尚未办结" in shown
    assert mine.post("/learn/me/erasure/").status_code == 302
    shown = mine.get("/learn/me/erasure/").content.decode()
    [code] = re.findall(r'<p class="big-figure">([0-9A-F-]{19})</p>', shown)
    assert code not in mine.get("/learn/me/erasure/").content.decode()  # shown once
    assert "已收到" in client.post("/erasures/status/", {"code": code}).content.decode()
    assert "没有这个回执码" in client.post("/erasures/status/", {"code": "0"}).content.decode()
    mine.post("/learn/me/erasure/withdraw/")
    mine.post("/learn/me/erasure/")
    row = Erasure.objects.latest("id")
    listed = ops.get("/ops/erasures/").content.decode()
    assert f"/ops/erasures/{row.public_id}/examine/" in listed
    assert "carry_out" not in listed
    ops.post(f"/ops/erasures/{row.public_id}/examine/")
    listed = security.get("/ops/erasures/").content.decode()
    assert f"/ops/erasures/{row.public_id}/carry_out/" in listed
    security.post(f"/ops/erasures/{row.public_id}/carry_out/")
    shown = mine.get("/learn/me/erasure/").content.decode()
    assert "已办理" in shown
    assert "案件尚未办结" in shown
    assert "请求删除" in shown  # what came since can be asked for again


def test_the_security_administrator_places_a_hold(book: Classbook, signed_in: SignedIn) -> None:
    security = signed_in(administrator(961, Role.SECURITY))
    assert "keep-case" in security.get("/ops/archives/").content.decode()
    security.post("/ops/archives/keeps/", {"case": book.held.case_number, "why": "诉讼"})
    assert Keep.objects.get().why == "诉讼"
    assert "诉讼" in security.get("/ops/archives/").content.decode()
