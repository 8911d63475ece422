"""Decision letters: for those who see the case, and for whoever holds one and wants to know that it is true."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q

from yunpei.casework import access
from yunpei.casework.letters import digest_of
from yunpei.casework.models import Case, DecisionLetter
from yunpei.casework.types import LetterCard, LetterCheck
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.files import pades
from yunpei.files import queries as stored


def letter_of(row: Case) -> LetterCard | None:
    """The letter that stands with its supplements, of a case that its reader sees. 1 query."""
    letters = row.letters.filter(voided_at__isnull=True).order_by("id")
    cards = [LetterCard(one.number, one.code, one.issued_at, one.file is not None) for one in letters]
    return replace(cards[0], supplements=tuple(cards[1:])) if cards else None  # the main one was written first


def letter_file(*, number: str, by: Actor, letter: str = "") -> str:
    """The public id of the signed paper of a case's letter. Whoever sees the case. letter: its number, "" for the one that decided.

    Raises NotFound, also while it is being made.
    """
    row = access.need_seen(by, Case.objects.filter(number=number).first())
    wanted = Q(number=letter) if letter else Q(supplement_to__isnull=True)
    found = row.letters.filter(wanted, voided_at__isnull=True, file__isnull=False).first()
    if found is None:
        raise NotFound
    return str(found.file)


def letter_by_code(code: str) -> LetterCheck:
    """What anyone may see of a letter whose code they have; blanks, case and hyphens do not matter. Raises NotFound."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    row = DecisionLetter.objects.filter(code=plain).first()
    if row is None:
        raise NotFound(
            Text("没有这个验证码的决定书；请逐位检查", "there is no letter with this code; compare it with the paper")
        )
    genuine, sha256 = None, ""
    if row.file is not None:
        card = stored.file(row.file)
        sha256 = card.sha256
        signed = pades.holds(stored.path(card).read_bytes(), at=row.issued_at)
        genuine = signed and digest_of(row.content) == row.digest
    return LetterCheck(
        number=row.number,
        issued_at=row.issued_at,
        content=_without_names(row.content),
        genuine=genuine,
        voided_at=row.voided_at,
        sha256=sha256,
        seal=pades.fingerprint(row.issued_at),
    )


def _without_names(content: dict[str, Any]) -> dict[str, Any]:
    """The content with the persons in it masked: of a name the first character stays."""
    lines = [{**line, "name": masked_name(line["name"])} for line in content["lines"]]
    applicant = content["applicant"]
    return {**content, "applicant": masked_name(applicant) if content["personal"] else applicant, "lines": lines}


def masked_name(name: str) -> str:
    """A person's name as strangers may see it."""
    return name[:1] + "*" * max(1, len(name) - 1)
