"""Folded templates say what they say unfolded, in each language, and work out what is fixed only once."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.template import Context, Engine
from django.template.base import NodeList, TextNode
from django.utils import translation
from django.utils.safestring import mark_safe

from yunpei.portals.ui.folding import Folded

LIBRARIES = {"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"}
TAGS = "{% load i18n static %}"
EACH = {
    "word": "<h1>{% translate '学习' %}</h1>",
    "word in a context": "{% translate '班级' context 'list' %}",
    "word kept": "{% translate '学习' as word %}[{{ word }}]",
    "word from a variable": "{% translate text %}",
    "filtered word": "{% translate '学习'|upper %}",
    "address": "<a href=\"{% url 'learner:home' %}\">",
    "address with a value": "{% url 'learner:class' id %}",
    "file": "<img src=\"{% static 'ui/mark.svg' %}\">",
    "file from a variable": "{% static text %}",
    "sentence": "{% blocktranslate with a=text|upper %}{{ a }} 和 {{ n }}，占 100%{% endblocktranslate %}",
    "sentence that escapes": "{% blocktranslate %}{{ text }} {{ safe }} {{ none }} {{ missing }}{% endblocktranslate %}",
    "sentence unescaped": "{% autoescape off %}{% blocktranslate %}{{ text }}{% endblocktranslate %}{% endautoescape %}",
    "sentence kept": "{% blocktranslate asvar said %}{{ n }}{% endblocktranslate %}{{ said }}",
    "plural": "{% blocktranslate count n=n %}{{ n }} 条{% plural %}{{ n }} 条{% endblocktranslate %}",
    "branches": "{% if n > 5 %}{% translate '学习' %}{% else %}{% translate '退出' %}{{ n }}{% endif %}",
    "rows": "{% for one in rows %}{% translate '学习' %}{{ one }}{% empty %}{% translate '退出' %}{% endfor %}",
    "inside": "{% with a=text %}{% translate '学习' %}{{ a }}{% endwith %}",
}
INHERITED = {
    "base": TAGS + "{% translate '学习' %}{% block a %}{% translate '退出' %}{% endblock %}{% block b %}{% endblock %}",
    "page": "{% extends 'base' %}" + TAGS + "{% block a %}{{ block.super }}{% translate '学习' %}{{ n }}{% endblock %}",
}
VALUES: list[dict[str, Any]] = [
    {"text": "<b>", "safe": mark_safe("<i>"), "none": None, "n": 7, "rows": [1, 2], "id": "0190b8c5-0000-7000-8000-000000000000"},
    {"text": "x%y", "safe": "&", "none": 0, "n": 1, "rows": [], "id": "0190b8c5-0000-7000-8000-000000000001"},
]  # fmt: skip


def engine(templates: dict[str, str], *, folded: bool) -> Engine:
    plain = ("django.template.loaders.locmem.Loader", templates)
    loaders: list[Any] = [("yunpei.portals.ui.folding.Loader", [plain])] if folded else [plain]
    return Engine(loaders=loaders, libraries=LIBRARIES)


def said(of: Engine, name: str) -> list[str]:
    found: list[str] = []
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            found += [of.get_template(name).render(Context(values)) for values in VALUES]
    return found


@pytest.mark.parametrize("name", EACH)
def test_it_says_the_same(name: str) -> None:
    templates = {"page": TAGS + EACH[name]}
    assert said(engine(templates, folded=True), "page") == said(engine(templates, folded=False), "page")


def test_it_says_the_same_where_one_template_builds_on_another() -> None:
    assert said(engine(INHERITED, folded=True), "page") == said(engine(INHERITED, folded=False), "page")


def test_languages_are_kept_apart() -> None:
    sentence = "{% blocktranslate with a=n b=n %}已计入 {{ a }}，共 {{ b }}{% endblocktranslate %}"
    of = engine({"page": TAGS + EACH["word"] + sentence}, folded=True)
    chinese, _, english, *_ = said(of, "page")
    assert chinese == "<h1>学习</h1>已计入 7，共 7"
    assert not re.search("[一-龥]", english)


def test_what_is_fixed_is_worked_out_once() -> None:
    of = engine({"page": TAGS + EACH["address"] + EACH["rows"]}, folded=True)
    with patch("django.urls.reverse", return_value="/there/") as asked:
        first, _, _, _, again, _ = said(of, "page")
    assert "/there/" in first == again
    assert asked.call_count == 2  # once a language


def test_neighbours_become_one() -> None:
    page = engine({"page": TAGS + EACH["word"] + EACH["address"] + EACH["file"] + "{{ n }}."}, folded=True)
    nodes: NodeList = page.get_template("page").nodelist
    assert [type(one) for one in nodes if not isinstance(one, TextNode)][1] is Folded
    assert len(nodes) == 4  # load, all that is fixed, the value, the rest


def test_a_bad_translation_falls_back_to_the_original() -> None:
    of = engine({"page": TAGS + EACH["sentence"]}, folded=True)
    with patch("yunpei.portals.ui.folding.gettext", return_value="%(other)s"):
        assert of.get_template("page").render(Context(VALUES[0])) == "&lt;B&gt; 和 7，占 100%"
