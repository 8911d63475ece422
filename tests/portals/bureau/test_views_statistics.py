"""The officer's figures: the page, the cases behind a row, the workbook; and the archive beside them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.casework.city import AFTER, DAY, City, Studied, approved, claimed
from tests.invented import person
from tests.portals.conftest import SignedIn
from yunpei.oversight.models import Keep
from yunpei.oversight.statistics.actions import figures_count

pytestmark = [pytest.mark.django_db, pytest.mark.req("R33", "R37")]


@pytest.fixture
def number(there: City, studied: Studied) -> str:
    made = claimed(there, (1, 2, 3))
    approved(there, made)
    figures_count(at=AFTER + 8 * DAY)
    return made


def test_figures_lead_to_their_cases(there: City, number: str, signed_in: SignedIn) -> None:
    client = signed_in(there.finance)
    for split in ("month", "region", "programme", "kind", "group", "fund"):
        assert client.get("/bureau/statistics/", {"by": split}).status_code == 200
    page = client.get("/bureau/statistics/", {"by": "region"}).content.decode()
    assert "滨湖区" in page
    assert "1,332.00" in page  # three people of 24 hours at 18.50
    behind = client.get("/bureau/statistics/cases/", {"year": "2020", "by": "region", "key": "320211"}).content.decode()
    assert number in behind
    nothing = client.get("/bureau/statistics/cases/", {"by": "month", "key": "2020-12"}).content.decode()
    assert number not in nothing


def test_the_workbook_has_a_sheet_a_split(there: City, number: str, signed_in: SignedIn) -> None:
    answer = signed_in(there.finance).get("/bureau/statistics/statistics.xlsx", {"year": 2020})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[6:] == ["目标", "基数"]
    rows = list(book.worksheets[1].values)
    head = rows[0]
    [district] = [row for row in rows if row[0] and "滨湖" in str(row[0])]
    assert district[head.index("核准补贴人次")] == 3
    assert district[head.index("核准金额（元）")] == "1,332.00"


def test_the_archive_is_searched_by_post_and_kept(there: City, number: str, signed_in: SignedIn) -> None:
    client = signed_in(there.inspector)
    page = client.post("/bureau/archives/", {"id_number": person(1)})
    assert number in page.content.decode()
    assert person(1) not in page.content.decode().replace(f'value="{person(1)}"', "")  # only back in its own field
    assert "请至少填写一项" in client.post("/bureau/archives/", {}).content.decode()
    client.post(f"/bureau/archives/{number}/keep/", {"why": "审计核查"})
    assert Keep.objects.get().case == number
