"""Kept parts: rendered once for the same values, and never from anything else."""

from __future__ import annotations

from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.template import Context, Engine, Template
from django.template.base import NodeList
from django.utils import translation
from django.utils.safestring import mark_safe

from yunpei.portals.ui.templatetags import kept

LIBRARIES = {"kept": "yunpei.portals.ui.templatetags.kept", "i18n": "django.templatetags.i18n"}


@dataclass(frozen=True)
class Lesson:
    title: str
    seconds: int


def made(text: str) -> Template:
    return Engine(libraries=LIBRARIES).from_string("{% load i18n kept %}" + text)


def test_the_same_values_are_rendered_once() -> None:
    page = made("{% for one in rows %}{% kept lesson=one n=n %}[{{ lesson.title }} {{ n }}]{% endkept %}{% endfor %}")
    rows = [Lesson("一", 60), Lesson("二", 60), Lesson("一", 60)]
    with patch.object(NodeList, "render", autospec=True, side_effect=NodeList.render) as rendered:
        assert page.render(Context({"rows": rows, "n": 1})) == "[一 1][二 1][一 1]"
        first = rendered.call_count
        assert page.render(Context({"rows": [Lesson("二", 60)], "n": 1})) == "[二 1]"
    assert rendered.call_count == first + 1  # the page itself
    assert page.render(Context({"rows": [Lesson("二", 61)], "n": 2})) == "[二 2]"


def test_nothing_else_can_be_read_inside() -> None:
    page = made("{% kept n=n %}{{ n }}{{ name }}{{ request.user }}{{ forloop }}{% endkept %}{{ name }}")
    assert page.render(Context({"n": 1, "name": "王晓明", "request": {"user": "王晓明"}})) == "1王晓明"


def test_values_that_are_equal_but_written_differently_are_kept_apart() -> None:
    page = made("{% kept value=value %}{{ value }}{% endkept %}")
    values = [1, True, 1.0, "<b>", mark_safe("<b>"), None, "None"]
    shown = [page.render(Context({"value": value})) for value in values * 2]
    assert shown == ["1", "True", "1.0", "&lt;b&gt;", "<b>", "None", "None"] * 2
    assert page.render(Context({"value": "<b>"}, autoescape=False)) == "<b>"


def test_languages_are_kept_apart() -> None:
    page = made("{% kept n=n %}{% translate '学习' %}{% endkept %}")
    for _ in range(2):
        said = []
        for language in ("zh-hans", "en"):
            with translation.override(language):
                said.append(page.render(Context({"n": 1})))
        assert said[0] == "学习" != said[1]


def test_a_value_that_is_not_there_is_none() -> None:
    page = made("{% kept best=row.quiz.best %}{% if best is None %}none{% endif %}{% endkept %}")
    assert page.render(Context({"row": Lesson("一", 60)})) == "none"


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    page = made("{% kept n=n %}{{ n }}{% endkept %}")
    [node] = page.nodelist.get_nodes_by_type(kept.Kept)
    assert isinstance(node, kept.Kept)
    assert [page.render(Context({"n": n})) for n in range(10)] == [str(n) for n in range(10)]
    assert len(node._kept) <= 3


def test_a_value_that_changes_is_refused() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        made("{% kept rows=rows %}{% endkept %}").render(Context({"rows": [1]}))
