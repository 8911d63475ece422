"""Who may do what: every action and every judged read of this room, for every role. R(efused) 403, N(ot there) 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invented import name, person
from tests.people.conftest import AT, DALIAN, PASSWORD, SYSTEM, WUXI, enrol, officer, operator, register
from yunpei.common.actor import NOBODY, Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.people import access, actions, queries
from yunpei.people.types import OfficeKind, Role

pytestmark = [pytest.mark.req("R02"), pytest.mark.django_db]


class Town:
    """One of every role, and what they act on: a learner and a firm in Binhu district with its administrator."""

    def __init__(self) -> None:
        self.learner_account = register(1)
        self.person = queries.actor_of(self.learner_account).person_id or 0
        self.public_id = queries.person(self.person).public_id
        admin = register(2)
        self.firm = enrol(2, queries.actor_of(admin))
        actions.organisation_edit(organisation_id=self.firm, by=queries.actor_of(admin), at=AT, licence="scan")
        other = register(3)
        enrol(3, queries.actor_of(other), DALIAN)
        legal = register(4)
        given: dict[str, Any] = {"account_id": legal, "organisation_id": self.firm, "at": AT, "role": Role.ORG_ADMIN}
        right = actions.membership_grant(**given, by=SYSTEM)
        self.rights = [one.id for one in queries.members_of(organisation_id=self.firm, by=SYSTEM)]
        assert right == self.rights[1]
        self.place = actions.office_open(name="拨付科", region=WUXI, kind=OfficeKind.PAY, by=SYSTEM, at=AT)
        self.actors = {
            "nobody": NOBODY,
            "learner": queries.actor_of(self.learner_account),
            "other_learner": queries.actor_of(register(5)),
            "org_admin": queries.actor_of(admin),
            "org_legal": Actor(account_id=legal, organisation_id=self.firm, roles=frozenset({"org_legal"})),
            "other_admin": queries.actor_of(other),
            "review": officer(11, OfficeKind.REVIEW),
            "review_far": officer(12, OfficeKind.REVIEW, DALIAN),
            "pay": officer(13, OfficeKind.PAY),
            "finance": officer(14, OfficeKind.FINANCE),
            "inspect": officer(15, OfficeKind.INSPECTION),
            "ops": operator(16),
            "system": SYSTEM,
        }


ROLES = "nobody learner other_learner org_admin org_legal other_admin review review_far pay finance inspect ops system".split()
Do = Callable[[Town, Actor], Any]


def grant(role: Role, **place: str) -> Do:
    def run(town: Town, by: Actor) -> None:
        where = {field: getattr(town, attribute) for field, attribute in place.items()}
        actions.membership_grant(account_id=town.learner_account, role=role, by=by, at=AT, **where)

    return run


NEW: dict[str, Any] = {"name": name(30), "id_number": person(30), "at": AT}
# A letter for each of ROLES, in their order: + may, R is refused (403), N is told that nothing is there (404).
MATRIX: dict[str, tuple[str, Do]] = {
    "staff_register": (
        "RRRRRRRRRRR++",
        lambda town, by: actions.staff_register(**NEW, login="a@example.org", password=PASSWORD, by=by),
    ),
    "person_enter": ("RRR+R+++RRR++", lambda town, by: actions.person_enter(**NEW, by=by)),
    "groups_set": (
        "RRRRRR++RRRR+",
        lambda town, by: actions.groups_set(person_id=town.person, groups=["poor"], why="证明", by=by, at=AT),
    ),
    "account_stop": (
        "RRRRRRRRRRR++",
        lambda town, by: actions.account_stop(account_id=town.learner_account, why="查", by=by, at=AT),
    ),
    "account_confirm": (
        "RRRRRRRRRRR++",
        lambda town, by: actions.account_confirm(account_id=town.learner_account, why="窗口", by=by, at=AT),
    ),
    "organisation_edit": (
        "NNN+RN" + "RNRRRR+",
        lambda town, by: actions.organisation_edit(organisation_id=town.firm, by=by, at=AT, address="某路1号"),
    ),
    "organisation_confirm": (
        "NNNRRN" + "+NRRRR+",
        lambda town, by: actions.organisation_confirm(organisation_id=town.firm, by=by, at=AT),
    ),
    "office_open": (
        "RRRRRRRRRRR++",
        lambda town, by: actions.office_open(name="新", region=WUXI, kind=OfficeKind.FINANCE, by=by, at=AT),
    ),
    "grant_org_admin": ("NNN+RNRNRRR++", grant(Role.ORG_ADMIN, organisation_id="firm")),
    "grant_officer": ("RRRRRRRRRRR++", grant(Role.OFFICER_PAY, office_id="place")),
    "grant_ops": ("RRRRRRRRRRR++", grant(Role.OPS)),
    "membership_end": (
        "NNN+RNRNRRR++",
        lambda town, by: actions.membership_end(membership_id=town.rights[1], by=by, at=AT),
    ),
    "person_seen": ("N+NNNN++++++" + "+", lambda town, by: queries.person_seen(town.public_id, by=by)),
    "person_full_id": (
        "N+NNNN+++R+R+",
        lambda town, by: queries.person_full_id(person_id=town.person, by=by, at=AT, why="核对"),
    ),
    "organisation_seen": (
        "NNN++N+N+++++",
        lambda town, by: queries.organisation_seen(queries.organisation(town.firm).public_id, by=by),
    ),
    "members_of": ("NNN++N+N+++++", lambda town, by: queries.members_of(organisation_id=town.firm, by=by)),
}


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.mark.parametrize("verb", MATRIX)
def test_every_role_may_what_the_matrix_says(town: Town, verb: str) -> None:
    from django.db import transaction

    letters, do = MATRIX[verb]
    assert len(letters) == len(ROLES)
    outcome = {}
    for role in ROLES:
        try:
            with transaction.atomic():
                do(town, town.actors[role])
                outcome[role] = "+"
                transaction.set_rollback(True)
        except Forbidden:
            outcome[role] = "R"
        except NotFound:
            outcome[role] = "N"
    assert outcome == dict(zip(ROLES, letters, strict=True))


def test_each_sees_their_own_organisations(town: Town) -> None:
    seen = {role: len(queries.organisations_seen(by=actor)) for role, actor in town.actors.items()}
    assert seen == dict(zip(ROLES, [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2], strict=True))


def test_nobody_asks_for_what_has_no_form(town: Town) -> None:
    for ask in (queries.person_seen, queries.organisation_seen):
        with pytest.raises(NotFound):
            ask("../etc", by=SYSTEM)


REGIONS = st.sampled_from(["320000", "320200", "320205", "320211", "210000", "210200", "210202", "320281"])


@given(REGIONS, REGIONS, REGIONS)
def test_regions_are_a_tree(one: str, other: str, third: str) -> None:
    covers = access.region_covers
    assert covers(one, one)
    assert not (covers(one, other) and covers(other, one)) or one == other
    assert covers(one, third) or not (covers(one, other) and covers(other, third))
    assert not (covers(one, third) and covers(other, third)) or access.regions_overlap(one, other)


def test_a_region_covers_what_lies_below() -> None:
    assert access.region_covers("320000", "320211")
    assert access.region_covers("320200", "320281")
    assert not access.region_covers("320211", "320200")
    assert not access.region_covers("320200", "320100")
    assert not access.region_covers(None, "320200")
    assert not access.region_covers("", "320200")
