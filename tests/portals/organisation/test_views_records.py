"""Records of study elsewhere from the organisation's pages: brought in whole, refused whole, taken back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.casework.city import AFTER, DAY, City, accepted, firm_of
from tests.files.conftest import png, uploads  # noqa: F401  # uploads: a store of one's own
from tests.invented import name, person
from tests.portals.conftest import SignedIn
from yunpei.common.sheets.write import write_csv
from yunpei.learning import queries as learning
from yunpei.learning.records import queries
from yunpei.training import actions as training
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts

pytestmark = [pytest.mark.django_db, pytest.mark.req("R46")]

HEADER = ("身份证号", "姓名", "学习日期", "学习时长（分钟）", "课程名称")


@pytest.fixture
def held(there: City) -> ClassFacts:
    class_id = accepted(there, (1, 2))
    training.class_begin(class_id=class_id, at=AFTER - 25 * DAY)
    return classes.class_of(class_id)


def table(tmp_path: Path, rows: Sequence[tuple[Any, ...]], ending: str = ".csv") -> io.BytesIO:
    place = tmp_path / f"导出{ending}"
    write_csv(place, HEADER, rows, encoding="gb18030")
    file = io.BytesIO(place.read_bytes())
    file.name = place.name
    return file


def upload(client: Client, held: ClassFacts, file: io.BytesIO, **given: Any) -> Any:
    data = {"platform": "general", "channel": "云培", "file": file, **given}
    return client.post(f"/org/classes/{held.public_id}/records/import/", data, follow=True)


def test_an_export_is_brought_in_and_the_same_one_again_changes_nothing(
    there: City, held: ClassFacts, signed_in: SignedIn, tmp_path: Path
) -> None:
    client = signed_in(there.admin)
    rows = [(person(1), name(1), "2020/3/9", "1小时30分", "电工"), (person(2), name(2), "2020年3月9日", 45, "电工")]
    page = upload(client, held, table(tmp_path, rows)).content.decode()
    assert "已导入 2 条记录，共 2 人" in page
    assert "云培" in page
    assert person(1) not in page
    assert "没有改动" in upload(client, held, table(tmp_path, rows)).content.decode()
    assert len(queries.batches(held.id)) == 1
    assert [one.outside.platform_ms for one in learning.side_by_side(held.id)] == [90 * 60_000, 45 * 60_000]


def test_a_bad_row_stops_all_and_comes_back_marked(
    there: City, held: ClassFacts, signed_in: SignedIn, tmp_path: Path
) -> None:
    client = signed_in(there.admin)
    rows = [(person(1), name(1), "2020-03-09", 60, "电工"), (person(9), name(9), "2020-03-09", "许久", "电工")]
    answer = upload(client, held, table(tmp_path, rows))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不是时长" in page
    assert "整份记录都没有导入" in page
    assert person(9) not in page
    assert queries.batches(held.id) == []
    [href] = [part.split('"')[0] for part in page.split('href="')[1:] if "/files/" in part.split('"')[0]]
    marked = client.get(href)
    assert marked.status_code == 200
    assert b"".join(marked.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_screenshots_are_bound_to_people_and_wait(there: City, held: ClassFacts, signed_in: SignedIn) -> None:
    client = signed_in(there.admin)
    lines = [one.id for one in classes.roster_lines(held.roster_id)]
    given = {
        "kind": "screenshot",
        "way": "online",
        "channel": "微信群",
        "first_day": "2020-03-09",
        "last_day": "2020-03-10",
        "minutes": "90",
        "note": "",
        "line": lines,
        f"minutes_{lines[1]}": "30",
    }
    address = f"/org/classes/{held.public_id}/records/add/"
    refused = client.post(address, {**given, "line": [], "papers": [png_file()]})
    assert refused.status_code == 422
    assert "请选择人员" in refused.content.decode()
    page = client.post(address, {**given, "papers": [png_file(), png_file(b"2")]}, follow=True).content.decode()
    assert "逐人审核采信后计入" in page, page[page.index("<main") :]
    assert "渠道未备案" in page
    [batch] = queries.batches(held.id)
    assert [part.ms for part in batch.parts] == [90 * 60_000, 30 * 60_000]
    assert len(batch.files) == 2
    assert client.get(f"/org/cases/{held.case_number}/files/{batch.files[0][0]}/").status_code == 200


def png_file(note: bytes = b"") -> io.BytesIO:
    file = io.BytesIO(png(note=note))
    file.name = "截图.png"
    return file


def test_a_void_needs_a_reason_and_stays_visible(
    there: City, held: ClassFacts, signed_in: SignedIn, tmp_path: Path
) -> None:
    client = signed_in(there.admin)
    upload(client, held, table(tmp_path, [(person(1), name(1), "2020-03-09", 60, "电工")]))
    [batch] = queries.batches(held.id)
    address = f"/org/classes/{held.public_id}/records/{batch.public_id}/void/"
    assert "请写明理由" in client.post(address, {"reason": ""}, follow=True).content.decode()
    page = client.post(address, {"reason": "导错了班级"}, follow=True).content.decode()
    assert "导错了班级" in page
    assert learning.side_by_side(held.id) == []
    _, stranger, _ = firm_of(600)
    assert signed_in(stranger).post(address, {"reason": "x"}).status_code == 404
    assert signed_in(stranger).get(f"/org/classes/{held.public_id}/records/").status_code == 404
