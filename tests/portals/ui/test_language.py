"""Two languages: the button between them, what is marked as Chinese on an English page, how days are written."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from yunpei.common.errors import NotFound
from yunpei.common.language import Text, speaking
from yunpei.portals.ui.language import day_written, marked

ENGLISH = {"language": "en"}


def page(client: Client, path: str = "/", **headers: str) -> str:
    return client.get(path, headers=headers).content.decode()


@pytest.mark.django_db
def test_a_button_changes_the_language_and_stays_on_the_page() -> None:
    client = Client(enforce_csrf_checks=True)
    first = page(client, "/notices/?page=1")
    assert '<html lang="zh-CN">' in first
    assert '<input type="hidden" name="next" value="/notices/?page=1">' in first
    token = client.cookies["csrftoken"].value
    sent = client.post("/ui/language/", {**ENGLISH, "next": "/notices/?page=1", "csrfmiddlewaretoken": token})
    assert (sent.status_code, sent["Location"]) == (302, "/notices/?page=1")
    kept = client.cookies["django_language"]
    assert (kept.value, kept["samesite"], kept["httponly"], int(kept["max-age"])) == ("en", "Lax", True, 365 * 86400)
    assert '<html lang="en">' in page(client, "/notices/?page=1")
    assert "Public notices" in page(client, "/notices/")


@pytest.mark.django_db
def test_the_button_needs_a_token_and_leads_nowhere_else() -> None:
    assert Client(enforce_csrf_checks=True).post("/ui/language/", ENGLISH).status_code == 403
    away = Client().post("/ui/language/", {**ENGLISH, "next": "https://elsewhere.example/"})
    assert away["Location"] == "/"


@pytest.mark.django_db
def test_after_a_form_was_sent_one_comes_back_to_the_page_of_the_form() -> None:
    refused = Client().post("/ui/language/none/", headers={"Referer": "http://testserver/notices/"}).content.decode()
    assert '<input type="hidden" name="next" value="http://testserver/notices/">' in refused
    back = Client().post("/ui/language/", {**ENGLISH, "next": "http://testserver/notices/"})
    assert back["Location"] == "http://testserver/notices/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "given"), [("", "zh-CN"), ("zh-CN,zh;q=0.9", "zh-CN"), ("en-GB,en;q=0.8", "en"), ("fr", "zh-CN")]
)
def test_a_first_visit_goes_by_the_browser(asked: str, given: str) -> None:
    assert f'<html lang="{given}">' in page(Client(), "/", **{"Accept-Language": asked})


def test_rooms_speak_the_language_of_the_page() -> None:
    text = Text("已撤回", "withdrawn")
    with speaking("en"):
        assert str(text) == "withdrawn"
        with speaking("zh"):
            assert str(text) == "已撤回"
        assert str(text) == "withdrawn"


@pytest.mark.django_db
def test_a_refusal_of_the_rooms_is_in_english_on_an_english_site() -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    answer = client.get("/notices/GS-WX-2020-9999/")
    assert answer.status_code == 404
    for said in ("Not found", NotFound().text.en):
        assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Wuxi", "Wuxi"),
        ("锡人社办〔2020〕10号", '<span lang="zh-CN">锡人社办〔2020〕10号</span>'),
        ("Ship 云帆 by 张三", '<span>Ship <span lang="zh-CN">云帆</span> by <span lang="zh-CN">张三</span></span>'),
        ("<b>云</b>", '<span>&lt;b&gt;<span lang="zh-CN">云</span>&lt;/b&gt;</span>'),
        (None, None),
    ],
)
def test_chinese_is_marked_on_an_english_page(text: str | None, shown: str | None) -> None:
    with speaking("en"):
        assert marked(text) == shown
    with speaking("zh"):
        assert marked(text) == text


def test_days_are_written_as_each_language_writes_them() -> None:
    with speaking("en"):
        assert day_written(date(2020, 6, 1)) == "1 Jun 2020"
    with speaking("zh"):
        assert day_written(date(2020, 6, 1)) == "2020-06-01"
