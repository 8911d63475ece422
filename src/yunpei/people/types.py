"""What other rooms may name of people, organisations and offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from yunpei.common.errors import Problem
from yunpei.common.language import Text


class Role(StrEnum):
    """What an account may act as. One account acts in one place at a time; learners need no place."""

    LEARNER = "learner"
    ORG_ADMIN = "org_admin"
    ORG_LEGAL = "org_legal"
    TEACHER = "teacher"  # of an organisation: teaches its classes, files and claims nothing (教师)
    OFFICER_REVIEW = "officer_review"
    OFFICER_PAY = "officer_pay"
    OFFICER_FINANCE = "officer_finance"
    OFFICER_INSPECT = "officer_inspect"
    OPS = "ops"  # system administrator (系统管理员)
    SECURITY = "security"  # security administrator (安全管理员)
    AUDIT = "audit"  # audit administrator (审计管理员)


ORG_ROLES = frozenset({Role.ORG_ADMIN, Role.ORG_LEGAL})  # who act for an organisation
IN_ORGANISATION = ORG_ROLES | {Role.TEACHER}
OFFICE_ROLES = frozenset({Role.OFFICER_REVIEW, Role.OFFICER_PAY, Role.OFFICER_FINANCE, Role.OFFICER_INSPECT})
ADMINISTRATORS = frozenset({Role.OPS, Role.SECURITY, Role.AUDIT})  # of the whole site; nobody is two of them (三员分立)
SECONDED = frozenset({Role.SECURITY, Role.AUDIT})  # operations propose who it shall be, one of these two confirms
STAFF_ROLES = OFFICE_ROLES | ADMINISTRATORS  # need a second factor
APART = frozenset({Role.OFFICER_REVIEW, Role.OFFICER_PAY})  # who reviews may not pay


class NominationState(StrEnum):
    """How far a nomination to one of SECONDED is."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class OfficeKind(StrEnum):
    """What an office is there for; it decides the one role that its members have."""

    REVIEW = "review"
    PAY = "pay"
    FINANCE = "finance"
    INSPECTION = "inspection"


ROLE_OF_OFFICE = {
    OfficeKind.REVIEW: Role.OFFICER_REVIEW,
    OfficeKind.PAY: Role.OFFICER_PAY,
    OfficeKind.FINANCE: Role.OFFICER_FINANCE,
    OfficeKind.INSPECTION: Role.OFFICER_INSPECT,
}


class OrganisationKind(StrEnum):
    """Kinds of employer and provider: the words of the policy packs (a test holds the two lists together)."""

    ENTERPRISE = "enterprise"
    PLATFORM = "platform"
    LABOUR_DISPATCH = "labour_dispatch"
    COOPERATIVE = "cooperative"
    WORKSHOP = "workshop"
    INSTITUTION = "institution"
    OTHER = "other"


class OrganisationSize(StrEnum):
    """Size classes of 工信部联企业〔2011〕300号; empty where the organisation has not stated one."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"
    UNKNOWN = ""


class CodePurpose(StrEnum):
    """What a one-time code is good for; a code for one purpose opens nothing else."""

    SIGN_IN = "sign_in"
    PHONE = "phone"
    RESET = "reset"


class CodeSender(Protocol):
    """Carries a one-time code to a phone number or mail address; `messages.actions.code_deliver` is one.

    Called inside the transaction that stores the code: it must send only after the commit, and must not keep the text.
    """

    def __call__(self, *, address: str, text: Text, at: datetime) -> None:
        """Send `text` to `address` once the transaction is committed."""


class Step(StrEnum):
    """What comes after a password or a code was given."""

    IN = "in"  # open the session
    CODE = "code"  # the password is right; a code is asked for now
    WRONG = "wrong"  # not right, or no such account: never said which
    WAIT = "wait"  # too many tries; `until` says when the next one is looked at
    OVER = "over"  # the code is used up, too old, or was never sent: send another


@dataclass(frozen=True, slots=True)
class SignIn:
    """The answer to a sign-in: `account_id` with IN and CODE, `until` with WAIT."""

    step: Step
    account_id: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as pages show them: the ID number masked."""

    id: int
    public_id: str
    account_id: int | None
    name: str
    id_masked: str
    birth: date
    phone: str
    groups: tuple[str, ...]
    entered_by: int | None = None  # organisation


class NameFit(StrEnum):
    """How a name on a list stands to the one that is known with the number."""

    SAME = "same"
    FOLLOWS = "follows"  # another one, and the known one is this organisation's own, not yet registered
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a list names them: name and full ID number."""

    name: str
    id_number: str

    def __repr__(self) -> str:
        """Without the ID number: representations end up in logs."""
        return f"Named({self.name!r})"


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of a named person: their id, or every reason why not; `renamed`: their name now follows this list."""

    id: int
    problems: tuple[Problem, ...] = ()
    renamed: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation with what the annex forms ask for. Money in fen; region by GB/T 2260."""

    id: int
    public_id: str
    credit_code: str
    name: str
    kind: OrganisationKind
    size: OrganisationSize
    region: str
    legal_representative: str
    contact_name: str
    contact_phone: str
    address: str
    bank_name: str
    bank_account: str
    licence: str
    industry: str
    business_scope: str | None
    headcount: int | None
    revenue_fen: int | None
    assets_fen: int | None
    figures_on: date | None
    registered_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """An office of the administration: what it does, for which region and everything below it."""

    id: int
    public_id: str
    name: str
    region: str
    kind: OfficeKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account may act: an organisation, an office, or the site's operations (`public_id` is then `ops`)."""

    public_id: str
    name: str
    roles: frozenset[Role]
    organisation_id: int | None = None
    office_id: int | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class MembershipCard:
    """One right of one account in one place; `ended_at` is None while it holds."""

    id: int
    account_id: int
    person_name: str
    role: Role
    organisation_id: int | None
    office_id: int | None
    granted_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account as operations see it. `name` and `id_masked` are empty where no person stands behind it."""

    id: int
    public_id: str
    login: str
    name: str
    id_masked: str
    active: bool
    stopped_why: str
    confirmed_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A right with whose it is and where. `place`: the office's or organisation's name, empty for operations.

    granted_by: a name, empty where the program itself did it.
    """

    id: int
    role: Role
    account: AccountCard
    place: str
    region: str
    office: str | None  # public id
    granted_at: datetime
    granted_by: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class NominationCard:
    """A nomination as the three administrators see it. events: what the reader may do now."""

    id: str
    name: str
    id_masked: str
    role: Role
    state: NominationState
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    events: tuple[str, ...]
