"""The demo city: two bureaus, four firms, a training body, 120 learners, classes in every state. All of it is invented.

Everything is made by the rooms' own actions, in the order of its dates: study is timed by the study clock and leaves its receipts,
money moves through a bank file and its answer. The city's clock stands at OPENS until the ops page moves it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from yunpei.casework import actions
from yunpei.common import clock, jobs
from yunpei.common.actor import NOBODY
from yunpei.demo import applying, meeting, selecting, studying, university
from yunpei.demo.accounts import accounts
from yunpei.demo.cases import DALIAN_SME, DAY, Course, Story
from yunpei.demo.people import (
    BINHU,
    FOUNDED,
    GANJINGZI,
    XINWU,
    Bureau,
    Firm,
    Register,
    dalian,
    firm,
    licence,
    moment,
    wuxi,
)  # fmt: skip
from yunpei.demo.types import DemoAccount
from yunpei.funds import actions as funds
from yunpei.funds.types import Budget
from yunpei.messages.actions import DELIVER
from yunpei.people.types import OrganisationKind

OPENS = moment("2020-06-01 09:00")
ACTION_PLAN, INSURANCE = "职业技能提升行动专账资金", "失业保险基金支持技能提升行动资金"
LEARNERS = range(100, 220)  # 120 of them


class City:
    """Who and what is there before the first filing."""

    def __init__(self, password: str) -> None:
        self.register = Register(password)
        self.wuxi, self.dalian = wuxi(self.register), dalian(self.register)
        self.register.operator(10)
        self.paper = licence()
        self.machines = self._firm(20, "太湖云帆精工有限公司（虚构）", OrganisationKind.ENTERPRISE, BINHU, self.wuxi)
        self.courier = self._firm(22, "蠡园优送平台有限公司（虚构）", OrganisationKind.PLATFORM, XINWU, self.wuxi)
        self.dispatch = self._firm(
            24, "梁溪众联劳务派遣有限公司（虚构）", OrganisationKind.LABOUR_DISPATCH, BINHU, self.wuxi
        )
        self.food = self._firm(26, "滨城海棠食品有限公司（虚构）", OrganisationKind.ENTERPRISE, GANJINGZI, self.dalian)
        self.school = self._firm(28, "太湖职业培训学校（虚构）", OrganisationKind.INSTITUTION, BINHU, self.wuxi)
        self.safety = self._course("安全生产与疫情防护", "安全生产")
        self.electric = self._course("安全用电", "电工")
        handbook = studying.handbook(
            "食品安全与卫生", "食品加工", provider_id=self.school.id, by=self.school.admin, at=FOUNDED
        )
        self.food_safety = Course(handbook, "食品加工")
        self._people = iter(LEARNERS)
        _money(self.wuxi, ACTION_PLAN, self.wuxi.region, "锡财社〔2020〕演示1号")
        _money(self.dalian, INSURANCE, GANJINGZI, "大财社〔2020〕演示1号")

    def _firm(self, n: int, name: str, kind: OrganisationKind, region: str, bureau: Bureau) -> Firm:
        return firm(self.register, n, name, kind, region, bureau.reviewers[0], self.paper)

    def _course(self, title: str, project: str) -> Course:
        made = studying.course(title, project, provider_id=self.school.id, by=self.school.admin, at=FOUNDED)
        return Course(made, project)

    def story(self, firm: Firm, course: Course, people: int, **changes: Any) -> Story:
        """A class of the next so many learners."""
        who = [next(self._people) for _ in range(people)]
        bureau = self.dalian if firm is self.food else self.wuxi
        return Story(bureau, firm, course, who, self.register, **changes)

    def rest(self) -> list[int]:
        """Learners that no class has taken yet."""
        return list(self._people)


def _money(bureau: Bureau, fund: str, region: str, paper: str) -> None:
    assert bureau.finance is not None
    funds.budget_grant(budget=Budget(fund, region), amount_fen=500_000_000, reason=paper, by=bureau.finance, at=FOUNDED)


@transaction.atomic
def build(*, password: str) -> list[DemoAccount]:
    """Build the city on an empty site whose tables are there; returns the accounts to try. A failure leaves nothing behind."""
    city = City(password)
    late_in_dalian(city)
    done = paid(city)
    in_notice(city)
    studied = being_studied(city)
    under_way(city)
    blended = with_meetings(city)
    filings(city)
    applying.firm_applies(city.food, city.dalian)
    applying.learner_applies(city.register, city.wuxi)
    study_a_little(studied)
    university.build(city.machines, done, studied, courses=[city.safety, city.electric])
    selecting.build(city.school, city.courier, city.register, city.wuxi)
    clock.move(OPENS)
    _messages_went_out()
    return accounts(studied, blended)


def _messages_went_out() -> None:
    """Messages of the past were delivered then: they stand on the site, and the console is not filled with them now."""

    def delivered(*, at: datetime, message_id: int) -> None:
        """Nothing is left to do."""

    autodiscover_modules("jobs")
    quiet = {**jobs.REGISTRY, DELIVER: jobs.Handler(DELIVER, delivered, tries=1, every=None)}
    now = clock.SystemClock().now()
    while jobs.run_next(machine_now=now, at=OPENS, handlers=quiet):
        pass


def paid(city: City) -> Story:
    """WX-2020-0001: all the way to the money."""
    story = city.story(city.machines, city.safety, 8)
    story.draft(moment("2020-02-24 09:30"), date(2020, 3, 2), date(2020, 3, 31))
    story.submit(moment("2020-02-24 15:00"))
    story.accept(moment("2020-02-26 10:00"))
    story.study(moment("2020-03-10 08:00"), finishing=7)
    story.end(moment("2020-04-01 00:10"))
    story.submit_claim(moment("2020-04-02 09:00"))
    story.review(moment("2020-04-03 09:00"))
    story.publish(moment("2020-04-03 15:00"))
    story.approve(moment("2020-04-09 09:00"))
    story.pay(moment("2020-04-15 09:00"), failing="收款账号不存在")
    story.pay(moment("2020-04-20 09:00"))
    return story


def in_notice(city: City) -> None:
    """WX-2020-0002: a platform's couriers, in public notice; someone has objected to one of them."""
    story = city.story(city.courier, city.safety, 6, worker_kind="平台从业人员")
    story.draft(moment("2020-04-13 09:30"), date(2020, 4, 20), date(2020, 5, 20))
    story.submit(moment("2020-04-13 15:00"))
    story.accept(moment("2020-04-15 10:00"))
    story.study(moment("2020-04-22 08:00"))
    story.end(moment("2020-05-21 00:10"))
    story.submit_claim(moment("2020-05-25 09:00"))
    story.review(moment("2020-05-27 09:00"))
    story.publish(moment("2020-05-28 15:00"))
    actions.objection_make(
        notice=story.notice, row=2, text="此人四月已离开该平台，请核实。", by=NOBODY, at=moment("2020-05-30 10:00")
    )


def being_studied(city: City) -> Story:
    """WX-2020-0003: filed and running; its study comes last, since study time only goes forward."""
    story = city.story(city.machines, city.electric, 10)
    story.draft(moment("2020-05-06 09:30"), date(2020, 5, 11), date(2020, 6, 30))
    story.submit(moment("2020-05-06 15:00"))
    story.accept(moment("2020-05-07 10:00"))
    return story


def study_a_little(story: Story) -> None:
    """The first learner has watched five lessons, the second is through with everything but the exam."""
    at = moment("2020-05-29 08:00")
    first, second, *others = (story.register.actor(n, at) for n in story.people[:4])
    at = studying.study(story.class_id, first, at=at, lessons=5)
    at = studying.study(story.class_id, second, at=at)
    for who in others:
        at = studying.study(story.class_id, who, at=at, lessons=2)


def under_way(city: City) -> None:
    """Claims in every state between draft and payment, and those that stand still: returned, refused, held."""
    stops = ("open_claim", "submit_claim", "review", "publish", "approve", "send", "return", "refuse", "hold")
    stories = [city.story(city.machines, city.safety, 3) for _ in stops]
    for place, story in enumerate(stories):
        story.draft(moment(f"2020-05-08 09:{place:02d}"), date(2020, 5, 11), date(2020, 5, 17))
        story.submit(moment(f"2020-05-08 10:{place:02d}"))
        story.accept(moment(f"2020-05-09 10:{place:02d}"))
    for place, story in enumerate(stories):
        story.study(moment("2020-05-12 08:00") + place * timedelta(hours=2))
    for story in stories:
        story.end(moment("2020-05-18 00:10"))
    for stop, story in zip(stops, stories, strict=True):
        _go(story, stop)
        _stopped(story, stop, moment("2020-05-29 09:00"))


def _go(story: Story, stop: str) -> None:
    """Take a claim along its way as far as a step."""
    if stop == "open_claim":
        story.open_claim(moment("2020-05-19 09:00"))
        return
    story.submit_claim(moment("2020-05-19 09:00"))
    way = {
        "review": moment("2020-05-20 09:00"),
        "publish": moment("2020-05-21 09:00"),
        "approve": moment("2020-05-27 09:00"),
        "send": moment("2020-05-28 09:00"),
    }
    for step, at in way.items() if stop in way else ():
        if list(way).index(step) <= list(way).index(stop):
            getattr(story, step)(at)


def _stopped(story: Story, stop: str, at: datetime) -> None:
    """What stands still, and why."""
    officer, inspector = story.bureau.reviewers[0], story.bureau.inspector
    assert inspector is not None
    if stop == "return":
        actions.case_return(number=story.claim, items=[("lines", "请核对名单中已离职人员")], by=officer, at=at)
    elif stop == "refuse":
        actions.case_refuse(number=story.claim, reason="与备案的培训内容不符", by=officer, at=at)
    elif stop == "hold":
        actions.case_hold(number=story.claim, reason="双随机抽查进行中", by=inspector, at=at)


def late_in_dalian(city: City) -> None:
    """DL-2020-0001: a district office; claimed a few days after its three months, so an officer has to use discretion."""
    documents = {"size_proof": city.paper, "teaching_plan": city.paper}
    story = city.story(city.food, city.food_safety, 4, programme=DALIAN_SME, hours=2, documents=documents)
    story.draft(moment("2020-02-24 09:00"), date(2020, 2, 27), date(2020, 2, 28))
    story.submit(moment("2020-02-24 10:00"))
    story.accept(moment("2020-02-25 10:00"), hour_seconds=None)
    story.study(moment("2020-02-27 08:00"))
    story.end(moment("2020-02-29 00:10"))
    actions.figure_set(
        programme=DALIAN_SME,
        name="epidemic_until",
        value="2020-12-31",
        reason="演示：以市指挥部公告为准",
        by=story.bureau.reviewers[0],
        at=moment("2020-05-08 09:00"),
    )
    story.submit_claim(moment("2020-05-30 09:00"))
    actions.claim_accept(number=story.claim, by=story.bureau.reviewers[0], at=moment("2020-05-31 09:00"))


def with_meetings(city: City) -> Story:
    """DL-2020-0002: half of it in a room."""
    documents = {"size_proof": city.paper, "teaching_plan": city.paper}
    story = city.story(
        city.food, city.food_safety, 4, programme=DALIAN_SME, hours=2, offline_hours=6, documents=documents
    )
    meeting.meets(story)
    return story


def filings(city: City) -> None:
    """Filings in every state, among them the labour-dispatch company's, which the circular leaves out."""
    states = ("draft", "submitted", "returned", "refused", "withdrawn", "approved")
    for place, state in enumerate(states):
        story = city.story(city.courier, city.electric, 5, worker_kind="平台从业人员")
        at = moment(f"2020-05-25 09:{place:02d}")
        story.draft(at, date(2020, 6, 8), date(2020, 6, 28))
        if state != "draft":
            story.submit(at + timedelta(hours=1))
        officer = story.bureau.reviewers[0]
        if state == "approved":
            story.accept(at + DAY)
        elif state == "returned":
            items = [("posts", "请写明具体岗位"), ("channels", "请补充平台截图")]
            actions.case_return(number=story.number, items=items, by=officer, at=at + DAY)
        elif state == "refused":
            actions.case_refuse(number=story.number, reason="培训内容与主营业务无关", by=officer, at=at + DAY)
        elif state == "withdrawn":
            actions.case_withdraw(number=story.number, by=story.firm.admin, at=at + DAY)
    excluded = Story(city.wuxi, city.dispatch, city.safety, city.rest(), city.register, worker_kind="劳务派遣人员")
    excluded.draft(moment("2020-05-26 09:00"), date(2020, 6, 8), date(2020, 6, 28))
