"""The three forms in which an ID number is kept: encrypted, blind index, masked. The number itself is kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yunpei.common import identifiers, secrets

_PURPOSE = "person.id_number"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the table stores of one number."""

    encrypted: str
    blind: str
    masked: str
    birth: date


def kept(id_number: str, public_id: UUID) -> Kept:
    """The stored forms of a well-formed number for the person `public_id`. Raises ValueError for any other text.

    The person's id is bound into the encryption: a value copied to another person's row does not open.
    """
    number = identifiers.person_id_clean(id_number)
    return Kept(
        encrypted=secrets.encrypt(number, purpose=f"{_PURPOSE}.{public_id}"),
        blind=blind(number),
        masked=identifiers.mask_person_id(number),
        birth=identifiers.birth_date(number),
    )


def blind(id_number: str) -> str:
    """What a number is looked up by: 64 hex characters, the same however the number was typed."""
    return secrets.blind_index(identifiers.person_id_clean(id_number), purpose=_PURPOSE)


def opened(encrypted: str, public_id: UUID) -> str:
    """The full number. Only queries.person_full_id, which audits, may call this. Raises secrets.Unreadable."""
    return secrets.decrypt(encrypted, purpose=f"{_PURPOSE}.{public_id}")
