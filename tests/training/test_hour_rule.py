"""How long a class hour is, in words for everyone."""

from __future__ import annotations

import pytest

from yunpei.training.hour_rule import shown
from yunpei.training.types import Accumulate, HourRule, HourSource


@pytest.mark.req("R17")
@pytest.mark.parametrize(
    ("rule", "zh"),
    [
        (
            HourRule(2700, Accumulate.CLASS, HourSource.ASSUMED, None),
            "1课时=45分钟（通知未写明，暂按此计），全班期累计，只计整课时",
        ),
        (
            HourRule(2700, Accumulate.LESSON, HourSource.CIRCULAR, "x#二"),
            "1课时=45分钟（通知规定），按每节课累计，只计整课时",
        ),
        (
            HourRule(90, Accumulate.DAY, HourSource.BUREAU, None),
            "1课时=90秒（由人社部门为本班确定），按每天累计，只计整课时",
        ),
    ],
)
def test_the_sentence(rule: HourRule, zh: str) -> None:
    assert shown(rule).zh == zh
