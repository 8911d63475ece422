"""What other rooms and the portals may name: cases, lines, notices, objections and what is shown of them. Money is whole fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from yunpei.common.language import Text


class CaseKind(StrEnum):
    """What is asked for: a class may begin (开班备案), or money for a class that ended (补贴申领)."""

    CLASS_FILING = "class_filing"
    CLAIM = "claim"


class CaseState(StrEnum):
    """Where a case stands. A state is named after the last thing done: `first_review` means that it is passed."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    FIRST_REVIEW = "first_review"
    SECOND_REVIEW = "second_review"
    PUBLIC_NOTICE = "public_notice"
    APPROVED = "approved"
    IN_PAYMENT = "in_payment"
    PAID = "paid"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    HELD = "held"


class LineState(StrEnum):
    """Where one person's money of a claim stands. What is paid = the counted lines."""

    COUNTED = "counted"
    REFUSED = "refused"
    HELD = "held"
    REMOVED = "removed"
    RECOVERED = "recovered"


class ObjectionState(StrEnum):
    """An objection to a public notice, until an officer has settled it."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class SignedBy(StrEnum):
    """How an undertaking was signed; shown wherever it counts."""

    ACCOUNT = "account"  # confirmed by the legal representative's own account
    SCAN = "scan"  # the signed and sealed page, scanned


class Source(StrEnum):
    """Where a fact of a claim comes from. The first six are those of training.types.FactSource."""

    FILING = "filing"
    ROSTER = "roster"
    CLOCK = "clock"
    EXAM = "exam"
    CERTIFICATE = "certificate"
    SIGN_IN = "sign_in"
    ORGANISATION = "organisation"  # our register of organisations
    UNDERTAKING = "undertaking"  # promised in the signed undertaking, not looked up
    CASE = "case"  # the case itself: the day it was submitted
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Channel:
    """An online training channel as the plan names it: its full name, its kind (website, app, account, platform), its link."""

    name: str
    kind: str
    link: str


@dataclass(frozen=True, slots=True)
class PlanFields:
    """The training plan as the applicant writes it; submit says what is missing. Money in fen, hours are class hours.

    delegate: the training body that holds the class, "" where the firm does so itself.
    """

    objects: str = ""
    posts: str = ""
    project: str = ""
    course_id: int | None = None
    occupation: str = ""
    mode: str = "online"
    online_hours: int = 0
    offline_hours: int = 0
    converted: bool = False
    channels: tuple[Channel, ...] = ()
    cost_fen: int | None = None
    headcount: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    delegate: str = ""

    @property
    def planned_hours(self) -> int:
        """All class hours of the plan."""
        return self.online_hours + self.offline_hours


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as the circular lists it, and how it is there.

    needed: it must be there for this case. by_record: the platform has it itself (roster, certificates, account);
    files: public ids of what was uploaded. ok: nothing is missing.
    """

    id: str
    text: Text
    clause: str | None
    needed: bool
    by_record: bool
    files: tuple[str, ...]
    ok: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing that happened to a case. items: what an officer asked to be corrected, field and words."""

    at: datetime
    event: str
    source: str
    target: str
    account_id: int | None
    office_id: int | None
    reason: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as lists show it. amount_fen: sum of its counted lines, 0 for a class filing."""

    number: str
    kind: CaseKind
    programme: str
    pack_version: date
    state: CaseState
    organisation_id: int
    organisation: str
    region: str
    class_number: str
    project: str
    starts_on: date | None
    ends_on: date | None
    submitted_at: datetime | None
    changed_at: datetime
    lines: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A case with all that its page shows. fund: as the circular names it. undertaking: how it was signed, None if it is not."""

    card: CaseCard
    pack_digest: str
    circular: str
    programme_name: Text
    fund: str
    plan: PlanFields
    roster_id: int | None
    class_id: int | None
    filing_number: str
    review_office_id: int | None
    pay_office_id: int | None
    undertaking: SignedBy | None
    signed_at: datetime | None
    documents: tuple[DocumentRow, ...]
    steps: tuple[StepRow, ...]
    events: tuple[str, ...] = ()  # what the reader may do now


@dataclass(frozen=True, slots=True)
class LineCard:
    """A claim line as lists show it. outcome "" until it is decided. if_allowed_fen: what an officer's discretion would give."""

    id: str
    person: str
    id_masked: str
    state: LineState
    outcome: str
    amount_fen: int
    if_allowed_fen: int
    online_hours: int | None
    reasons: Text
    why: str
    due_fen: int = 0
    paid_fen: int = 0


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check of a line for the officer: the condition, its clause with the sentence, what is known and from where."""

    id: str
    text: Text
    force: str
    clauses: tuple[tuple[str, str], ...]
    ok: bool | None
    facts: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: column name, its Chinese header, the value as text, where it comes from, and how it was worked out."""

    name: str
    zh: str
    value: str
    source: Source | None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class LineDetail:
    """A line with its checklist and its arithmetic in sentences."""

    card: LineCard
    checks: tuple[CheckRow, ...]
    arithmetic: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed since a decision was frozen: in whose line, which fact or result, then and now."""

    line: str
    person: str
    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A public notice at the level of the enterprise. ends_on None: the end awaits a calendar not entered yet."""

    number: str
    case: str
    programme: str
    circular: str
    programme_name: Text
    fund: str
    enterprise: str
    project: str
    region: str
    people: int
    amount_fen: int
    published_at: datetime
    days: int
    unit: str
    ends_on: date | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticePerson:
    """One person of a notice: the masked number as it was stored. held: someone objected, and it is being looked into."""

    row: int
    name: str
    id_masked: str
    project: str
    amount_fen: int
    held: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A notice as its page shows it. people is empty once the term is over: names go away, enterprise rows stay."""

    card: NoticeCard
    shows_names: bool
    contents: tuple[str, ...]
    people: tuple[NoticePerson, ...]


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """An objection. person "" = to the notice as a whole."""

    id: int
    notice: str
    row: int | None
    person: str
    name: str
    contact: str
    text: str
    made_at: datetime
    state: ObjectionState
    answer: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A row of /open/notices.csv: about an enterprise, never about a person."""

    number: str
    published_on: date
    ends_on: date | None
    circular: str
    programme: str
    fund: str
    region: str
    enterprise: str
    project: str
    people: int
    amount_fen: int
    state: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A gate's word on a line (line "" = the whole case): why its money must wait. gate: who says so."""

    gate: str
    line: str
    reason: Text


Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is known of one person in the class of a claim: policy facts by column name, and where each comes from.

    key: what the fold knows the person by (their opaque id). person_id None: nobody has registered for this roster line.
    """

    roster_line_id: int
    person_id: int | None
    key: str
    name: str
    id_masked: str
    facts: Facts
    sources: Mapping[str, Source]
    notes: Mapping[str, Text] = field(default_factory=dict)
