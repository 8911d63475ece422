"""A provider's courses by page: a draft, lessons from real uploads, the bank, published, retired; other people's are not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.casework.city import City, firm_of
from tests.files.conftest import mp4, pdf
from tests.portals.conftest import SignedIn
from yunpei.catalogue import queries
from yunpei.catalogue.types import CourseFacts, CourseState, LessonKind, QuestionKind
from yunpei.common.models import AuditRow

pytestmark = [pytest.mark.req("R08"), pytest.mark.django_db]
MINUTE = 60_000
QUESTION = {
    "kind": "single",
    "text": "发现有人触电，首先应当怎样做？",
    "option_0": "先切断电源",
    "option_1": "直接用手去拉",
    "right_0": "on",
    "points": "1",
    "difficulty": "2",
}


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.YUNPEI_UPLOADS = tmp_path / "files"


@pytest.fixture
def client(there: City, signed_in: SignedIn) -> Client:
    return signed_in(there.admin)


def page(client: Client, path: str, sent: dict[str, Any]) -> str:
    answer = client.post(path, sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def begun(client: Client, there: City) -> tuple[CourseFacts, str]:
    """A new draft and its address."""
    page(client, "/org/courses/new/", {"title": "低压 电工", "kind": "safety", "project": "电 工"})
    [made] = queries.courses(state=CourseState.DRAFT, provider_id=there.organisation_id)
    return made, f"/org/courses/{made.public_id}/"


def lesson(title: str, data: bytes, name: str = "a.mp4", minutes: str = "") -> dict[str, Any]:
    return {"title": title, "file": SimpleUploadedFile(name, data), "minutes": minutes}


def test_a_course_goes_from_draft_to_published_to_retired(client: Client, there: City) -> None:
    made, address = begun(client, there)
    assert (made.title, made.project) == ("低压 电工", "电工")
    said = page(client, f"{address}publish/", {})
    assert "课程还没有课时内容" in said
    assert "题库还没有题目" in said
    assert "第一课" in page(client, address, lesson("第一课", mp4(90 * 1000)))
    page(client, address, lesson("手册", pdf(), "手册.pdf", "45"))
    video, handbook = queries.lessons(made.id)
    assert (video.kind, video.seconds, handbook.kind, handbook.seconds) == (
        LessonKind.VIDEO,
        90,
        LessonKind.DOCUMENT,
        2700,
    )
    assert "题目已添加" in page(client, f"{address}questions/add/", {**QUESTION, "lesson_id": str(video.id)})
    assert "课程已发布" in page(client, f"{address}publish/", {})
    assert queries.course(made.id).state is CourseState.PUBLISHED
    assert "添加课时" not in client.get(address).content.decode()
    assert "添加题目" not in client.get(address).content.decode()
    assert "课程已停用" in page(client, f"{address}retire/", {})
    verbs = AuditRow.objects.filter(subject_type="course", subject_id=made.public_id).order_by("id")
    assert [row.verb for row in verbs] == [
        "course_add", "lesson_add", "lesson_add", "question_add", "course_publish", "course_retire",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (lesson("课", b"no film at all"), "文件内容不是"),
        (lesson("课", mp4()[:-100]), "视频已损坏或不完整"),
        (lesson("课", mp4(30_000), minutes="1"), "计划时长超过视频时长（30秒）"),
        (lesson("课", pdf(), "a.pdf"), "文档要填计划时长"),
        (lesson("", mp4()), "需要改正"),
        ({"title": "课"}, "需要改正"),
        (lesson("课", mp4(), minutes="400"), "需要改正"),
    ],
)
def test_a_lesson_that_cannot_be_studied_is_not_added(
    client: Client, there: City, sent: dict[str, Any], said: str
) -> None:
    made, address = begun(client, there)
    if "file" in sent:
        sent["file"].seek(0)
    assert said in page(client, address, sent)
    assert not queries.lessons(made.id)


def test_a_shorter_plan_than_the_film_is_kept(client: Client, there: City) -> None:
    made, address = begun(client, there)
    page(client, address, lesson("课", mp4(5 * MINUTE), minutes="3"))
    assert [one.seconds for one in queries.lessons(made.id)] == [180]


def test_the_same_film_twice_is_kept_once(client: Client, there: City, tmp_path: Path) -> None:
    _, address = begun(client, there)
    for title in ("第一课", "第二课"):
        page(client, address, lesson(title, mp4()))
    assert len([one for one in (tmp_path / "files").rglob("*") if one.is_file()]) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"option_0": " ", "right_0": ""}, "需要改正"),
        ({"right_0": ""}, "请指明哪些选项正确"),
        ({"right_1": "on"}, "单选题、判断题只有一个正确答案"),
        ({"option_1": "先切断电源"}, "有两个选项相同"),
        ({"right_3": "on"}, "标为正确的选项没有内容"),
        ({"text": ""}, "需要改正"),
        ({"lesson_id": "999999"}, "需要改正"),
    ],
)
def test_a_question_that_cannot_be_asked_is_not_added(
    client: Client, there: City, changes: dict[str, str], said: str
) -> None:
    made, address = begun(client, there)
    sent = {name: value for name, value in {**QUESTION, **changes}.items() if value}
    assert said in page(client, f"{address}questions/add/", sent)
    assert not queries.questions(made.id)


def test_options_left_empty_do_not_move_the_right_ones(client: Client, there: City) -> None:
    made, address = begun(client, there)
    sent = {**QUESTION, "kind": "multiple", "option_3": "报告", "right_3": "on"}
    page(client, f"{address}questions/add/", sent)
    [one] = queries.questions(made.id)
    assert one.kind is QuestionKind.MULTIPLE
    assert one.options == ("先切断电源", "直接用手去拉", "报告")
    assert one.answer == {0, 2}


def test_a_draft_loses_what_was_wrong_in_it(client: Client, there: City) -> None:
    made, address = begun(client, there)
    for title in ("甲", "乙", "丙"):
        page(client, address, lesson(title, mp4()))
    first, second, _ = queries.lessons(made.id)
    page(client, f"{address}questions/add/", {**QUESTION, "lesson_id": str(first.id)})
    page(client, f"{address}lessons/{first.public_id}/remove/", {})
    assert [(one.position, one.title) for one in queries.lessons(made.id)] == [(1, "乙"), (2, "丙")]
    [question] = queries.questions(made.id)
    assert question.lesson_id is None
    page(client, f"{address}questions/{question.public_id}/remove/", {})
    assert not queries.questions(made.id)
    assert client.get(f"{address}lessons/{second.public_id}/file").status_code == 200
    assert client.get(f"{address}lessons/{first.public_id}/file").status_code == 404


def test_a_published_course_loses_nothing(client: Client, there: City) -> None:
    held = queries.course(there.course_id)
    address = f"/org/courses/{held.public_id}/"
    kept = queries.lessons(held.id), queries.questions(held.id)
    assert "不能办理" in page(client, f"{address}lessons/{kept[0][0].public_id}/remove/", {})
    assert "不能办理" in page(client, f"{address}questions/{kept[1][0].public_id}/remove/", {})
    for path, sent in ((address, lesson("课", mp4())), (f"{address}questions/add/", QUESTION)):
        assert client.post(path, sent).status_code == 409
    assert (queries.lessons(held.id), queries.questions(held.id)) == kept


def test_another_firms_course_is_not_there(client: Client, there: City, signed_in: SignedIn) -> None:
    made, address = begun(client, there)
    page(client, address, lesson("课", mp4()))
    [held] = queries.lessons(made.id)
    stranger = signed_in(firm_of(700)[1])
    assert "还没有课程" in stranger.get("/org/courses/").content.decode()
    for path in (address, f"{address}lessons/{held.public_id}/file", f"{address}questions/add/"):
        assert stranger.get(path).status_code == 404
    for path in (f"{address}publish/", f"{address}lessons/{held.public_id}/remove/"):
        assert stranger.post(path).status_code == 404


def test_a_lesson_is_looked_for_in_its_own_course(client: Client, there: City) -> None:
    _, address = begun(client, there)
    elsewhere = queries.lessons(there.course_id)[0].public_id
    assert client.post(f"{address}lessons/{elsewhere}/remove/").status_code == 404
    assert client.get(f"{address}lessons/{elsewhere}/file").status_code == 404
