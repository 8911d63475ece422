"""The English texts are complete: none missing, none left over, the same placeholders, and compiled as they stand."""

from __future__ import annotations

import gettext
import importlib.util
import io
import re
import sys
from types import ModuleType

import pytest

from tests.architecture.tree import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)\d*[a-z]|\{\w*\}|%%|<[^>]+>")
HANDED_ON = "run make messages, and write the English of what it names into portals/locale/en/LC_MESSAGES/django.po"


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


messages = tool()
ENTRIES = messages.read_po(messages.PO.read_text(encoding="utf-8"))


def faults(wanted: dict, kept: dict) -> list[str]:
    """What is wrong with the translations."""
    found = [f"not in django.po: {key}" for key in wanted if key not in kept]
    found += [f"used no more: {key}" for key in kept if key not in wanted]
    for key, one in kept.items():
        if len(one.said) != (2 if one.plural else 1) or not all(one.said):
            found.append(f"without English: {key}")
        if any(sorted(PLACEHOLDER.findall(said)) != sorted(PLACEHOLDER.findall(one.text)) for said in one.said if said):
            found.append(f"other placeholders: {key}")
    return found


def test_every_text_has_its_english() -> None:
    wrong = faults(messages.wanted(), ENTRIES)
    assert not wrong, "\n".join([HANDED_ON, *wrong])


def test_the_compiled_file_is_up_to_date() -> None:
    assert messages.PO.with_suffix(".mo").read_bytes() == messages.mo(list(ENTRIES.values())), HANDED_ON


def test_the_compiled_file_is_read_by_gettext() -> None:
    read = gettext.GNUTranslations(io.BytesIO(messages.PO.with_suffix(".mo").read_bytes()))
    for one in filter(lambda one: all(one.said), ENTRIES.values()):
        if one.plural:
            assert [read.ngettext(one.text, one.plural, n) for n in (1, 2)] == one.said
        else:
            said = read.pgettext(one.context, one.text) if one.context else read.gettext(one.text)
            assert said == one.said[0]


SOURCES = [
    ('{% translate "甲" %}', [("", "甲", "")]),
    ('{% translate "甲" context "verb" %}', [("verb", "甲", "")]),
    ('{% nav_link "home" _("甲") exact=True %}{{ x|default:_("乙") }}', [("", "甲", ""), ("", "乙", "")]),
    ("{% blocktranslate with n=x %}甲 {{ n }} 50%{% endblocktranslate %}", [("", "甲 %(n)s 50%%", "")]),
    ("{% blocktranslate trimmed %}\n  甲\n  乙\n{% endblocktranslate %}", [("", "甲 乙", "")]),
    ("{% blocktranslate count n=x %}甲{% plural %}乙{% endblocktranslate %}", [("", "甲", "乙")]),
    ("{# 甲 #}{% comment %}{% translate '乙' %}{% endcomment %}", []),
]
PROGRAMS = [
    ('x = _("甲" "乙") + _(name)', [("", "甲乙", "")]),
    ('from django.utils.translation import gettext_lazy as _lazy\n_lazy("甲")', [("", "甲", "")]),
    ('from django.utils.translation import pgettext_lazy\npgettext_lazy("unit", "甲")', [("unit", "甲", "")]),
    ('from django.utils.translation import ngettext\nngettext("甲", "乙", 2)', [("", "甲", "乙")]),
]


@pytest.mark.parametrize(("source", "found"), SOURCES)
def test_texts_of_templates_are_found(source: str, found: list) -> None:
    assert [(one.context, one.text, one.plural) for one in messages.texts_of(source, template=True)] == found


@pytest.mark.parametrize(("source", "found"), PROGRAMS)
def test_texts_of_programs_are_found(source: str, found: list) -> None:
    assert [(one.context, one.text, one.plural) for one in messages.texts_of(source, template=False)] == found


def entry(text: str, *said: str, plural: str = "", context: str = "") -> dict:
    return {(context, text): messages.Entry(context, text, plural, ["a.html"], list(said))}


@pytest.mark.parametrize(
    ("wanted", "kept", "fault"),
    [
        (entry("甲"), {}, "not in django.po"),
        ({}, entry("甲", "A"), "used no more"),
        (entry("甲"), entry("甲", ""), "without English"),
        (entry("甲", plural="甲"), entry("甲", "A", plural="甲"), "without English"),
        (entry("甲 %(n)s"), entry("甲 %(n)s", "A %(m)s"), "other placeholders"),
    ],
)
def test_the_guard_sees(wanted: dict, kept: dict, fault: str) -> None:
    assert [one.partition(":")[0] for one in faults(wanted, kept)] == [fault]


def test_what_was_translated_stays_and_what_is_gone_goes() -> None:
    kept = entry("甲", "A", context="verb") | entry("丙", "C")
    rows = messages.merged(entry("甲", context="verb") | entry("乙"), kept)
    assert [(one.text, one.said) for one in rows] == [("甲", ["A"]), ("乙", [""])]
    assert list(messages.read_po(messages.po(rows)).values()) == rows


def test_quotes_and_lines_survive() -> None:
    rows = messages.merged(entry('甲"乙\\\n丙'), entry('甲"乙\\\n丙', 'A "b"\\\n\tc'))
    assert list(messages.read_po(messages.po(rows)).values()) == rows
