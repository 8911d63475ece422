"""A small town: each fixture adds one of its people or places, by the room's own actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.invented import employer, firm, name, person
from yunpei.common.actor import Actor
from yunpei.people import actions, queries
from yunpei.people.types import ROLE_OF_OFFICE, OfficeKind, OrganisationKind, Role

AT = datetime(2020, 3, 2, 1, tzinfo=UTC)
PASSWORD = "a long enough phrase"
SYSTEM = Actor.system("tests")
WUXI, BINHU, DALIAN, JIANGSU = "320200", "320211", "210200", "320000"


def phone(n: int) -> str:
    """The mobile number of the n-th invented person."""
    return f"199{n:08d}"


def register(n: int) -> int:
    """The n-th invented person registers; the account's id."""
    return actions.person_register(name=name(n), id_number=person(n), phone=phone(n), password=PASSWORD, at=AT)


def enrol(n: int, by: Actor, region: str = BINHU) -> int:
    """`by` registers the n-th invented firm; its id."""
    return actions.organisation_register(
        credit_code=employer(n),
        name=firm(n),
        kind=OrganisationKind.ENTERPRISE,
        region=region,
        legal_representative=name(n),
        by=by,
        at=AT,
    )


def officer(n: int, kind: OfficeKind, region: str = WUXI) -> Actor:
    """The n-th invented person works in a new office of that kind."""
    account = register(n)
    office = actions.office_open(name=f"{n}号科", region=region, kind=kind, by=SYSTEM, at=AT)
    actions.membership_grant(account_id=account, role=ROLE_OF_OFFICE[kind], office_id=office, by=SYSTEM, at=AT)
    return queries.actor_of(account)


def operator(n: int) -> Actor:
    """The n-th invented person runs the site."""
    account = register(n)
    actions.membership_grant(account_id=account, role=Role.OPS, by=SYSTEM, at=AT)
    return queries.actor_of(account)


@pytest.fixture
def learner(db: None) -> Actor:
    """Somebody with no place but their own."""
    return queries.actor_of(register(1))


@pytest.fixture
def admin(db: None) -> Actor:
    """The administrator of a firm in Binhu district."""
    account = register(2)
    enrol(2, queries.actor_of(account))
    return queries.actor_of(account)


class Outbox:
    """A sender that keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def __call__(self, *, address: str, text: object, at: datetime) -> None:
        self.sent.append((address, str(text)))

    @property
    def code(self) -> str:
        """The six digits of the last message."""
        return next(word for word in self.sent[-1][1].replace("，", " ").split() if word.isdigit())


@pytest.fixture
def outbox() -> Outbox:
    """Where codes arrive."""
    return Outbox()


Maker = Callable[[int], Actor]
