"""A call for platforms that is closed: two are on the list, one of them reports every month. And a target of the city."""

from __future__ import annotations

from datetime import date

from yunpei.catalogue import gates
from yunpei.catalogue.selection import calls, handing_in, listing, queries, reports, reviewing
from yunpei.catalogue.selection.types import CallGiven, Occupation, PlatformGiven, ReportGiven
from yunpei.catalogue.types import CourseKind
from yunpei.common.actor import Actor
from yunpei.demo.people import CITY, FOUNDED, Bureau, Firm, Register, moment
from yunpei.oversight.statistics import targets
from yunpei.oversight.statistics.target_types import BaseGiven, BaseMeasure, TargetGiven, TargetMeasure

EXPERTS = (234, 235)
ELECTRICIAN, COURIER = Occupation("6-31-01-03", "电工", 12), Occupation("4-02-07-08", "快递员", 6)
CALL = CallGiven(
    "无锡市线上职业技能培训平台征集（演示）",
    "资质合法、实名注册、学时可核验、课程免费或低价。",
    "职业能力建设处（演示） 0510-00000000",
    date(2020, 3, 13),
    (("课程资源", 50), ("学时记录与防作弊", 30), ("服务能力", 20)),
)


def build(school: Firm, courier: Firm, register: Register, bureau: Bureau) -> None:
    """From the call to the list, in March; the school's platform has reported two months since."""
    first, second = bureau.reviewers
    call = calls.call_publish(given=CALL, by=first, at=moment("2020-03-02 09:00"))
    made = [
        _handed_in(call, school, "太湖云课堂（虚构）", "https://ke.taihu.example.cn/", 18_000, ELECTRICIAN),
        _handed_in(call, courier, "蠡园骑手学堂（虚构）", "https://xue.liyuan.example.cn/", 6_500, COURIER),
    ]
    calls.review_begin(call=call, by=first, at=moment("2020-03-16 09:00"))
    experts = [_expert(register, n) for n in EXPERTS]
    for one in experts:
        assert one.account_id is not None
        calls.reviewer_name(call=call, account_id=one.account_id, by=first, at=moment("2020-03-16 09:30"))
    criteria = queries.call(call).criteria
    for place, platform in enumerate(made):
        marks = {one.id: 90 - 5 * place for one in criteria}
        for one in experts:
            reviewing.review_hand_in(
                platform=platform, marks=marks, opinion="课程对口，学时可查。", by=one, at=moment("2020-03-18 14:00")
            )
    for platform in made:
        listing.platform_decide(
            platform=platform, event="accept", reason="得分达标", by=second, at=moment("2020-03-20 09:00")
        )
    calls.call_close(call=call, by=first, at=moment("2020-03-20 15:00"))
    batch = listing.batch_publish(
        title="线上培训平台目录（演示）", platforms=made, days=5, by=first, at=moment("2020-03-23 09:00")
    )
    listing.batch_list(number=batch, by=first, at=moment("2020-03-30 09:00"))
    _reported(made[0], school)
    _target(first)


def _handed_in(call: str, firm: Firm, name: str, address: str, users: int, occupation: Occupation) -> str:
    at = moment("2020-03-05 09:00")
    given = PlatformGiven(
        name,
        address,
        "面向企业职工的线上课程（演示）。",
        "实名注册，服务器计时，随机验证。",
        "联系人（虚构） 0510-00000000",
        users,
        {CourseKind.OCCUPATIONAL_SKILL: occupation.courses},
        (occupation,),
    )
    made = handing_in.platform_draft(call=call, by=firm.admin, at=at)
    handing_in.platform_write(platform=made, given=given, by=firm.admin, at=at)
    handing_in.platform_seal(platform=made, file=None, by=firm.legal, at=at)
    handing_in.platform_submit(platform=made, by=firm.admin, at=at)
    return made


def _expert(register: Register, n: int) -> Actor:
    gates.expert_seat(account_id=register.account(n), field="职业培训", by=CITY, at=FOUNDED)
    return register.actor(n)


def _reported(platform: str, firm: Firm) -> None:
    for month, registrations, courses, at in (
        (date(2020, 3, 1), 2_300, 14, "2020-04-03 09:00"),
        (date(2020, 4, 1), 4_100, 17, "2020-05-06 09:00"),
    ):
        given = ReportGiven(month, registrations, courses, (ELECTRICIAN.code,))
        reports.reports_put(platform=platform, given=[given], by=firm.admin, at=moment(at))


def _target(officer: Actor) -> None:
    """A share, and the two figures it is one of: no record of the site says how many are employed."""
    at = moment("2020-03-02 10:00")
    given = TargetGiven(
        "技能劳动者占比（演示）",
        "演示：以本市计划为准",
        "技能劳动者占就业人员总量的比例达到25%以上",
        TargetMeasure.SKILLED_SHARE,
        date(2020, 1, 1),
        date(2021, 12, 1),
        25,
    )
    targets.target_set(given=given, by=officer, at=at)
    for measure, value in ((BaseMeasure.EMPLOYED, 3_880_000), (BaseMeasure.SKILLED, 931_200)):
        base = BaseGiven(measure, value, date(2019, 12, 31), "演示：虚构的统计数")
        targets.base_state(given=base, by=officer, at=at)
