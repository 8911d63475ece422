"""Every page in English: no Chinese but what is marked as such, and no words in the templates that nobody could translate."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.template.base import Lexer, TokenType
from django.test import Client

from tests.architecture.tree import ROOT
from tests.casework.city import AFTER, DAY, Studied, city
from tests.matrix.addresses.rows import ROLES
from tests.matrix.test_urls import TABLE, drafts_of, people_of, places_of
from yunpei.common import clock
from yunpei.portals.ui.language import CHINESE

PORTALS = ROOT / "src" / "yunpei" / "portals"
SPOKEN = ("alt", "aria-label", "title", "placeholder", "data-label")
# They hold text alone: a name in them cannot be marked.
PLAIN = {"title", "textarea", "option", "script", "style"}
VOID = {"meta", "link", "img", "input", "br", "hr", "use", "source"}


class Chinese(HTMLParser):
    """Collects Chinese that a page in English shows outside elements marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        above = bool(self.inside) and self.inside[-1][1]
        named = given.get("lang") or ""
        exempt = (above and named != "en") or tag in PLAIN or named.startswith("zh")
        if not exempt:
            self.found += [text for name in SPOKEN if CHINESE.search(text := given.get(name) or "")]
        if tag not in VOID:
            self.inside.append((tag, exempt))

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if CHINESE.search(data) and not (self.inside and self.inside[-1][1]):
            self.found.append(data.strip())


def chinese_in(html: str) -> list[str]:
    reader = Chinese()
    reader.feed(html)
    return reader.found


@pytest.mark.django_db
def test_english_pages_have_no_chinese_but_what_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    Studied().stand_in(monkeypatch)
    there = city()
    people = people_of(there)
    known = places_of(there) | drafts_of(people)
    clients = {"nobody": Client()}
    for name, who in people.items():
        assert who.account_id is not None
        clients[name] = Client()
        clients[name].force_login(get_user_model().objects.get(pk=who.account_id))
    wrong, seen = [], set()
    with clock.holding(AFTER + 7 * DAY):
        for name, (path, row, method) in TABLE.items():
            for role, status in zip(ROLES, row.split(), strict=True):
                if method != "GET" or status != "200" or (name, role in OFFICERS) in seen:
                    continue
                client = clients[role]
                client.cookies["django_language"] = "en"
                answer = client.get(path.format(**known))
                if answer["Content-Type"].startswith("text/html"):
                    seen.add((name, role in OFFICERS))
                    html = answer.content.decode()
                    wrong += [f"{name} for {role}: {text}" for text in chinese_in(html)]
                    if "<html" in html and '<html lang="en">' not in html:
                        wrong.append(f"{name} for {role}: does not say that it is English")
    assert len(seen) > 40
    assert not wrong, "\n".join(wrong)


OFFICERS = {"review", "pay", "finance"}  # the same page has other buttons for each


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Paid</p>", []),
        ("<p>已付</p>", ["已付"]),
        ('<p>Paid to <span lang="zh-CN">云帆<b>精工</b></span></p>', []),
        ('<p lang="zh-CN">云帆 <span lang="en">付</span></p>', ["付"]),
        ('<p><br><img alt="云">paid<br>（twice）</p>', ["云", "（twice）"]),
        ("<title>云帆</title><select><option>云帆</option></select><textarea>云帆</textarea>", []),
    ],
)
def test_the_reader_sees(html: str, found: list[str]) -> None:
    assert chinese_in(html) == found


# ---- words that no translator ever sees -----------------------------------------------------------------------------------


def unseen_in_template(source: str) -> list[str]:
    """Chinese of a template outside its translation tags and outside elements marked with their language."""
    found, inside = [], False
    for token in Lexer(source).tokenize():
        text = re.sub(r"""_\(("[^"]*"|'[^']*')\)""", "", token.contents)
        if token.token_type == TokenType.BLOCK and "blocktranslate" in text:
            inside = not text.startswith("end")
        elif token.token_type == TokenType.COMMENT or inside or text.startswith("translate "):
            continue
        else:
            found += CHINESE.findall(re.sub(r'lang="zh-CN">[^<]*<', "", text))
    return found


def unseen_in_program(source: str) -> list[str]:
    """Chinese literals of a program that are no docstring, no key and no argument of gettext or of a Text."""
    tree = ast.parse(source)
    told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    imports = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    spoken = {"_", "Text"}
    spoken |= {name.asname or name.name for one in imports if one.module == TRANSLATION for name in one.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in spoken:
            told |= {id(part) for argument in node.args for part in ast.walk(argument)}
        elif isinstance(node, ast.Dict):
            told |= {id(key) for key in node.keys}  # what is looked up is not shown
    strings = [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in told
    ]
    return [text for text in strings if CHINESE.search(text)]


TRANSLATION = "django.utils.translation"
BY_NATURE = {
    "apps.py",  # Django's own name of a room
    "fault.html",  # says everything in both languages
    "platform_paper.html",  # a form to be printed and sealed
}


def test_all_words_of_the_pages_can_be_translated() -> None:
    found = []
    for path in sorted((*PORTALS.rglob("*.html"), *PORTALS.rglob("*.py"))):
        unseen = unseen_in_template if path.suffix == ".html" else unseen_in_program
        if path.name not in BY_NATURE:
            found += [f"{path.relative_to(PORTALS)}: {text}" for text in unseen(path.read_text(encoding="utf-8"))]
    assert not found, "\n".join(["put these through gettext:", *found])


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("a.html", '<p>{% translate "甲" %}{# 乙 #}{% blocktranslate %}丙{% endblocktranslate %}{{ x|default:_("丁") }}</p>', []),
        ("a.html", '<p>甲</p><a lang="zh-CN">乙</a>', ["甲"]),
        ("a.html", '{{ x|default:"甲" }}{% notice "乙" %}', ["甲", "乙"]),
        ("a.py", '"""甲"""\nx = _("乙")\ny = {"丁": Text("丙", "c")}', []),
        ("a.py", 'x = "甲"\ny = f"{x}（乙）"', ["甲", "（乙）"]),
    ],
)  # fmt: skip
def test_the_guard_of_words_sees(name: str, source: str, found: list[str]) -> None:
    unseen = unseen_in_template if Path(name).suffix == ".html" else unseen_in_program
    assert unseen(source) == found
