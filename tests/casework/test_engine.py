"""What the engine is asked on behalf of cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from yunpei.casework.engine import decide_lines
from yunpei.casework.types import LineFacts
from yunpei.policy.columns import COLUMNS
from yunpei.policy.deciding import Plan
from yunpei.policy.packs import load_programme
from yunpei.policy.parameters import settle

DALIAN = "dalian-2020-41/sme-training"


def line(**facts: Any) -> LineFacts:
    return LineFacts(None, 1, "a", "某人", "****", facts, {})


def test_a_project_already_paid_is_known_again_however_it_was_written() -> None:
    pack = load_programme(DALIAN)
    plan = Plan.of(pack, settle(pack, "210200", {}))
    award = dict.fromkeys(COLUMNS) | {
        "programme": DALIAN,
        "project": "ＣＡＤ 制图",
        "amount_fen": 10_000,
        "class_start": date(2020, 3, 2),
        "class_end": date(2020, 3, 20),
    }
    [again] = decide_lines(plan, [line(project="cad制图", class_start=date(2020, 4, 1))], {"a": [award]})
    [other] = decide_lines(plan, [line(project="焊工", class_start=date(2020, 4, 1))], {"a": [award]})
    once = [check.id for check in pack.checks].index("project_once")
    assert again.oks[once] is False
    assert other.oks[once] is True
