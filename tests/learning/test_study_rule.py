"""How study is held to account: the programme's word, else the clock's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from yunpei.evidence.asking import EVERY_10_TO_20_MINUTES, Ask, Asking
from yunpei.learning import study_rule
from yunpei.training.types import ClassFacts

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("study", "cap_ms", "asking"),
    [
        ({}, None, EVERY_10_TO_20_MINUTES),
        ({"daily_minutes": 240}, 14_400_000, EVERY_10_TO_20_MINUTES),
        (
            {"challenge_after": 5, "challenge_by": 8, "challenges": ["sign_in", "identity"]},
            None,
            Asking(300, 480, (Ask.SIGN_IN, Ask.IDENTITY)),
        ),
        ({"challenges": []}, None, Asking(600, 1200, ())),
    ],
)
def test_what_the_pack_says(
    held: ClassFacts, monkeypatch: pytest.MonkeyPatch, study: dict[str, Any], cap_ms: int | None, asking: Asking
) -> None:
    monkeypatch.setattr(study_rule, "_written", lambda _: study)
    assert study_rule.study_rule(held) == (cap_ms, asking, False)


def test_of_a_pack_that_says_nothing_and_of_none(held: ClassFacts) -> None:
    for one in (held, replace(held, programme="gone/away")):
        assert study_rule.study_rule(one) == (None, EVERY_10_TO_20_MINUTES, False)
