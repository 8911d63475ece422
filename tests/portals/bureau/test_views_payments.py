"""The paying officer's pages: a batch of all that waits, the file in each format, a bad answer told whole, a good one read."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.casework.city import AFTER, BUDGET, DAY, City, Studied, approved, claimed
from tests.portals.conftest import SignedIn
from yunpei.casework import actions
from yunpei.casework.models import Case, CaseLine
from yunpei.common import clock
from yunpei.common.sheets.write import write_csv
from yunpei.funds import queries as books
from yunpei.funds.types import BatchState

pytestmark = [pytest.mark.django_db, pytest.mark.req("R30")]
LATER = AFTER + 8 * DAY
WHOLE = {"whole": f"{BUDGET.region}|{BUDGET.fund}"}


@pytest.fixture
def cases(there: City, studied: Studied) -> list[str]:
    """Three approved claims; all of the last is held."""
    found = [claimed(there, (n,)) for n in (1, 2, 3)]
    for number in found:
        approved(there, number)
    line = str(CaseLine.objects.get(case__number=found[2]).public_id)
    actions.line_hold(number=found[2], line=line, reason="核查", by=there.inspector, at=LATER)
    return found


def test_all_that_waits_goes_into_one_batch(there: City, cases: list[str], signed_in: SignedIn) -> None:
    client = signed_in(there.payer)
    with clock.holding(LATER):
        page = client.get("/bureau/payments/").content.decode()
        assert "3 件，1,332.00 元" in page
        client.post("/bureau/payments/new/", WHOLE)
        assert books.batch_cases(number="FK-320200-2020-0001", by=there.payer) == sorted(cases[:2])
        page = client.get("/bureau/payments/").content.decode()
        assert "1 件，444.00 元" in page  # the held one still waits
        assert "请选择" in client.post("/bureau/payments/new/", WHOLE, follow=True).content.decode()
    assert Case.objects.get(number=cases[2]).state == "approved"


def test_files_out_and_answers_in(there: City, cases: list[str], signed_in: SignedIn, tmp_path: Path) -> None:
    client = signed_in(there.payer)
    number = actions.batch_make(cases=cases[:2], by=there.payer, at=LATER)
    base = f"/bureau/payments/{number}/"
    plain, bulk = client.get(f"{base}file/"), client.get(f"{base}file/?template=bulk")
    assert plain.content[:2] == b"PK"
    assert f'filename="{number}.csv"' in bulk["Content-Disposition"]
    assert "业务流水号" in bulk.content.decode("gb18030")
    assert client.get(f"{base}file/?template=other").status_code == 404

    def answered(rows: list[list[str]], **fields: str) -> object:
        path = tmp_path / "answer.csv"
        write_csv(path, ["明细编号", "金额（元）", "处理结果", "失败原因"], rows)
        file = SimpleUploadedFile("answer.csv", path.read_bytes())
        with clock.holding(LATER):
            return client.post(f"{base}result/", {"file": file, **fields})

    bad = answered([[f"{number}-00001", "1.00", "成功", ""], [f"{number}-00002", "444.00", "也许", ""]])
    assert bad.status_code == 422  # type: ignore[attr-defined]
    told = bad.content.decode()  # type: ignore[attr-defined]
    assert "第 2 行" in told
    assert "第 3 行" in told
    assert books.batch(number=number, by=there.payer).open_fen == 88_800
    wrong_format = answered([[f"{number}-00001", "444.00", "成功", ""]], template="bulk")
    assert wrong_format.status_code == 422  # type: ignore[attr-defined]
    good = [[f"{number}-00001", "444.00", "成功", ""], [f"{number}-00002", "444.00", "失败", "户名不符"]]
    assert answered(good).status_code == 302  # type: ignore[attr-defined]
    assert books.batch(number=number, by=there.payer).state is BatchState.SETTLED
    failed = client.get(f"{base}?show=failed").content.decode()
    assert f"{number}-00002" in failed
    assert f"{number}-00001" not in failed
