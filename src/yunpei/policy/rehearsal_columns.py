"""What a rehearsal reads of a roster beside the facts of the rule: where the employer is, and what was paid."""

from __future__ import annotations

from collections.abc import Mapping

from yunpei.common.language import Text
from yunpei.policy.columns import COLUMNS, Column

PAID = "paid"

_BESIDE = (
    Column(
        "region",
        "地区",
        "text",
        Text("单位所在地区", "where the employer is"),
        synonyms=tuple(
            """所属地区 所在地区 地区代码 所属区县 所在区县 区县 县区 行政区划 行政区划代码 所在区 所属区
            district region_code""".split()
        ),
    ),
    Column(
        PAID,
        "已付金额（元）",
        "money",
        Text("实际支付的金额，元；没有支付填 0", "what was really paid, in yuan; 0 where nothing was"),
        synonyms=tuple(
            "实付金额 实发金额 实发补贴金额 已发金额 已发补贴金额 发放金额 补贴发放金额 拨付金额 paid_amount".split()
        ),
    ),
)

REHEARSED: Mapping[str, Column] = COLUMNS | {column.name: column for column in _BESIDE}

# By what the figures are broken down, where the roster says it.
DIMENSIONS = ("employer_size", "region", "worker_kind", "person_group")
