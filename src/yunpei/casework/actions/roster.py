"""The roster of a class filing comes from a file: a small one at once, a large one in the background."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.actions.filing import roster_attach
from yunpei.casework.models import Case, FilingPlan
from yunpei.casework.moving import locked
from yunpei.casework.states import FILING
from yunpei.casework.types import CaseKind
from yunpei.common import jobs
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, NotFound
from yunpei.common.language import Text
from yunpei.people import queries as people
from yunpei.training import actions as training
from yunpei.training import queries as rosters
from yunpei.training.roster import larger_than
from yunpei.training.types import UploadFacts

AT_ONCE = 500  # people; more are checked in the background
JOB = "casework.roster_take"
_GAVE_UP = Text("系统未能完成检查；请重新上传", "the check did not come to an end; upload the file again")


def roster_upload(*, number: str, path: Path, name: str, by: Actor, at: datetime) -> tuple[UploadFacts, bool]:
    """Put up a file as the roster of a filing, in place of one before; the upload as it stands, and whether it is new.

    Up to AT_ONCE people are checked and taken over before this returns, more by a job. The very file that the roster came from
    changes nothing. Its organisation's administrators, before submission. Raises NotFound, Forbidden, Conflict, UnreadableFile;
    Invalid for what is no table.
    """
    with transaction.atomic():
        case, plan = _own(number, by)
        _clear(number, at)
    assert case.organisation_id is not None  # a class filing
    first_day = plan.starts_on or day_of(at)
    later = larger_than(path, AT_ONCE)
    with transaction.atomic():
        upload, new = training.upload_keep(
            organisation_id=case.organisation_id,
            case_number=number,
            roster_id=plan.roster_id,
            path=path,
            name=name,
            first_day=first_day,
            by=by,
            at=at,
        )
        if new:  # the small ones too: should this process die, the job finds them
            jobs.enqueue(JOB, at=at, key=upload, upload=upload)
    if new and not later:
        roster_take(upload=upload, at=at)
    return rosters.upload(upload), new


def roster_take(*, upload: str, at: datetime) -> None:
    """Check an uploaded roster and, where no row is bad, take it over and put it to its filing: all of it or nothing.

    For whoever uploaded it, with the rights they have by now. The program alone; running it twice is running it once.
    """
    if not training.upload_check(upload=upload, at=at):
        return
    facts = rosters.upload(upload)
    try:
        with transaction.atomic():
            by = _uploader(facts)
            _case, plan = _own(facts.case_number, by)
            roster_id = training.upload_take(upload=upload, roster_id=plan.roster_id, by=by, at=at)
            if roster_id is not None:
                roster_attach(number=facts.case_number, roster_id=roster_id, by=by, at=at)
    except (
        Conflict,
        Forbidden,
        NotFound,
    ) as refused:  # Invalid: someone was entered meanwhile; checked again, it is told
        training.upload_refuse(upload=upload, why=refused.text, at=at)


def _clear(number: str, at: datetime) -> None:
    """End an upload that nobody works on any more, so that another one can come."""
    last = rosters.last_upload(number)
    if last is not None and not last.ended and jobs.gave_up(JOB, last.public_id):
        training.upload_refuse(upload=last.public_id, why=_GAVE_UP, at=at)


def _uploader(facts: UploadFacts) -> Actor:
    if facts.uploaded_by is None:
        return Actor.system("rosters")
    return people.actor_of(facts.uploaded_by, people.organisation(facts.organisation_id).public_id)


def _own(number: str, by: Actor) -> tuple[Case, FilingPlan]:
    case = locked(number, by, CaseKind.CLASS_FILING)
    access.need_applicant(by, case)
    FILING.row(case.state, "edit")
    return case, FilingPlan.objects.get(case=case)
