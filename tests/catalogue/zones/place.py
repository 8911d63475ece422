"""A firm with a public course, officers of Wuxi, of its province and of Dalian, operations; a zone as Wuxi describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.classroom import SYSTEM, course, signed_up, town
from yunpei.catalogue import queries as catalogue
from yunpei.catalogue.zones import actions
from yunpei.catalogue.zones.types import ZoneGiven
from yunpei.common.actor import Actor

BEFORE = datetime(2020, 3, 2, 2, tzinfo=UTC)
DAY = timedelta(days=1)
OPENS, CLOSES = date(2020, 3, 10), date(2020, 6, 30)
WITHIN = datetime(2020, 4, 1, 2, tzinfo=UTC)
OVER = datetime(2020, 7, 1, 2, tzinfo=UTC)
GIVEN = ZoneGiven(
    "重点人群专区",
    "贫困劳动力和农民工可以免费学习更多课程。",
    "百日免费线上技能培训行动问答",
    "设立线上培训专区专栏，扩大课程免费范围，延长免费时间",
    ("320205", "320211"),
    ("migrant", "poor"),
    OPENS,
    CLOSES,
)


@dataclass(frozen=True)
class Place:
    """Who is there, and the public course."""

    who: Mapping[str, Actor]
    admin: Actor
    course_id: int

    @property
    def officer(self) -> Actor:
        """Wuxi's reviewing officer."""
        return self.who["officer"]

    @property
    def course(self) -> str:
        """The public id of the course."""
        return catalogue.course(self.course_id).public_id

    @property
    def line(self) -> str:
        """The line of the course."""
        return catalogue.course(self.course_id).line

    def opened(self, by: str = "officer", at: datetime = BEFORE, **changes: Any) -> str:
        """A zone, set up."""
        return actions.zone_open(given=replace(GIVEN, **changes), by=self.who[by], at=at)

    def put(self, zone: str, own: date | None = None, at: datetime = WITHIN) -> None:
        """The public course, put into it."""
        actions.course_put(zone=zone, course=self.course, own=own, by=self.officer, at=at)


@pytest.fixture
def place(db: None) -> Place:
    firm = town((), firm_number=500)
    officer = replace(signed_up(42), office_id=1, region="320200", roles=frozenset({"officer_review"}))
    who = {
        "officer": officer,
        "payer": replace(officer, roles=frozenset({"officer_pay"})),
        "province": replace(officer, region="320000"),
        "nation": replace(officer, region="100000"),
        "dalian": replace(officer, region="210200"),
        "admin": firm.admin,
        "ops": replace(signed_up(43), roles=frozenset({"ops"})),
        "system": SYSTEM,
    }
    return Place(who, firm.admin, course(firm.organisation_id))
