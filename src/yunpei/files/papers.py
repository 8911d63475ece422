"""Papers that the site makes, signs and keeps: decision letters, certificates. Made once from what was frozen before."""

from __future__ import annotations

from datetime import datetime

from yunpei.common.actor import Actor
from yunpei.files import actions, pades, pdf
from yunpei.files.types import FileCard, FileKind

_CSS = """
h1 { font-size: 18pt; text-align: center; margin: 0 0 2mm }
p { margin: 0 0 2mm }
p.words { text-indent: 2em }
.signature { text-align: end; margin: 8mm 0 4mm }
.check { display: flex; gap: 4mm; align-items: center; font-size: 9pt; color: #333; break-inside: avoid }
.check svg { width: 26mm; height: 26mm }
"""


def paper_make(
    *,
    html: str,
    css: str,
    title: str,
    number: str,
    signed_at: datetime,
    by: Actor,
    at: datetime,
    for_organisation: int | None = None,
) -> FileCard:
    """The page as a PDF, signed as of `signed_at`, and kept under its number. title: what it is, the reason of the signature."""
    made = pades.sign(pdf.render(html, css=_CSS + css), reason=f"{title} {number}", at=signed_at)
    return actions.store(
        data=made, name=f"{number}.pdf", kinds={FileKind.PDF}, by=by, at=at, for_organisation=for_organisation
    )
