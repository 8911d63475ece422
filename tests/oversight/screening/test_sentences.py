"""Every sentence has room for the same figures in both languages, and every rule has one."""

from __future__ import annotations

import pytest

from yunpei.oversight.screening.rules import rules
from yunpei.oversight.screening.sentences import _SENTENCES, OPEN_END, sentence


def test_both_languages_take_the_same_figures() -> None:
    for text in _SENTENCES.values():
        assert text.zh.count("{}") == text.en.count("{}") > 0


def test_every_rule_has_a_sentence_and_every_sentence_a_rule() -> None:
    for name in rules():
        assert any(one.startswith(name) for one in _SENTENCES), name
    for says in _SENTENCES:
        assert any(says.startswith(name) for name in rules()), says


def test_a_span_that_has_not_ended_is_told_in_words() -> None:
    said = sentence("student", ["2019-09-01", OPEN_END, "虚构{学校}", "2020-03-02", "2020-03-27"])
    assert said.zh == "2019-09-01 至 今 在 虚构{学校} 就读，培训班 2020-03-02 至 2020-03-27"
    assert "to now a student of" in said.en


def test_a_name_that_no_rule_uses_is_refused() -> None:
    with pytest.raises(KeyError):
        sentence("hearsay", [])
