"""The paper of a decision letter, made once from its frozen content, signed, and given to whoever it is about."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from yunpei.casework.models import DecisionLetter
from yunpei.casework.telling import tell
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.money import yuan
from yunpei.credentials.qr import qr_svg
from yunpei.files.papers import paper_make

PROGRAM = Actor.system("letters")
CSS = """
h2 { font-size: 11pt; margin: 5mm 0 2mm }
p.number { text-align: center; margin: 0 0 6mm }
table { width: 100%; border-collapse: collapse; font-size: 9pt }
th, td { border: 0.5pt solid #000; padding: 1.5mm; text-align: start; vertical-align: top; font-weight: normal }
td.money { text-align: end; white-space: nowrap }
thead { display: table-header-group }
tr { break-inside: avoid }
.clause { font-size: 9pt; color: #333 }
"""


@transaction.atomic
def letter_make(*, number: str, at: datetime) -> None:
    """Make the paper of a letter, sign it and tell its applicant. The program; a second time changes nothing."""
    letter = DecisionLetter.objects.select_for_update().select_related("case").get(number=number)
    if letter.file is not None:
        return
    kept = paper_make(
        html=letter_html(letter),
        css=CSS,
        title="决定书",
        number=number,
        signed_at=letter.issued_at,
        by=PROGRAM,
        at=at,
        for_organisation=letter.case.organisation_id,
    )
    letter.file = kept.public_id
    letter.save(update_fields=["file"])
    detail = {"letter": number, "sha256": kept.sha256}
    audit.record(
        by=PROGRAM, at=at, verb="letter_make", subject_type="case", subject_id=letter.case.number, detail=detail
    )
    tell(letter.case, "letter_ready", at)


def letter_html(letter: DecisionLetter) -> str:
    """The letter as a page, from what was frozen and nothing else."""
    said = letter.content
    code = "-".join(letter.code[place : place + 4] for place in range(0, len(letter.code), 4))
    address = f"{settings.YUNPEI_ADDRESS}/letters/{letter.code}/"
    day = date.fromisoformat(said["decided_on"])
    lines = [
        {**line, "amount": yuan(line["amount_fen"]), "reasons": "；".join(line["reasons"])} for line in said["lines"]
    ]
    return render_to_string(
        "casework/letter.html",
        {
            **said,
            "lines": lines,
            "amount": yuan(said["amount_fen"]),
            "day": f"{day.year}年{day.month}月{day.day}日",
            "shown_code": code,
            "address": address,
            "qr": qr_svg(address),
        },
    )
