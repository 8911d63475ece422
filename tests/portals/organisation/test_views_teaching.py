"""Teaching from the organisation's pages: a bank from a sheet, the exam's rules, grades, learners' questions, meetings."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.casework.city import City, drafted, firm_of
from tests.catalogue.test_bank_sheet import GOOD, HEADER
from tests.classroom import PROJECT, SYSTEM, course, row, signed_up
from tests.files.conftest import png, uploads  # noqa: F401  # uploads: a store of one's own
from tests.portals.conftest import SignedIn
from yunpei.catalogue import queries as catalogue
from yunpei.common import clock
from yunpei.common.actor import Actor
from yunpei.common.sheets.write import write_xlsx
from yunpei.learning import enquiries, practical
from yunpei.learning.exam_rules import rules_of
from yunpei.learning.types import PaperKind, Part
from yunpei.people import actions as people
from yunpei.people.types import Role
from yunpei.training import actions as training
from yunpei.training import attended
from yunpei.training import queries as classes
from yunpei.training.types import ClassFacts, Mode, PlanFacts

pytestmark = pytest.mark.django_db

FILED = datetime(2020, 2, 26, 2, tzinfo=UTC)
IN_CLASS = datetime(2020, 3, 10, 2, tzinfo=UTC)


@pytest.fixture
def pupils() -> list[Actor]:
    return [signed_up(1), signed_up(2)]


@pytest.fixture
def held(there: City, pupils: list[Actor]) -> ClassFacts:
    """A blended class of two people, one of whom has signed in."""
    roster = training.roster_put(
        organisation_id=there.organisation_id,
        rows=[row(1), row(2)],
        first_day=date(2020, 3, 2),
        by=there.admin,
        at=FILED,
    )
    plan = PlanFacts(
        number="B1",
        case_number=drafted(there),
        organisation_id=there.organisation_id,
        programme="dalian-2020-41/sme-training",
        pack_version=date(2020, 2, 24),
        course_id=there.course_id,
        project=PROJECT,
        mode=Mode.BLENDED,
        planned_hours=4,
        required_hours=1,
        starts_on=date(2020, 3, 2),
        ends_on=date(2020, 3, 31),
        filed_on=date(2020, 2, 26),
        roster_id=roster,
    )
    made = training.class_open(plan=plan, by=SYSTEM, at=FILED)
    assert pupils[0].person_id
    training.sign_in(class_id=made, person_id=pupils[0].person_id, by=pupils[0], at=IN_CLASS)
    return classes.class_of(made)


def sheet(folder: Path, rows: list[list[Any]]) -> io.BytesIO:
    place = folder / "bank.xlsx"
    write_xlsx(place, HEADER, rows)
    file = io.BytesIO(place.read_bytes())
    file.name = place.name
    return file


def test_a_bank_comes_in_whole_and_twice_is_once(there: City, signed_in: SignedIn, tmp_path: Path) -> None:
    draft = course(there.organisation_id, questions=0, publish=False)
    address = f"/org/courses/{catalogue.course(draft).public_id}/questions/import/"
    client = signed_in(there.admin)
    for told in ("已导入 4 题", "已导入 0 题，其余 4 题题库里已有"):
        assert told in client.post(address, {"file": sheet(tmp_path, GOOD)}, follow=True).content.decode()
    assert len(catalogue.questions(draft)) == 4
    example = client.get(address.replace("import/", "example.xlsx"))
    file = io.BytesIO(example.content)
    file.name = "example.xlsx"
    assert "已导入 4 题" in client.post(address, {"file": file}, follow=True).content.decode()


def test_a_bad_row_stops_all_and_comes_back_marked(there: City, signed_in: SignedIn, tmp_path: Path) -> None:
    draft = course(there.organisation_id, questions=0, publish=False)
    client = signed_in(there.admin)
    address = f"/org/courses/{catalogue.course(draft).public_id}/questions/import/"
    answer = client.post(address, {"file": sheet(tmp_path, [*GOOD, ["论述", "题五", *[""] * 9]])})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "题型应为" in page
    assert catalogue.questions(draft) == []
    [href] = [part.split('"')[0] for part in page.split('href="')[1:] if "/marked/" in part.split('"')[0]]
    assert b"".join(client.get(href).streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_rules_of_the_exam_and_a_grade(there: City, held: ClassFacts, signed_in: SignedIn) -> None:
    client, address = signed_in(there.admin), f"/org/classes/{held.public_id}/exam/"
    given = {"questions": 2, "minutes": 20, "tries": 2, "wait": 1, "graders": 1, "part_0": 3}
    with clock.holding(IN_CLASS):
        assert client.post(address, {**given, "part_0": 99}).status_code == 422
        assert "考试办法已保存" in client.post(address, given, follow=True).content.decode()
        rules = rules_of(held.id, PaperKind.EXAM)
        assert (rules.questions, rules.parts, rules.graders) == (3, (Part("", 2, 3),), 1)
        line = classes.roster_lines(held.roster_id)[0]
        client.post(f"{address}give/", {"line": line.id, "level": "good", "remark": "熟练"})
        page = client.get(address).content.decode()
        assert "第 1 次：85 分" in page
        [[only]] = practical.grades_of(held.id).values()
        client.post(f"{address}void/", {"grade": only.pk, "reason": "记错人"})
    assert practical.grades_of(held.id) == {}


def test_questions_are_answered_and_timed(
    there: City, held: ClassFacts, pupils: list[Actor], signed_in: SignedIn
) -> None:
    with clock.holding(IN_CLASS):
        theirs = f"/learn/classes/{held.public_id}/questions/"
        asked = signed_in(pupils[0]).post(theirs, {"text": "零线是哪根？"}, follow=True).content.decode()
    assert "等待答复" in asked
    [made] = [one.public_id for one in enquiries.enquiries(held.id)]
    client, address = signed_in(there.admin), f"/org/classes/{held.public_id}/questions/"
    with clock.holding(IN_CLASS + timedelta(minutes=5)):
        assert "零线是哪根" in client.get(address).content.decode()
        client.post(f"{address}{made}/answer/", {"text": "蓝色的。"})
        page = client.get(f"/org/classes/{held.public_id}/").content.decode()
    assert "已答 1 个" in page
    assert "5 分 00 秒" in page
    assert "不足5人" in page


@pytest.mark.req("R14")
def test_a_meeting_from_plan_to_void(there: City, held: ClassFacts, pupils: list[Actor], signed_in: SignedIn) -> None:
    boss, address = signed_in(there.admin), f"/org/classes/{held.public_id}/meetings/"
    given = {"topic": "接线", "place": "实训楼201", "teacher": "王老师", "begins": "14:00", "ends_at": "16:00"}
    starts = datetime(2020, 3, 11, 6, tzinfo=UTC)  # two in the afternoon
    with clock.holding(IN_CLASS):
        assert boss.post(address, {**given, "starts_at": "2020-02-01"}).status_code == 422
        assert "面授已安排" in boss.post(address, {**given, "starts_at": "2020-03-11"}, follow=True).content.decode()
    [met] = attended.meetings(held.id)
    assert met.starts_at == starts
    own, pupil = f"{address}{met.public_id}/", signed_in(pupils[0])
    there_too = f"/learn/classes/{held.public_id}/meetings/{met.public_id}/"
    with clock.holding(starts):
        shown = boss.get(f"{own}screen/").content.decode()
        code = shown.split('id="digits">')[1][:6]
        assert pupil.get(f"{there_too}?code={code}").content.decode().count(f'value="{code}"') == 1
        assert "签到成功" in pupil.post(there_too, {"code": code}, follow=True).content.decode()
        other = signed_in(pupils[1])
        other.cookies["yunpei-device"] = pupil.cookies["yunpei-device"].value
        assert "另一人" in other.post(there_too, {"code": code}, follow=True).content.decode()
        file = io.BytesIO(png())
        file.name = "room.png"
        assert "已保存" in boss.post(f"{own}add/", {"pictures": file}, follow=True).content.decode()
    with clock.holding(starts + timedelta(hours=3)):
        assert boss.get(f"{own}sheet.xlsx").content[:2] == b"PK"
        assert "14:00" in boss.get(own).content.decode()
        paper = boss.get(f"/org/classes/{held.public_id}/records/add/?channel=实训楼201").content.decode()
        assert 'value="实训楼201"' in paper
        boss.post(f"{own}void/", {"reason": "停电"})
        assert "停电" in boss.get(own).content.decode()
    assert attended.attended(held.id) == []


def test_a_teacher_teaches_and_manages_nothing(there: City, held: ClassFacts, signed_in: SignedIn) -> None:
    one, other = signed_up(60), signed_up(61)
    for who, organisation in ((one, there.organisation_id), (other, firm_of(700)[0])):
        assert who.account_id is not None
        people.membership_grant(
            account_id=who.account_id, role=Role.TEACHER, organisation_id=organisation, by=SYSTEM, at=FILED
        )
    teacher, stranger = signed_in(one), signed_in(other)
    of_class = f"/org/classes/{held.public_id}/"
    with clock.holding(IN_CLASS):
        home = teacher.get("/org/").content.decode()
        assert of_class in home
        assert "新的开班备案" not in home
        for page in ("", "progress/", "now/", "exam/", "questions/", "meetings/"):
            assert teacher.get(of_class + page).status_code == 200, page
            assert stranger.get(of_class + page).status_code == 404, page
        for page in ("/org/details/", "/org/filings/new/", "/org/applications/new/", "/org/penalties/"):
            assert teacher.get(page).status_code == 403, page
        assert teacher.post(of_class + "close/").status_code == 403
        assert teacher.post(of_class + "claim/").status_code == 403
        assert "提前结业" not in teacher.get(of_class).content.decode()
