"""A roster put up on the page: taken, given back, or with its progress; and pages that do not grow with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.casework.city import DRAFTED, City, drafted
from tests.invented import name, person
from tests.portals.conftest import SignedIn
from yunpei.casework import actions
from yunpei.casework.actions import roster as rostering
from yunpei.common import clock
from yunpei.common.sheets.write import write_xlsx
from yunpei.training import queries as training

pytestmark = [pytest.mark.req("R13"), pytest.mark.django_db]

HEADER = ["姓名", "身份证号码", "人员类别", "岗位"]


@pytest.fixture(autouse=True)
def _uploads(settings: object, tmp_path: Path) -> None:
    settings.YUNPEI_UPLOADS = tmp_path / "files"  # type: ignore[attr-defined]


def put(client: Client, number: str, folder: Path, people: list[int], *, wrong: int = 0) -> str:
    """The page that the upload ends on."""
    rows = [[name(n), person(n) if n >= wrong else "123", "职工", ""] for n in people]
    path = folder / f"{len(people)}-{wrong}.xlsx"
    if not path.exists():
        write_xlsx(path, HEADER, rows)
    with path.open("rb") as file, clock.holding(DRAFTED):
        answer = client.post(f"/org/filings/{number}/roster/", {"file": file})
    if answer.status_code == 302:
        return str(client.get(answer["Location"]).content.decode())
    assert answer.status_code == 422
    return str(answer.content.decode())


def test_taken_given_back_and_once_more(there: City, signed_in: SignedIn, tmp_path: Path) -> None:
    number, client = drafted(there, (1,)), signed_in(there.admin)
    bad = put(client, number, tmp_path, [1, 2, 3, 4], wrong=3)
    assert "有 2 行需要改正，整份花名册都没有收下" in bad
    assert "下载标好错误的表格" in bad
    assert person(3) not in bad
    assert "花名册已收下，共 3 人" in put(client, number, tmp_path, [1, 2, 3])
    assert "没有任何改动" in put(client, number, tmp_path, [1, 2, 3])
    assert name(3) in client.get(f"/org/filings/{number}/roster/").content.decode()


def test_a_large_one_shows_how_far_it_is(
    there: City, signed_in: SignedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rostering, "AT_ONCE", 2)
    number, client = drafted(there, (1,)), signed_in(there.admin)
    page = put(client, number, tmp_path, [1, 2, 3])
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'hx-trigger="every 2s"' in page
    upload = training.last_upload(number)
    assert upload is not None
    assert "一份花名册正在检查" in client.get(f"/org/filings/{number}/").content.decode()
    with clock.holding(DRAFTED):
        actions.roster_take(upload=upload.public_id, at=DRAFTED)
    done = client.get(f"/org/filings/{number}/roster/{upload.public_id}/").content.decode()
    assert "花名册已收下，共 3 人" in done
    assert "http-equiv" not in done
    assert "hx-trigger" not in done


@pytest.mark.parametrize("who", ["admin", "officer"])
def test_pages_do_not_grow_with_the_roster(there: City, signed_in: SignedIn, who: str) -> None:
    few, many = drafted(there, (1, 2)), drafted(there, range(300, 460), project="焊工")
    actions.undertaking_sign(number=many, by=there.legal, at=DRAFTED)

    def cost(number: str) -> int:
        client = signed_in(there.admin if who == "admin" else there.reviewers[0])
        path = f"/org/filings/{number}/" if who == "admin" else f"/bureau/cases/{number}/"
        client.get(path)
        with CaptureQueriesContext(connection) as ran:
            client.get(path)
        return len(ran)

    assert abs(cost(many) - cost(few)) <= 1  # the signature
    page = signed_in(there.admin).get(f"/org/filings/{many}/roster/").content.decode()
    assert page.count("<tr>") == 101
    assert page.count('rel="next"') == 1
