"""How a line's amount comes about: from seconds to class hours to fen, each step named."""

from __future__ import annotations

import pytest

from tests.casework.city import City, Studied, claimed
from yunpei.casework import queries
from yunpei.casework.models import CaseLine

pytestmark = pytest.mark.django_db


@pytest.mark.req("R16")
def test_from_seconds_to_fen(there: City, studied: Studied) -> None:
    number = claimed(there)
    line = CaseLine.objects.get()
    CaseLine.objects.update(facts={**line.facts, "credited_ms": 1_444_900})
    found = queries.line(number=number, line=str(line.public_id), by=there.admin)
    steps = dict(found.sums)
    assert list(steps) == ["计时", "线上课时", "", "应计", "上限余额", "结论"]
    assert steps["计时"] == "学习时钟计入 1,444 秒"
    assert steps["线上课时"].startswith("1,444 ÷ 60 = 24 课时（1课时=1分钟")
    assert "× 每人每课时补贴标准 18.50元 = 444.00元" in steps["应计"]
    assert steps["结论"] == "应付，金额 444.00元。"


def test_a_line_without_a_clock_begins_with_what_was_paid_before(there: City, studied: Studied) -> None:
    number = claimed(there)
    found = queries.line(number=number, line=str(CaseLine.objects.get().public_id), by=there.admin)
    assert found.sums[0] == ("", "此前没有计入的补贴。")
