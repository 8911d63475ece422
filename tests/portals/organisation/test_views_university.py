"""The organisation's university by page: courses chosen, staff brought in, moved and taken off, progress and its workbook."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.casework.city import DRAFTED, City, accepted, firm_of
from tests.classroom import course
from tests.invented import name, person
from tests.portals.conftest import SignedIn
from yunpei.catalogue import actions as catalogue
from yunpei.catalogue import queries as courses
from yunpei.common.sheets.write import write_xlsx
from yunpei.training.university import queries

pytestmark = [pytest.mark.req("R11"), pytest.mark.django_db]
HEADER = ["姓名", "身份证号码", "部门", "岗位"]


@pytest.fixture
def client(there: City, signed_in: SignedIn) -> Client:
    return signed_in(there.admin)


def staff(there: City) -> list[tuple[str, str]]:
    held = queries.university_of(there.organisation_id)
    return [(one.name, one.department) for one in queries.staff(held.id)] if held else []


def sheet(folder: Path, rows: list[list[Any]], header: list[str] = HEADER) -> SimpleUploadedFile:
    path = folder / "职工.xlsx"
    write_xlsx(path, header, rows)
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_courses_are_searched_chosen_changed_and_taken_out(client: Client, there: City) -> None:
    organisation_id, admin, _ = firm_of(700)
    public, hidden = course(organisation_id), course(organisation_id, publish=False)
    catalogue.course_publish(course_id=hidden, by=admin, at=DRAFTED)
    made = courses.course(public).public_id
    page = client.get("/org/university/courses/?words=电工").content.decode()
    assert made in page
    assert courses.course(hidden).public_id not in page
    assert made not in client.get("/org/university/courses/?words=会计").content.decode()
    address = f"/org/university/courses/{made}"
    back = "/org/university/courses/?words=x"
    answer = client.post(f"{address}/set/", {"required": "1", "next": back})
    assert answer["Location"] == back
    assert "必修" in client.get("/org/university/").content.decode()
    client.post(f"{address}/set/", {"required": "", "due_on": "2020-06-30"})
    page = client.get("/org/university/").content.decode()
    assert "2020-06-30 前学完" in page
    answer = client.post(f"{address}/set/", {"due_on": "x"}, follow=True)
    assert "2020-06-30 前学完" in answer.content.decode()
    client.post(f"{address}/drop/")
    held = queries.university_of(there.organisation_id)
    assert held is not None
    assert queries.picks(held.id) == []
    assert client.post(f"{address}/x/").status_code == 404
    assert client.post(f"/org/university/courses/{courses.course(hidden).public_id}/set/").status_code == 404


def test_staff_come_in_by_a_sheet_whole_or_with_every_fault(client: Client, there: City, tmp_path: Path) -> None:
    bad = [[name(1), person(1), "", ""], [name(2), "1", "车间", ""], [name(3), person(3), "车间", ""]]
    answer = client.post("/org/university/staff/add/", {"file": sheet(tmp_path, bad)})
    page = answer.content.decode()
    assert (answer.status_code, staff(there)) == (422, [])
    assert "有 2 行需要改正" in page
    assert person(1) not in page
    answer = client.post(
        "/org/university/staff/add/", {"file": sheet(tmp_path, bad, ["姓名", "身份证号码", "车辆", "岗位"])}
    )
    assert "缺少“部门”一列" in answer.content.decode()
    good = [[name(n), person(n), "车间" if n < 3 else "办公室", "钳工"] for n in range(1, 5)]
    answer = client.post("/org/university/staff/add/", {"file": sheet(tmp_path, good)}, follow=True)
    assert "新增 4 人，改动 0 人，不变 0 人。" in answer.content.decode()
    assert sorted(staff(there)) == sorted([(name(n), "车间" if n < 3 else "办公室") for n in range(1, 5)])


def test_staff_come_in_from_a_class_are_moved_and_taken_off(client: Client, there: City) -> None:
    class_id = accepted(there, (1, 2, 3))
    from yunpei.training import queries as training

    held = training.class_of(class_id)
    assert held.number in client.get("/org/university/staff/add/").content.decode()
    client.post("/org/university/staff/add/", {"class_id": held.public_id, "department": "车间"})
    assert {department for _, department in staff(there)} == {"车间"}
    assert client.post("/org/university/staff/add/", {"class_id": held.public_id, "department": ""}).status_code == 422
    university = queries.university_of(there.organisation_id)
    assert university is not None
    first, *others = [one.public_id for one in queries.staff(university.id)]
    client.post("/org/university/staff/move/", {"staff": [first], "department": "办公室"})
    assert queries.departments(university.id) == {"办公室": 1, "车间": 2}
    page = client.get("/org/university/staff/?department=办公室").content.decode()
    assert first in page
    assert others[0] not in page
    answer = client.post("/org/university/staff/move/", {"staff": [first], "department": ""}, follow=True)
    assert "请填写部门" in answer.content.decode()
    client.post("/org/university/staff/leave/", {"staff": others})
    assert queries.departments(university.id) == {"办公室": 1}
    assert client.post("/org/university/staff/x/", {"staff": others}).status_code == 404


def test_progress_comes_as_a_workbook_with_masked_numbers(client: Client, there: City, tmp_path: Path) -> None:
    assert client.get("/org/university/progress.xlsx").status_code == 200
    client.post("/org/university/staff/add/", {"file": sheet(tmp_path, [[name(1), person(1), "车间", "钳工"]])})
    answer = client.get("/org/university/progress.xlsx")
    header, row = load_workbook(BytesIO(answer.content)).active.values
    assert header == ("部门", "姓名", "身份证号码", "岗位", "学完课程", "要求课程", "计入分钟", "最近学习")
    assert row[:2] == ("车间", name(1))
    assert "****" in row[2]
    assert row[4:7] == (0, 0, 0)
    assert "车间" in client.get("/org/university/").content.decode()
