"""The thirty sub-items under the seven kinds of course.

The report on Wuxi's platform says that there are 7 kinds with 30 sub-items and names none of the latter; these are the
house's own, to be told apart by whoever looks for a course.
"""

from __future__ import annotations

from dataclasses import dataclass

from yunpei.catalogue.types import CourseKind
from yunpei.common.language import Text


@dataclass(frozen=True, slots=True)
class Topic:
    """One sub-item of a kind."""

    code: str
    kind: CourseKind
    name: Text


def _of(kind: CourseKind, **names: tuple[str, str]) -> list[Topic]:
    return [Topic(code, kind, Text(*name)) for code, name in names.items()]


TOPICS = {
    one.code: one
    for one in (
        *_of(
            CourseKind.OCCUPATIONAL_SKILL,
            electric=("电工电子", "electrical work"),
            machining=("机械加工", "machining"),
            welding=("焊接", "welding"),
            vehicles=("汽车与运输", "vehicles and transport"),
            building=("建筑施工", "building"),
            care=("家政与养老", "housekeeping and care"),
            food=("餐饮服务", "catering"),
            trade=("电子商务与配送", "online trade and delivery"),
            digital=("信息技术", "information technology"),
        ),
        *_of(
            CourseKind.SAFETY,
            site_safety=("现场安全管理", "safety on site"),
            electric_safety=("用电安全", "electrical safety"),
            machine_safety=("机械设备安全", "machine safety"),
            chemical_safety=("危险化学品安全", "dangerous chemicals"),
            injury=("工伤预防", "prevention of injuries at work"),
        ),
        *_of(
            CourseKind.GENERAL,
            ethics=("职业道德与工匠精神", "work ethics and craftsmanship"),
            communication=("沟通与团队", "communication and teams"),
            management=("班组管理", "leading a shift"),
            office=("办公软件", "office programs"),
            finding_work=("就业与创业", "finding work and founding a firm"),
        ),
        *_of(
            CourseKind.HEALTH,
            epidemic=("疫情防控", "prevention of epidemics"),
            occupational_health=("职业健康", "health at work"),
            first_aid=("急救", "first aid"),
            mind=("心理疏导", "peace of mind"),
        ),
        *_of(
            CourseKind.LAW,
            labour_law=("劳动法律", "labour law"),
            safety_law=("安全生产法规", "law on safety"),
            civil_law=("民法与生活", "everyday law"),
        ),
        *_of(
            CourseKind.FIRE,
            fire_prevention=("火灾预防", "preventing fires"),
            fire_fighting=("灭火与逃生", "fighting and escaping fires"),
        ),
        *_of(
            CourseKind.ENVIRONMENT,
            saving=("节能减排", "saving energy"),
            waste=("废物与污染防治", "waste and pollution"),
        ),
    )
}
