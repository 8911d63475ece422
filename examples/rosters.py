"""The invented rosters: what each line is about, what stands in its cells, and how it must end.

`expect` is the outcome and the amount in fen; tests/commands/test_decide_examples.py holds `yunpei decide` to it. Nobody here exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.invented import employer, firm, name, person

Cells = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of a roster: cells by the contract's column names, a note for the reader, and its end."""

    note: str
    cells: Cells
    outcome: str
    fen: int = 0


def _firm(n: int) -> Cells:
    return {"employer_name": firm(n), "employer_id": employer(n)}


def _who(n: int) -> Cells:
    return {"person_name": name(n), "person_id": person(n)}


_WUXI: Cells = {
    "worker_kind": "职工",
    **_firm(0),
    "employer_kind": "企业",
    "project": "数控车工安全操作",
    "class_no": "WX-2020-001",
    "filed_on": date(2020, 2, 20),
    "class_start": date(2020, 2, 24),
    "class_end": date(2020, 3, 13),
    "online_hours": 24,
    "planned_hours": 40,
    "completed": "是",
    "claimed_on": date(2020, 4, 10),
}


def _wuxi(who: int, note: str, outcome: str, fen: int = 0, **cells: Any) -> Line:
    certificate = {"certificate_no": f"HG2020{who:04d}"}
    return Line(note, _WUXI | _who(who) | certificate | cells, outcome, fen)


SECOND_CLASS = {
    "project": "车间传染病防控",
    "class_no": "WX-2020-014",
    "filed_on": date(2020, 3, 27),
    "class_start": date(2020, 4, 1),
    "class_end": date(2020, 4, 17),
    "claimed_on": date(2020, 5, 11),
}

WUXI = (
    _wuxi(0, "24课时，刚好够", "due", 44_400),
    _wuxi(1, "40课时，到500元上限", "due", 50_000, online_hours=40),
    _wuxi(2, "23课时，差一课时", "refused", online_hours=23),
    _wuxi(3, "在本企业工作的派遣人员", "due", 50_000, online_hours=30, worker_kind="劳务派遣人员"),
    _wuxi(
        4,
        "平台从业人员，平台企业",
        "due",
        48_100,
        online_hours=26,
        worker_kind="平台从业人员",
        employer_kind="平台企业",
        **_firm(3),
    ),
    _wuxi(5, "平台从业人员，但单位不是平台", "refused", worker_kind="平台从业人员"),
    _wuxi(6, "劳务派遣企业不在范围", "refused", employer_kind="劳务派遣企业", **_firm(4)),
    _wuxi(
        7,
        "7月1日开班，晚了一天",
        "refused",
        class_no="WX-2020-090",
        filed_on=date(2020, 6, 24),
        class_start=date(2020, 7, 1),
        class_end=date(2020, 7, 17),
        claimed_on=date(2020, 8, 10),
    ),
    _wuxi(8, "没有备案", "refused", filed_on=None),
    _wuxi(9, "没有合格证书", "refused", certificate_no=None),
    _wuxi(10, "计划总课时没填", "undetermined", planned_hours=None),
    _wuxi(
        0, "同一人第二个班，上限还剩56元", "due", 5_600, online_hours=30, certificate_no="HG20200101", **SECOND_CLASS
    ),
    _wuxi(11, "没有完成培训", "refused", completed="否"),
    _wuxi(12, "9月30日申请，当日仍算", "due", 44_400, claimed_on=date(2020, 9, 30)),
    _wuxi(13, "10月1日申请，过期", "refused", claimed_on=date(2020, 10, 1)),
)

_DALIAN: Cells = {
    "worker_kind": "职工",
    **_firm(2),
    "employer_kind": "企业",
    "employer_size": "小型",
    "project": "冲压岗位安全",
    "class_no": "DL-2020-03",
    "filed_on": date(2020, 3, 2),
    "class_start": date(2020, 3, 5),
    "class_end": date(2020, 3, 27),
    "online_hours": 10,
    "offline_hours": 20,
    "planned_hours": 30,
    "completed": "是",
    "still_employed": "是",
    "claimed_on": date(2020, 4, 20),
}


def _dalian(who: int, note: str, outcome: str, fen: int = 0, **cells: Any) -> Line:
    return Line(note, _DALIAN | _who(who) | cells, outcome, fen)


def _class(month: int, project: str) -> Cells:
    """A class from the 6th to the 24th of a month of 2020, claimed on the 28th."""
    days = {"filed_on": 3, "class_start": 6, "class_end": 24, "claimed_on": 28}
    dates = {column: date(2020, month, day) for column, day in days.items()}
    return {"project": project, "class_no": f"DL-2020-{month:02d}", **dates}


_LATE: Cells = {"claimed_on": date(2020, 6, 28)}
_FIGURES: Cells = {"employer_size": None, "industry": "制造业", "headcount": 300, "revenue_wan": 2000}

DALIAN = (
    _dalian(20, "30课时", "due", 30_000),
    _dalian(21, "110课时，到年度上限1000元", "due", 100_000, online_hours=50, offline_hours=60, planned_hours=120),
    _dalian(22, "第一次", "due", 30_000, **_class(4, "叉车驾驶")),
    _dalian(22, "第二次", "due", 30_000, **_class(5, "仓储管理")),
    _dalian(22, "第三次", "due", 30_000, **_class(6, "消防安全")),
    _dalian(22, "第四次，只补三次", "refused", **_class(7, "急救")),
    _dalian(23, "第一个班", "due", 30_000),
    _dalian(
        23,
        "上一个班结束当天又开班",
        "refused",
        project="焊工",
        class_no="DL-2020-31",
        filed_on=date(2020, 3, 20),
        class_start=date(2020, 3, 27),
        class_end=date(2020, 4, 10),
    ),
    _dalian(24, "大型企业不在范围", "refused", employer_size="大型", **_firm(6)),
    _dalian(25, "规模没填，按行业、人数、营业收入算出是中型", "due", 30_000, **_firm(8), **_FIGURES),
    _dalian(26, "派遣人员", "due", 30_000, worker_kind="劳务派遣"),
    _dalian(27, "结业三个月后又一天才申请", "discretion", **_LATE),
    _dalian(27, "前一行未定，本行金额暂定", "due", 30_000, **_class(5, "仓储管理")),
    _dalian(
        28,
        "同样过期，人社部门已书面准许",
        "due",
        30_000,
        allowed_by="工号 0417",
        allowed_reason="封控期间无法报送",
        **_LATE,
    ),
    _dalian(29, "申领时是否在职没填", "undetermined", still_employed=None),
    _dalian(30, "申领时已离职", "refused", still_employed="否"),
    _dalian(31, "今年已领900元，还剩100元", "due", 10_000),
    _dalian(32, "同一项目已按省里的办法领过", "refused"),
    _dalian(33, "开班后才备案", "refused", filed_on=date(2020, 3, 6)),
)

_OWN, _PROVINCE = "dalian-2020-41/sme-training", "liaoning-2020-16/sme-online"
DALIAN_AWARDS: tuple[Cells, ...] = (
    _who(31)
    | {
        "programme": _OWN,
        "employer_id": employer(2),
        "class_no": "DL-2020-01",
        "project": "消防安全",
        "class_start": date(2020, 2, 3),
        "class_end": date(2020, 2, 21),
        "amount": 900,
    },
    _who(32)
    | {
        "programme": _PROVINCE,
        "employer_id": employer(2),
        "class_no": "LN-2020-07",
        "project": "冲压岗位 安全",
        "class_start": date(2020, 2, 10),
        "class_end": date(2020, 2, 28),
        "amount": 240,
    },
)
