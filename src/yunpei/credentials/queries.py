"""Reads of certificates. One query each, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Sequence

from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.credentials.models import Certificate, RevocationAsk
from yunpei.credentials.numbers import plain_number
from yunpei.credentials.signing import content_of, holds, public_key
from yunpei.credentials.types import AskCard, CertificateFacts, Checked, SignedCertificate
from yunpei.training import queries as training
from yunpei.training.types import Fact, FactSource, PersonFacts, RosterLineFacts


def check(number: str) -> Checked:
    """What anyone may see of a certificate whose number they have. number: as typed, case and hyphens do not matter.

    Raises NotFound for a number that is none, or of no certificate.
    """
    row = _row(number)
    return Checked(
        content=content_of(row.canonical),
        genuine=holds(row.canonical, signature=row.signature, key_id=row.key_id),
        revoked_at=row.revoked_at,
        revoked_why=row.revoked_why,
        paper=row.file is not None and row.revoked_at is None,
        canonical=row.canonical,
        signature=row.signature,
        key_id=row.key_id,
        public_key=public_key(row.key_id),
    )


def certificate_file(number: str) -> str:
    """Public id of the paper of a certificate that stands: whoever has the number may see all of it. Raises NotFound."""
    row = _row(number)
    if row.file is None or row.revoked_at is not None:
        raise NotFound
    return str(row.file)


def _row(number: str) -> Certificate:
    plain = plain_number(number)
    row = Certificate.objects.filter(number=plain).first() if plain else None
    if row is None:
        raise NotFound(
            Text("没有这个编号的证书；请核对编号", "there is no certificate of this number; compare it with the paper")
        )
    return row


def certificates_of_person(person_id: int) -> list[CertificateFacts]:
    """A person's certificates, the latest first, revoked ones too."""
    return [_facts(row) for row in Certificate.objects.filter(person_id=person_id).order_by("-issued_at", "-id")]


def certificates_of_class(class_id: int, *, people: Sequence[int] | None = None) -> dict[int, CertificateFacts]:
    """Person → the certificate that stands, of one class; people: of these only."""
    rows = Certificate.objects.filter(training_class_id=class_id, revoked_at=None).order_by("id")
    if people is not None:
        rows = rows.filter(person__in=people)
    return {row.person_id: _facts(row) for row in rows}


def every_of_class(class_id: int) -> list[CertificateFacts]:
    """Every certificate that a class ever gave, revoked ones too, by person and time. The caller checks who may. 1 query."""
    rows = Certificate.objects.filter(training_class_id=class_id)
    return [_facts(row) for row in rows.order_by("person_id", "issued_at", "id")]


def revoked_of_class(class_id: int) -> list[str]:
    """Numbers of a class's certificates that were revoked. 1 query."""
    rows = Certificate.objects.filter(training_class_id=class_id, revoked_at__isnull=False)
    return list(rows.order_by("id").values_list("number", flat=True))


def certificate_of_class(class_id: int, number: str) -> CertificateFacts:
    """One certificate of a class. The caller checks who may. Raises NotFound. 1 query."""
    row = Certificate.objects.filter(training_class_id=class_id, number=number).first()
    if row is None:
        raise NotFound
    return _facts(row)


def asks_of_class(class_id: int) -> dict[str, AskCard]:
    """Number of a certificate → the latest time that its revocation was asked for. The caller checks who may. 1 query."""
    rows = RevocationAsk.objects.filter(certificate__training_class_id=class_id).order_by("id")
    names = ("certificate__number", "why", "asked_at", "answered_at", "declined_why")
    return {row[0]: AskCard(*row) for row in rows.values_list(*names)}


def certified_of_class(class_id: int) -> int:
    """How many people of a class have a certificate that stands."""
    return Certificate.objects.filter(training_class_id=class_id, revoked_at=None).values("person").distinct().count()


def signed_of_class(class_id: int) -> list[SignedCertificate]:
    """Every certificate that a class ever gave, revoked ones too, in the order of issue. Its caller checks who may."""
    return [
        SignedCertificate(
            person_id=row.person_id,
            number=row.number,
            text=row.canonical,
            signature=row.signature,
            algorithm=row.algorithm,
            key=row.key_id,
            public=public_key(row.key_id),
            issued_at=row.issued_at,
            revoked_at=row.revoked_at,
            revoked_why=row.revoked_why,
        )
        for row in Certificate.objects.filter(training_class_id=class_id).order_by("issued_at", "id")
    ]


def claim_facts(class_id: int, *, lines: Sequence[RosterLineFacts] | None = None) -> list[PersonFacts]:
    """The certificate number of each roster line, or of these alone; None where there is none that stands.

    Raises NotFound. 3 queries.
    """
    held = certificates_of_class(class_id, people=None if lines is None else [line.person_id for line in lines])
    lines = training.roster_lines(training.class_of(class_id).roster_id) if lines is None else lines
    return [PersonFacts(line.id, line.person_id, {"certificate_no": _fact(held.get(line.person_id))}) for line in lines]


def _fact(certificate: CertificateFacts | None) -> Fact:
    return Fact(certificate.number if certificate else None, FactSource.CERTIFICATE)


def _facts(row: Certificate) -> CertificateFacts:
    return CertificateFacts(
        number=row.number,
        class_id=row.training_class_id,
        person_id=row.person_id,
        content=content_of(row.canonical),
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
        revoked_why=row.revoked_why,
        paper=row.file is not None and row.revoked_at is None,
    )
