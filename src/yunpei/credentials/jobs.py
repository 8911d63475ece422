"""Papers are made behind the scenes: a PDF takes longer than a page should."""

from __future__ import annotations

from datetime import datetime

from yunpei.common.jobs import job
from yunpei.credentials import papers


@job(papers.MAKE)
def paper_make(*, number: str, at: datetime) -> None:
    """Make and sign the paper of a certificate."""
    papers.certificate_paper_make(number=number, at=at)
