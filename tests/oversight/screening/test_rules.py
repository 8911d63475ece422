"""Rules are written down, each with code, and together they keep their promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from yunpei.oversight.screening.rules import MOST_FALSE_ALARMS, RuleFault, read_rule, rules
from yunpei.oversight.screening.screening import CHECKS


def test_every_rule_has_code_and_the_other_way_round() -> None:
    assert set(rules()) == set(CHECKS)


def test_all_rules_together_stop_at_most_one_honest_person_in_ten_thousand() -> None:
    assert sum(rule.false_alarms for rule in rules().values()) <= MOST_FALSE_ALARMS


def test_a_statistical_rule_stops_where_its_rate_says() -> None:
    for rule in rules().values():
        if "log10_stop" in rule.limits:
            assert 10 ** rule.limits["log10_stop"] == pytest.approx(rule.false_alarms, rel=0.01)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("colour = 1\n", "colour"),
        ('needs = ["nowhere"]\n', "nowhere"),
        ("false_alarms = 0.1\n", "stop"),
    ],
)
def test_a_broken_rule_is_refused(tmp_path: Path, change: str, said: str) -> None:
    words = "".join(f'{key} = "x"\n{key}_en = "x"\n' for key in ("title", "why", "look")) + 'source = "x"\n'
    path = tmp_path / "broken.toml"
    path.write_text(words + ("" if "needs" in change else "needs = []\n") + change, encoding="utf-8")
    with pytest.raises(RuleFault, match=said):
        read_rule(path)
