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
from yunpei.files import actions as files
from yunpei.files import pades, pdf
from yunpei.files.types import FileKind

PROGRAM = Actor.system("letters")
CSS = """
h1 { font-size: 18pt; text-align: center; margin: 0 0 2mm }
h2 { font-size: 11pt; margin: 5mm 0 2mm }
p { margin: 0 0 2mm }
p.number { text-align: center; margin: 0 0 6mm }
p.words { text-indent: 2em }
table { width: 100%; border-collapse: collapse; font-size: 9pt }
th, td { border: 0.5pt solid #000; padding: 1.5mm; text-align: start; vertical-align: top; font-weight: normal }
td.money { text-align: end; white-space: nowrap }
thead { display: table-header-group }
tr { break-inside: avoid }
.clause { font-size: 9pt; color: #333 }
.signature { text-align: end; margin: 8mm 0 4mm }
.check { display: flex; gap: 4mm; align-items: center; font-size: 9pt; color: #333; break-inside: avoid }
.check svg { width: 26mm; height: 26mm }
"""


@transaction.atomic
def letter_make(*, number: str, at: datetime) -> None:
    """Make the paper of a letter, sign it and tell its applicant. The program; a second time changes nothing."""
    letter = DecisionLetter.objects.select_for_update().select_related("case").get(number=number)
    if letter.file is not None:
        return
    made = pades.sign(pdf.render(letter_html(letter), css=CSS), reason=f"决定书 {number}", at=letter.issued_at)
    kept = files.store(
        data=made,
        name=f"{number}.pdf",
        kinds={FileKind.PDF},
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
