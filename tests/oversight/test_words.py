"""Each rule has its sentence for the applicant, which says no figure and no other person."""

from __future__ import annotations

from yunpei.oversight.screening.rules import rules
from yunpei.oversight.words import BY_RULE


def test_every_rule_has_its_words_and_none_says_how_it_was_noticed() -> None:
    assert set(BY_RULE) == set(rules())
    for one in rules().values():
        said = BY_RULE[one.id]
        assert not any(character.isdigit() for character in said.zh + said.en)
        assert one.title.zh not in said.zh
