"""How a line's amount comes about of its facts, each step named."""

from __future__ import annotations

import pytest

from tests.casework.city import City, Studied, claimed
from yunpei.casework import queries
from yunpei.casework.models import CaseLine

pytestmark = pytest.mark.django_db


@pytest.mark.req("R16")
def test_from_facts_to_fen(there: City, studied: Studied) -> None:
    number = claimed(there)
    found = queries.line(number=number, line=str(CaseLine.objects.get().public_id), by=there.admin)
    assert found.sums[0] == ("", "此前没有计入的补贴。")
    steps = dict(found.sums)
    assert list(steps) == ["", "应计", "上限余额", "结论"]
    assert "× 每人每课时补贴标准 18.50元 = 444.00元" in steps["应计"]
    assert steps["结论"] == "应付，金额 444.00元。"
