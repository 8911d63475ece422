"""The paper of a certificate: made once from what was signed at its issue, then kept as it is."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.credentials.models import Certificate
from yunpei.credentials.qr import qr_svg
from yunpei.credentials.signing import content_of
from yunpei.files.papers import paper_make

MAKE = "credentials.paper_make"
PROGRAM = Actor.system("certificates")
_CSS = """
@page { size: A4 landscape; margin: 14mm }
main { border: 1.2mm double #8a6d1f; height: 150mm; padding: 14mm 20mm; position: relative; font-size: 14pt; line-height: 2.1 }
h1 { font-size: 34pt; letter-spacing: 8pt; margin: 0 0 4mm }
p.number { text-align: center; font-size: 11pt; color: #333; margin: 0 0 10mm }
.foot { position: absolute; left: 20mm; right: 20mm; bottom: 10mm; display: flex; justify-content: space-between; align-items: flex-end }
.check { max-width: 150mm; line-height: 1.5 }
.check p { margin: 0 0 1mm }
.address { font-size: 8pt }
.signature { white-space: nowrap; margin: 0; line-height: 1.7 }
"""


@transaction.atomic
def certificate_paper_make(*, number: str, at: datetime) -> None:
    """Make the paper of a certificate and sign it. The program; a second time changes nothing."""
    held = Certificate.objects.select_for_update().get(number=number)
    if held.file is not None:
        return
    kept = paper_make(
        html=certificate_html(held.canonical),
        css=_CSS,
        title="培训合格证书",
        number=number,
        signed_at=held.issued_at,
        by=PROGRAM,
        at=at,
    )
    held.file = kept.public_id
    held.save(update_fields=["file"])
    detail = {"sha256": kept.sha256}
    audit.record(
        by=PROGRAM,
        at=at,
        verb="certificate_paper_make",
        subject_type="certificate",
        subject_id=number,
        detail=detail,
    )


def certificate_html(canonical: str) -> str:
    """The certificate as a page, from its signed text and nothing else."""
    content = content_of(canonical)
    address = f"{settings.YUNPEI_ADDRESS}/certificates/{content.number}/"
    return render_to_string(
        "credentials/certificate.html",
        {
            "c": content,
            "starts_on": _day(content.starts_on),
            "ends_on": _day(content.ends_on),
            "issued_on": _day(content.issued_on),
            "address": address,
            "qr": qr_svg(address),
        },
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
