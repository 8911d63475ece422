"""How a learner shows who they are: chosen by themselves, photos only with a consent of their own. Keyword only."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

from django.db import transaction

from yunpei.common import audit, secrets
from yunpei.common.actor import Actor
from yunpei.common.errors import Invalid, Problem
from yunpei.common.language import Text
from yunpei.evidence.log.actions import event_record, named_erase
from yunpei.evidence.types import Verb
from yunpei.files.portraits import portrait
from yunpei.learning.identity.access import learner_of
from yunpei.learning.identity.consent import CURRENT
from yunpei.learning.identity.types import Compared, Way
from yunpei.learning.models import IdentityCheck, IdentityChoice
from yunpei.people import queries as people

REFERENCE, FACE = "reference", "face"  # names of the sealed pictures


@transaction.atomic
def way_choose(*, way: Way, by: Actor, at: datetime, agreed: bool = False, picture: bytes = b"") -> None:
    """A learner says how they will show who they are; from photos to another way is withdrawing the consent.

    agreed: to the current text, picture: the reference; both for photos alone. Withdrawing erases every picture at once, or
    restricts it while a legal hold lasts; photos that nobody has compared stay uncompared, and are shown so. Raises NotFound, Invalid.
    """
    person_id = learner_of(by)
    person = people.person(person_id).public_id
    problems, small = [], b""
    if way is Way.PHOTO:
        if not agreed:
            problems.append(Problem("agreed", Text("须先同意，或改选其他方式", "agree first, or choose another way")))
        small, wrong = portrait(picture)
        problems += wrong
    if problems:
        raise Invalid(problems)
    _end(person_id, person, by, at)
    version = CURRENT if way is Way.PHOTO else ""
    event = event_record(
        verb=Verb.CONSENT,
        by=by,
        at=at,
        person=person,
        detail={"way": way.value, "version": version},
        sealed={REFERENCE: base64.b64encode(small).decode()} if small else None,
    )
    IdentityChoice.objects.create(
        person_id=person_id,
        way=way,
        version=version,
        digest=picture_digest(small) if small else "",
        event=event,
        chosen_at=at,
    )
    audit.record(
        by=by,
        at=at,
        verb="identity_choose",
        subject_type="person",
        subject_id=person,
        detail={"way": way.value, "version": version},
    )


def picture_digest(picture: bytes) -> str:
    """A keyed digest of a picture: finds the same one again, and says nothing about it to who lacks the key."""
    return secrets.blind_index(hashlib.sha256(picture).hexdigest(), purpose="identity.picture")


def _end(person_id: int, person: str, by: Actor, at: datetime) -> None:
    """End the choice in force, with all pictures that were taken under it."""
    row = IdentityChoice.objects.select_for_update().filter(person_id=person_id, ended_at=None).first()
    if row is None:
        return
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    if row.way != Way.PHOTO:
        return
    gone = named_erase(person=person, names=(REFERENCE, FACE), at=at)
    waiting = IdentityCheck.objects.filter(person_id=person_id, compared=Compared.WAITING)
    detail = {
        "version": row.version,
        "erased": gone.erased,
        "restricted": gone.restricted,
        "uncompared": waiting.update(compared=Compared.ERASED),
    }
    event_record(verb=Verb.CONSENT, by=by, at=at, person=person, detail={"withdrawn": True, **detail})
    audit.record(by=by, at=at, verb="identity_withdraw", subject_type="person", subject_id=person, detail=detail)
