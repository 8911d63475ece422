"""The roster of a class filing on its way from a file."""

from __future__ import annotations

from yunpei.casework.actions.roster import JOB
from yunpei.casework.queries.cases import case
from yunpei.common import jobs
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.training import queries as training
from yunpei.training.types import UploadFacts


def roster_uploaded(*, number: str, upload: str, by: Actor) -> tuple[UploadFacts, bool]:
    """An uploaded roster of a filing as it stands, and whether the program gave up on it. Raises NotFound."""
    case(number=number, by=by)
    found = training.upload(upload)
    if found.case_number != number:
        raise NotFound
    return found, not found.ended and jobs.gave_up(JOB, found.public_id)
