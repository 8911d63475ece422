"""Pages as each reader gets them: fragments, sizes, headers, queries that do not grow, errors that say what to do."""

from __future__ import annotations

import gzip
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.casework.city import City, Studied, accepted, claimed, drafted, published, submitted
from tests.classroom import signed_up
from tests.invented import name, person
from tests.portals.conftest import SignedIn
from yunpei.casework import queries
from yunpei.training import queries as training

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


def count(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", ["/org/", "/bureau/?show=all", "/"])
def test_lists_take_as_many_queries_for_many_rows_as_for_few(
    there: City, studied: Studied, signed_in: SignedIn, path: str
) -> None:
    client = signed_in(there.reviewers[0] if path.startswith("/bureau") else there.admin)
    published(there, claimed(there, (1,)))
    few = count(client, path)
    for n in range(2, 6):
        submitted(there, (n,))
    published(there, claimed(there, (7,)))
    assert count(client, path) == few


@pytest.mark.parametrize("of", ["claim", "class", "notice"])
def test_long_pages_take_as_many_queries_for_many_people(
    there: City, studied: Studied, signed_in: SignedIn, of: str
) -> None:
    def path(number: str, notice: str) -> str:
        class_id = queries.case(number=number, by=there.admin).class_id
        assert class_id is not None
        return {
            "claim": f"/org/claims/{number}/",
            "class": f"/org/classes/{training.class_of(class_id).public_id}/",
            "notice": f"/notices/{notice}/",
        }[of]

    client = signed_in(there.admin)
    small, large = claimed(there, (1,)), claimed(there, tuple(range(2, 12)))
    few = count(client, path(small, published(there, small)))
    assert count(client, path(large, published(there, large))) == few


def test_the_inbox_filters_as_a_fragment_and_without_script(there: City, signed_in: SignedIn) -> None:
    number = submitted(there)
    client = signed_in(there.reviewers[0])
    whole = client.get("/bureau/", {"kind": "class_filing", "text": number}).content.decode()
    part = client.get("/bureau/", {"kind": "class_filing", "text": number}, headers=FRAGMENT).content.decode()
    assert "<html" in whole
    assert number in whole
    assert "<html" not in part
    assert number in part
    assert number not in client.get("/bureau/", {"kind": "claim"}, headers=FRAGMENT).content.decode()


@pytest.mark.req("R15", "R16")
def test_why_this_amount_quotes_the_clause(there: City, studied: Studied, signed_in: SignedIn) -> None:
    number = claimed(there)
    line = queries.lines(number=number, by=there.admin)[0]
    for who, portal in ((there.admin, "org/claims"), (there.reviewers[0], "bureau/cases")):
        path = f"/{portal}/{number}/lines/{line.id}/"
        part = signed_in(who).get(path, headers=FRAGMENT).content.decode()
        assert "<html" not in part
        assert "444.00" in part
        assert "线上培训学时应不少于24个课时" in part
        assert "学习时钟" in part
        assert "<html" in signed_in(who).get(path).content.decode()


def workbook(*rows: list[str]) -> io.BytesIO:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["姓名", "身份证号码", "人员类别", "岗位"], *rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "roster.xlsx"
    return file


@pytest.mark.req("R12")
def test_a_bad_roster_shows_every_row_and_comes_back_marked(there: City, signed_in: SignedIn) -> None:
    number = drafted(there)
    client = signed_in(there.admin)
    wrong = person(2)[:-1] + ("1" if person(2)[-1] != "1" else "2")
    file = workbook([name(1), person(1), "职工", ""], [name(2), wrong, "职工", ""], [name(3), person(3), "经理", ""])
    answer = client.post(f"/org/filings/{number}/roster/", {"file": file})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "有 2 行需要改正" in page
    assert wrong not in page
    place = page.partition(f"/org/cases/{number}/files/")[2].partition('"')[0]
    marked = client.get(f"/org/cases/{number}/files/{place}")
    body = b"".join(marked.streaming_content)  # type: ignore[attr-defined]
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    assert sheet["B3"].comment is not None
    assert sheet["C4"].comment is not None
    assert sheet["B2"].comment is None


@pytest.mark.req("R24")
def test_a_notice_shows_masks_and_nothing_else_of_a_number(there: City, studied: Studied) -> None:
    notice = published(there, claimed(there, (1, 2)))
    for path in (f"/notices/{notice}/", f"/objections/{notice}/", "/open/notices.csv", "/"):
        text = Client().get(path).content.decode()
        assert person(1) not in text
        assert person(2) not in text
    assert notice in Client().get("/open/notices.csv").content.decode()


@pytest.mark.req("R24")
def test_an_objection_gives_a_code_once_and_the_code_gives_the_answer(there: City, studied: Studied) -> None:
    notice, client = published(there, claimed(there, (1, 2))), Client()
    assert client.post(f"/objections/{notice}/", {"row": "1", "text": ""}).status_code == 200
    sent = client.post(f"/objections/{notice}/", {"row": "1", "text": "此人未参加培训"})
    assert sent.status_code == 302
    page = client.get(f"/objections/{notice}/").content.decode()
    code = page.partition('id="receipt-code">')[2].partition("<")[0]
    assert code
    assert code not in client.get(f"/objections/{notice}/").content.decode()
    assert "处理中" in client.post("/objections/", {"code": code}).content.decode()


def test_the_learners_class_page_is_small(there: City, signed_in: SignedIn) -> None:
    learner = signed_up(1)
    held = training.class_of(accepted(there))
    client = signed_in(learner)
    page = client.get(f"/learn/classes/{held.public_id}/").content
    from django.contrib.staticfiles import finders

    parts = [page]
    for name_ in ("ui/tokens.css", "ui/ui.css", "ui/ui.js", "ui/mark.svg", "ui/icons.svg",
                  "django_htmx/htmx-2.min.js"):  # fmt: skip
        assert name_.encode() in page, name_
        found = finders.find(name_)
        assert isinstance(found, str)
        parts.append(Path(found).read_bytes())
    assert sum(len(gzip.compress(part)) for part in parts) <= 60_000


def test_answers_carry_the_content_policy(there: City, signed_in: SignedIn) -> None:
    for answer in (Client().get("/"), Client().get("/nothing/here/"), signed_in(there.admin).get("/org/")):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_an_error_says_what_happened_and_what_to_do_next(there: City, signed_in: SignedIn) -> None:
    page = Client().get("/notices/GS-WX-2020-9999/")
    assert page.status_code == 404
    assert "没有找到" in page.content.decode()
    assert "回到首页" in page.content.decode()
    refused = signed_in(there.admin).get("/bureau/")
    assert refused.status_code == 403
    assert "切换办理身份" in refused.content.decode()
    away = Client().get("/org/?page=2")
    assert away["Location"] == "/account/login/?next=%2Forg%2F%3Fpage%3D2"


def test_nobody_is_sent_elsewhere_after_signing_in(there: City) -> None:
    page = Client().get("/account/login/", {"next": "https://elsewhere.example/"}).content.decode()
    assert '<input type="hidden" name="next" value="">' in page
    assert "https://elsewhere" not in page  # the language's own way back leads to this page, its address encoded


def test_the_second_reviewer_is_another_person(there: City, studied: Studied, signed_in: SignedIn) -> None:
    number = claimed(there)
    first, second = (signed_in(one) for one in there.reviewers)
    for event in ("accept", "review_first"):
        assert first.post(f"/bureau/cases/{number}/{event}/").status_code == 302
    assert first.post(f"/bureau/cases/{number}/review_second/").status_code == 403
    assert second.post(f"/bureau/cases/{number}/review_second/").status_code == 302


def test_a_return_tells_the_applicant_each_thing(there: City, signed_in: SignedIn) -> None:
    number = submitted(there)
    officer = signed_in(there.reviewers[0])
    asked = {"field": ["", "starts_on", "delegate"], "words": ["营业执照不清楚", "开班日期有误", " "]}
    officer.post(f"/bureau/cases/{number}/return/", asked)
    page = signed_in(there.admin).get(f"/org/filings/{number}/").content.decode()
    assert '<p class="error" id="id_starts_on_asked">请补正：开班日期有误</p>' in page
    assert "营业执照不清楚" in page
    assert "开班日期有误" in page
    assert "退回补正" in page


def test_a_plan_is_saved_from_its_form(there: City, signed_in: SignedIn) -> None:
    number = drafted(there)
    client = signed_in(there.admin)
    given = {"project": "电工", "mode": "online", "online_hours": "30", "starts_on": "2020-05-06", "cost": "1,234.50"}
    assert client.post(f"/org/filings/{number}/", given).status_code == 302
    plan = queries.case(number=number, by=there.admin).plan
    assert (plan.online_hours, plan.cost_fen, plan.starts_on) == (30, 123_450, date(2020, 5, 6))
    wrong = client.post(f"/org/filings/{number}/", {**given, "cost": "很多"})
    assert "需要改正" in wrong.content.decode()
