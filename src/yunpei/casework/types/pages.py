"""Cases, lines and notices as lists and pages show them. Money is whole fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yunpei.casework.types.applications import Applicant, ApplicationPart, LimitRow, OpenFigure
from yunpei.casework.types.given import PlanFields
from yunpei.casework.types.intake import IntakeCard
from yunpei.casework.types.letters import LetterCard, NextStep
from yunpei.casework.types.words import CaseKind, CaseState, LineState, ObjectionState, SignedBy, Source
from yunpei.common.language import Text
from yunpei.learning.reckoning import Reckoning


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
    """A case as lists show it. organisation: who applies, a person's name where it is none. amount_fen: of its counted lines.

    claim_state: of a class filing, where the latest claim for its class stands.
    """

    number: str
    kind: CaseKind
    programme: str
    pack_version: date
    state: CaseState
    organisation_id: int | None
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
    claim_state: CaseState | None = None


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A case with all that its page shows. fund: as the circular names it. undertaking: how it was signed, None if it is not.

    asks_signature: whether the legal representative has to sign at this stage. signed_file: public id of the scan of the signed
    page, "" where it was signed by account.
    """

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
    asks_signature: bool
    undertaking: SignedBy | None
    signed_at: datetime | None
    signed_file: str
    documents: tuple[DocumentRow, ...]
    applicant: Applicant
    steps: tuple[StepRow, ...]
    events: tuple[str, ...] = ()  # what the reader may do now
    application: ApplicationPart | None = None
    limits: tuple[LimitRow, ...] = ()
    unset: tuple[OpenFigure, ...] = ()  # figures of the programme that the bureau has not set yet
    pays: bool = True
    letter: LetterCard | None = None  # the decision letter that stands
    next: NextStep | None = None  # what it waits for; None once it is over
    intake: IntakeCard | None = None  # the paper behind it, where an office entered it
    claims: tuple[tuple[str, CaseState], ...] = ()  # of a class filing: number and state of each claim for its class


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
    """One fact: column name, its header, the value in words, where it comes from, and how it was worked out."""

    name: str
    text: Text
    value: Text
    source: Source | None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class LineDetail:
    """A line with its checklist and its arithmetic: from seconds to class hours to fen.

    sums: from hours to fen, each step its name and how it comes about. arithmetic: the engine's own sentences. time: every
    second behind it, where it is of a class of ours. moved: what of that time was decided otherwise than it is now, then and now.
    case: where it is decided; empty for what it would come to as things stand. if_open_fen: what that would be, should all
    that is open turn out right; None: not to be said.
    """

    card: LineCard
    checks: tuple[CheckRow, ...]
    sums: tuple[tuple[str, str], ...]
    arithmetic: tuple[str, ...]
    missing: tuple[str, ...]
    time: Reckoning | None = None
    moved: tuple[tuple[Text, int, int], ...] = ()
    case: str = ""
    if_open_fen: int | None = None


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
    attachments: tuple[tuple[int, str], ...] = ()  # place and name, while the term runs


@dataclass(frozen=True, slots=True)
class ObjectionCard:
    """An objection. person "" = to the notice as a whole."""

    id: int
    notice: str
    case: str
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
class RefusedPayment:
    """A claim's latest payment that the bank refused. sent_to, pays_to: bank and masked account, then and from now on.

    corrected: it would go elsewhere now. offered: the organisation's page names another account than the claim pays to.
    """

    case: str
    reason: str
    at: datetime | None
    sent_to: str
    pays_to: str
    corrected: bool
    offered: bool


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
