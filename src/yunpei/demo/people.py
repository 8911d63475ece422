"""Who is in the demo city: two bureaus with their offices, four firms, a training body, and people who register."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from yunpei.common.actor import Actor
from yunpei.common.clock import SHANGHAI
from yunpei.demo import invented
from yunpei.files import actions as files
from yunpei.files import pdf
from yunpei.files.types import FileKind
from yunpei.people import actions as people
from yunpei.people import queries
from yunpei.people.types import ROLE_OF_OFFICE, OfficeKind, OrganisationKind, OrganisationSize, Role

CITY = Actor(account_id=None, roles=frozenset({"system"}), name="demo")
WUXI, BINHU, XINWU, DALIAN, GANJINGZI = "320200", "320211", "320214", "210200", "210211"


def moment(text: str) -> datetime:
    """A moment of the city's calendar: "2020-03-02 09:00", Asia/Shanghai."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


FOUNDED = moment("2020-02-10 09:00")


@dataclass
class Firm:
    """An organisation with those who act for it."""

    id: int
    name: str
    admin: Actor
    legal: Actor


@dataclass
class Bureau:
    """A city's offices: two who review, and who pays, grants money and inspects (where the city has them)."""

    region: str
    reviewers: list[Actor]
    payer: Actor
    finance: Actor | None = None
    inspector: Actor | None = None


@dataclass
class Register:
    """Registers invented people one after another under one password; keeps their accounts."""

    password: str
    accounts: dict[int, int] = field(default_factory=dict)

    def account(self, n: int, at: datetime = FOUNDED) -> int:
        """The account of the n-th person, registered now if not before."""
        if n not in self.accounts:
            self.accounts[n] = people.person_register(
                name=invented.name(n),
                id_number=invented.id_number(n),
                phone=invented.phone(n),
                password=self.password,
                at=at,
            )
        return self.accounts[n]

    def actor(self, n: int, at: datetime = FOUNDED) -> Actor:
        """The n-th person in the part they act in."""
        return queries.actor_of(self.account(n, at))

    def officer(self, n: int, office_id: int, kind: OfficeKind) -> Actor:
        """The n-th person in an office."""
        people.membership_grant(
            account_id=self.account(n), role=ROLE_OF_OFFICE[kind], office_id=office_id, by=CITY, at=FOUNDED
        )
        return self.actor(n)

    def operator(self, n: int) -> Actor:
        """The n-th person runs the site."""
        people.membership_grant(account_id=self.account(n), role=Role.OPS, by=CITY, at=FOUNDED)
        return self.actor(n)


def office(name: str, region: str, kind: OfficeKind) -> int:
    """An office of the administration."""
    return people.office_open(name=name, region=region, kind=kind, by=CITY, at=FOUNDED)


def wuxi(register: Register) -> Bureau:
    """The city's centre reviews and pays for all its districts (锡人社办〔2020〕10号 三)."""
    review = office("市高技能人才公共实训服务中心（演示）审核科", WUXI, OfficeKind.REVIEW)
    pay = office("市高技能人才公共实训服务中心（演示）拨付科", WUXI, OfficeKind.PAY)
    finance = office("市财政局（演示）社会保障处", WUXI, OfficeKind.FINANCE)
    inspection = office("市人社局（演示）基金监督处", WUXI, OfficeKind.INSPECTION)
    return Bureau(
        WUXI,
        [register.officer(1, review, OfficeKind.REVIEW), register.officer(2, review, OfficeKind.REVIEW)],
        register.officer(3, pay, OfficeKind.PAY),
        register.officer(4, finance, OfficeKind.FINANCE),
        register.officer(5, inspection, OfficeKind.INSPECTION),
    )


def dalian(register: Register) -> Bureau:
    """A district reviews and pays for its own firms (大人社发〔2020〕41号 四)."""
    review = office("甘井子区人社局（演示）职业培训科", GANJINGZI, OfficeKind.REVIEW)
    pay = office("甘井子区人社局（演示）基金拨付科", GANJINGZI, OfficeKind.PAY)
    finance = office("大连市财政局（演示）社会保障处", DALIAN, OfficeKind.FINANCE)
    return Bureau(
        GANJINGZI,
        [register.officer(6, review, OfficeKind.REVIEW), register.officer(7, review, OfficeKind.REVIEW)],
        register.officer(8, pay, OfficeKind.PAY),
        register.officer(9, finance, OfficeKind.FINANCE),
    )


def firm(
    register: Register, n: int, name: str, kind: OrganisationKind, region: str, confirmed_by: Actor, licence: bytes
) -> Firm:
    """Firm n: its administrator is person n, its legal representative person n + 1; an officer has seen its licence."""
    boss = register.actor(n)
    organisation_id = people.organisation_register(
        credit_code=invented.credit_code(n),
        name=name,
        kind=kind,
        region=region,
        legal_representative=invented.name(n + 1),
        size=OrganisationSize.SMALL,
        contact_name=invented.name(n),
        contact_phone=invented.phone(n),
        address="虚构路1号",
        bank_name="虚构银行股份有限公司营业部",
        bank_account=f"6200{n:012d}",
        industry="工业",
        headcount=86,
        revenue_fen=1_234_500_000,
        by=boss,
        at=FOUNDED,
    )
    admin = register.actor(n)
    card = files.store(data=licence, name="营业执照.pdf", kinds={FileKind.PDF}, by=admin, at=FOUNDED)
    people.organisation_edit(organisation_id=organisation_id, licence=card.public_id, by=admin, at=FOUNDED)
    people.membership_grant(
        account_id=register.account(n + 1), role=Role.ORG_LEGAL, organisation_id=organisation_id, by=admin, at=FOUNDED
    )
    people.organisation_confirm(organisation_id=organisation_id, by=confirmed_by, at=FOUNDED)
    return Firm(organisation_id, name, admin, register.actor(n + 1))


def licence() -> bytes:
    """A business licence that says that it is none."""
    return pdf.render("<h1>营业执照（演示用，虚构）</h1><p>本文件不是真实证照，只用于演示城市。</p>")
