"""What other rooms may name: a certificate as anyone may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Content:
    """What a certificate says; exactly this is signed. hours: verified whole class hours, mark: of 100 in the exam."""

    number: str
    person_name: str
    id_masked: str
    course: str
    project: str
    employer: str
    class_number: str
    hours: int
    mark: int
    starts_on: date
    ends_on: date
    issued_on: date


@dataclass(frozen=True, slots=True)
class Checked:
    """The public check page of one certificate: all its content, and whether it holds.

    genuine: the stored content still fits its signature. revoked_at, revoked_why: empty for one that stands.
    paper: whether its PDF can be had. canonical, signature, key_id, public_key: for those who check by themselves (base64, Ed25519).
    """

    content: Content
    genuine: bool
    revoked_at: datetime | None
    revoked_why: str
    paper: bool
    canonical: str
    signature: str
    key_id: str
    public_key: str

    @property
    def valid(self) -> bool:
        """Whether one may rely on it: genuine and not revoked."""
        return self.genuine and self.revoked_at is None


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate in lists of its owner and its class."""

    number: str
    class_id: int
    person_id: int
    content: Content
    issued_at: datetime
    revoked_at: datetime | None
    revoked_why: str
    paper: bool  # whether its PDF can be had


@dataclass(frozen=True, slots=True)
class AskCard:
    """An organisation asked for a certificate to be revoked. answered_at None: it waits for the office."""

    number: str
    why: str
    asked_at: datetime
    answered_at: datetime | None
    declined_why: str


@dataclass(frozen=True, slots=True)
class SignedCertificate:
    """A certificate as a class's dossier keeps it: what was signed, byte for byte, and what it is checked with (base64)."""

    person_id: int
    number: str
    text: str
    signature: str
    algorithm: str
    key: str
    public: str
    issued_at: datetime
    revoked_at: datetime | None
    revoked_why: str
