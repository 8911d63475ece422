"""Each rule has its sentence for the applicant, which says no figure and no other person."""

from __future__ import annotations

from yunpei.oversight.screening.rules import rules
from yunpei.oversight.words import BY_RULE, evidence


def test_every_rule_has_its_words_and_none_says_how_it_was_noticed() -> None:
    assert set(BY_RULE) == set(rules())
    for one in rules().values():
        said = BY_RULE[one.id]
        assert not any(character.isdigit() for character in said.zh + said.en)
        assert one.title.zh not in said.zh


def test_what_was_noted_as_a_sentence_stays_as_it_was() -> None:
    assert evidence("", [], kept="自 2019-01-01 起领取养老金").en == "自 2019-01-01 起领取养老金"
    assert evidence("not_insured", ["2020-03-02"], kept="").en.startswith("on the roster of a class from 2020-03-02")
