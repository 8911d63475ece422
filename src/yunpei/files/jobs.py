"""Background work of this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from yunpei.common.jobs import job
from yunpei.common.lanes import Lane
from yunpei.files import films, parts


@job(films.JOB, tries=2, apart=True, lane=Lane.FILMS)
def film_cut(*, at: datetime, sha256: str, seconds: float) -> None:  # noqa: ARG001  # every handler is told the time
    """Cut one video for slow lines. Once more from the beginning is safe: nothing is kept before all of it is there."""
    films.film_cut(sha256, seconds)


@job("files.partials_drop", every=timedelta(hours=6))
def partials_drop(*, at: datetime) -> None:
    """Let go of uploads that were begun and never ended."""
    parts.partials_drop(at=at)
