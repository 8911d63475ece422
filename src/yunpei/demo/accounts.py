"""The accounts that a demo tells of."""

from __future__ import annotations

from collections.abc import Iterable

from yunpei.common.language import Text
from yunpei.demo import applying, invented
from yunpei.demo.cases import Story
from yunpei.demo.types import DemoAccount


def accounts(studied: Story, blended: Story) -> list[DemoAccount]:
    """The accounts to try, learners first."""
    first, second = studied.people[:2]
    rows: Iterable[tuple[int, str, str]] = (
        (first, "学员：WX-2020-0003 已学5课，可在手机上接着学", "learner: five lessons of WX-2020-0003"),
        (second, "学员：课时已满，可以考试、领证书", "learner: all hours done; sit the exam, take the certificate"),
        (
            blended.people[0],
            "学员：DL-2020-0002 今天有面授，可以签到",
            "learner: DL-2020-0002 meets today; sign in to the meeting",
        ),
        (
            26,
            "企业经办：DL-2020-0002 的面授和签到码",
            "a firm's administrator: meetings of DL-2020-0002, and their code",
        ),
        (
            applying.LEARNER,
            "学员：个人申请已提交（我的 › 我的申请）",
            "learner: an application of their own (Me › My applications)",
        ),
        (20, "企业经办：备案、花名册、申领", "a firm's administrator: filings, rosters, claims"),
        (21, "企业法定代表人：签署承诺书", "its legal representative: signs undertakings"),
        (22, "平台企业经办", "a platform's administrator"),
        (
            24,
            "劳务派遣企业经办（不在补贴范围）",
            "a labour-dispatch company's administrator (left out by the circular)",
        ),
        (1, "无锡审核员甲：受理、初审、公示", "Wuxi, first reviewer"),
        (2, "无锡审核员乙：复审、批准", "Wuxi, second reviewer"),
        (3, "无锡拨付员：拨付批次、银行结果", "Wuxi, payer: batches and the bank's answers"),
        (4, "无锡财政：预算、台账", "Wuxi, finance: budget and ledger"),
        (5, "无锡监督：暂停、重启案件", "Wuxi, inspection: holds and reopens"),
        (6, "大连甘井子审核员", "Dalian, Ganjingzi district, reviewer"),
        (10, "运维：移动演示时钟", "operations: moves the demo's clock"),
    )
    return [DemoAccount(invented.phone(n), Text(zh, en)) for n, zh, en in rows]
