"""The rehearsal page: lines decided here or a file in, sentences, bars and tables out, the same as a workbook."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.casework.city import PROGRAMME, City, Studied, approved, claimed
from tests.commands.test_decide import roster
from tests.commands.test_rehearse import in_year, someone
from tests.invented import person
from tests.portals.conftest import SignedIn
from tests.portals.ui.test_language_pages import chinese_in
from yunpei.casework.queries import rehearsal

pytestmark = pytest.mark.django_db

PAGE = "/bureau/rehearsal/"
VERSION = f"{PROGRAMME}@2020-01-26"
DECIDED = {"programme": VERSION, "source": "decided", "decided": f"2020 {PROGRAMME}"}


@pytest.fixture
def client(there: City, signed_in: SignedIn) -> Client:
    return signed_in(there.reviewers[0])


def upload(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def sent(client: Client, path: Path, **given: str) -> tuple[int, str]:
    answer = client.post(PAGE, {"programme": VERSION, "source": "file", "file": upload(path), **given})
    return answer.status_code, answer.content.decode()


def test_with_nothing_decided_it_asks_for_a_file(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert re.search(r'value="file"[^>]*checked', page)
    assert f'<option value="{VERSION}"' in page
    answer = client.post(PAGE, {"programme": VERSION, "source": "file"})
    assert answer.status_code == 422
    assert "请选择文件" in answer.content.decode()


def test_lines_decided_here(client: Client, there: City, studied: Studied) -> None:
    approved(there, claimed(there, (1, 2)))
    assert "2020 年 在岗职工线上职业培训补贴，2 行" in client.get(PAGE).content.decode()
    answer = client.post(PAGE, DECIDED)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "对照：这些行当时核定的金额" in page
    assert "日期按原文读取" in page
    assert "江苏省无锡市滨湖区" in page
    assert "888.00" in page
    assert '<rect class="bar-after" y="0" width="100.0%"' in page
    assert "style=" not in page.partition("<main")[2]
    assert not any(person(n) in page for n in (1, 2))


def test_the_workbook_holds_what_the_page_showed(client: Client, there: City, studied: Studied) -> None:
    approved(there, claimed(there, (1, 2)))
    page = client.post(PAGE, DECIDED).content.decode()
    (held,) = re.findall(r'name="sheets" value="([^"]+)"', page)
    answer = client.post(f"{PAGE}rehearsal.xlsx", {"sheets": held})
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book["合计"][2]] == ["应付（元）", 888, 888, 0]
    assert book["按地区"]["A2"].value == "江苏省无锡市滨湖区"
    assert client.post(f"{PAGE}rehearsal.xlsx", {"sheets": held + "x"}).status_code == 422


def test_a_file(client: Client, tmp_path: Path) -> None:
    lines = [someone(n, **in_year(2019), 实发金额="100", 地区="320205") for n in range(3)]
    status, page = sent(client, roster(tmp_path, *lines))
    assert status == 200
    assert "一律提前 1 年读取" in page
    assert "对照：花名册的“已付金额（元）”一列" in page
    assert "江苏省无锡市锡山区" in page
    status, page = sent(client, roster(tmp_path, *lines), years="0", against=VERSION, against_years="1")
    assert status == 200
    assert "日期按原文读取" in page
    assert "视同已经生效" in page  # the baseline
    status, page = sent(client, roster(tmp_path, *lines), years="100")
    assert status == 422


def test_in_english(client: Client, tmp_path: Path) -> None:
    client.cookies["django_language"] = "en"
    status, page = sent(
        client, roster(tmp_path, someone(1, **in_year(2019), 地区="320205", 实发金额="1", 线上课时="2"))
    )
    assert status == 200
    assert "as if in force: its own dates are read 1 year earlier" in page
    assert chinese_in(page) == []
    assert chinese_in(sent(client, roster(tmp_path, someone(1, 结束日期="x")))[1]) == []


def test_every_bad_cell_stands_on_the_page(client: Client, tmp_path: Path) -> None:
    lines = [someone(1, 身份证号码="1"), someone(2, 结束日期="x"), someone(3, 线上课时="-1")]
    status, page = sent(client, roster(tmp_path, *lines))
    assert status == 422
    assert "有 3 处要改" in page
    assert page.count("<tr>") == 4


def test_a_long_file_is_sent_to_the_command(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "MOST_LINES", 1)
    status, page = sent(client, roster(tmp_path, someone(1), someone(2)))
    assert status == 422
    assert f"yunpei policy rehearse {VERSION} --on" in page


def test_no_table_at_all(client: Client, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")
    status, _ = sent(client, tmp_path / "a.xlsx")
    assert status == 422


def test_only_reviewing_and_inspecting_officers_have_the_entry(there: City, signed_in: SignedIn) -> None:
    assert PAGE in signed_in(there.inspector).get("/bureau/").content.decode()
    assert PAGE not in signed_in(there.payer).get("/bureau/").content.decode()
