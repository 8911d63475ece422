"""A call of Wuxi, two firms with a platform each, three experts, two officers; every step by the rooms' own actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.classroom import FILED, SYSTEM, signed_up, town
from yunpei.catalogue import gates
from yunpei.catalogue.selection import calls, handing_in, listing, queries, reviewing
from yunpei.catalogue.selection.types import CallGiven, Occupation, PlatformGiven
from yunpei.common.actor import Actor
from yunpei.people import actions as people
from yunpei.people.types import Role

OPENED = datetime(2020, 3, 2, 2, tzinfo=UTC)
CLOSES = date(2020, 3, 20)
DAY = timedelta(days=1)
REVIEW = datetime(2020, 3, 21, 2, tzinfo=UTC)
NOTICE = datetime(2020, 3, 25, 2, tzinfo=UTC)
LISTED = datetime(2020, 3, 31, 2, tzinfo=UTC)
GIVEN = CallGiven(
    "征集线上职业技能培训平台",
    "资质合法、信誉良好",
    "职业能力建设处 0510-00000000",
    CLOSES,
    (("课程", 60), ("技术", 40)),
)
PLATFORM = PlatformGiven(
    "锡培在线",
    "https://peixun.example.cn/",
    "面向企业职工的线上课程",
    "实名注册、学时记录、防作弊",
    "张经办 19900000099",
    12_000,
    {"occupational_skill": 30, "safety": 5},
    (Occupation("6-31-01-03", "电工", 12), Occupation("4-10-01-05", "养老护理员", 18)),
)


@dataclass(frozen=True)
class Market:
    """Who is there. legal: the first firm's legal representative; own: an expert who acts for the first firm as well."""

    admin: Actor
    legal: Actor
    other: Actor
    officer: Actor
    second: Actor
    elsewhere: Actor
    experts: tuple[Actor, ...]
    own: Actor

    def call(self, at: datetime = OPENED, given: CallGiven = GIVEN) -> str:
        """A call, published."""
        return calls.call_publish(given=given, by=self.officer, at=at)

    def call_elsewhere(self) -> str:
        """A call of Dalian."""
        return calls.call_publish(given=GIVEN, by=self.elsewhere, at=OPENED)

    def draft(self, call: str, by: Actor | None = None, given: PlatformGiven = PLATFORM) -> str:
        """A draft with all its content, unsealed."""
        who = by or self.admin
        made = handing_in.platform_draft(call=call, by=who, at=OPENED)
        handing_in.platform_write(platform=made, given=given, by=who, at=OPENED)
        return made

    def submitted(self, call: str, by: Actor | None = None, given: PlatformGiven = PLATFORM) -> str:
        """Sealed by the legal representative and handed in."""
        who = by or self.admin
        made = self.draft(call, who, given)
        sealer = replace(who, roles=frozenset({"org_legal"}))
        handing_in.platform_seal(platform=made, file=None, by=sealer, at=OPENED)
        handing_in.platform_submit(platform=made, by=who, at=OPENED)
        return made

    def named(self, call: str, who: Sequence[Actor]) -> None:
        """The review begun, with its reviewers."""
        calls.review_begin(call=call, by=self.officer, at=REVIEW)
        for one in who:
            assert one.account_id is not None
            calls.reviewer_name(call=call, account_id=one.account_id, by=self.officer, at=REVIEW)

    def marked(self, platform: str, by: Actor, *points: int) -> None:
        """One reviewer's marks, in the order of the criteria."""
        card = queries.call(queries.office_platform(platform, by=self.officer).card.call)
        marks = {one.id: point for one, point in zip(card.criteria, points, strict=True)}
        reviewing.review_hand_in(platform=platform, marks=marks, opinion="课程扎实", by=by, at=REVIEW)

    def accepted(self, call: str) -> str:
        """One platform that two experts marked and the authority accepted."""
        made = self.submitted(call)
        self.named(call, self.experts[:2])
        for one in self.experts[:2]:
            self.marked(made, one, 80, 70)
        listing.platform_decide(platform=made, event="accept", reason="得分达标", by=self.officer, at=REVIEW)
        return made

    def noticed(self, call: str) -> str:
        """In the notice of the region's next batch, of five days."""
        made = self.accepted(call)
        listing.batch_publish(title="平台目录", platforms=[made], days=5, by=self.officer, at=NOTICE)
        return made

    def listed(self, call: str) -> str:
        """On the list since LISTED."""
        made = self.noticed(call)
        listing.batch_list(number=queries.office_platform(made, by=self.officer).card.batch, by=self.officer, at=LISTED)
        return made


@pytest.fixture
def market(db: None) -> Market:
    firm, second = town((), firm_number=500), town((), firm_number=501)
    officer = replace(signed_up(42), office_id=1, region="320200", roles=frozenset({"officer_review"}))
    other_officer = replace(signed_up(43), office_id=1, region="320200", roles=frozenset({"officer_review"}))
    experts = tuple(signed_up(n) for n in (44, 45, 46, 47))
    for one in experts:
        assert one.account_id is not None
        gates.expert_seat(account_id=one.account_id, field="职业培训", by=SYSTEM, at=FILED)
    own = experts[-1]
    assert own.account_id is not None
    people.membership_grant(
        account_id=own.account_id, role=Role.ORG_ADMIN, organisation_id=firm.organisation_id, by=SYSTEM, at=FILED
    )
    return Market(
        firm.admin,
        replace(firm.admin, roles=frozenset({"org_legal"})),
        second.admin,
        officer,
        other_officer,
        replace(officer, region="210200"),
        experts[:3],
        own,
    )
