"""Identity checks as they happen: at a challenge of the study clock, and on entering a class that asks for one."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, Problem
from yunpei.common.language import Text
from yunpei.evidence.log import queries as log
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.types import Verb
from yunpei.files.portraits import portrait
from yunpei.learning.account_check import account_code_right, account_code_send
from yunpei.learning.asked import Asked, Shown
from yunpei.learning.identity import service
from yunpei.learning.identity.access import learner_of
from yunpei.learning.identity.choosing import FACE, REFERENCE, picture_digest
from yunpei.learning.identity.types import Compared, Way
from yunpei.learning.models import Appointment, IdentityCheck, IdentityChoice
from yunpei.learning.standing import running_blocks
from yunpei.people import actions as people
from yunpei.people import queries as persons
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts

PHOTO = "photo"  # the answer of a player that has handed one in
MOST_A_DAY = 60
_CODE = Text(
    "请核验身份：输入发送到您手机或邮箱的验证码", "Show that it is you: enter the code sent to your phone or mail"
)
_PASSWORD = Text(
    "请核验身份：输入登录密码，或发送到您手机或邮箱的验证码",
    "Show that it is you: enter your password, or the code sent to your phone or mail",
)
_PHOTO = Text(
    "请核验身份：当场拍一张本人正面照，或改用验证码",
    "Show that it is you: take a picture of your face now, or use a code instead",
)
_SENT_BEFORE = Text("这张照片已经交过，请当场重新拍摄", "this picture was handed in before: take a new one now")
_NOT_KNOWN = Text(
    "人脸核验服务没有认出您，请当场重新拍摄，或改用验证码",
    "the face service did not know you: take another picture, or use a code",
)


class Identity:
    """The identity check of the study clock: by photo where the learner agreed to that, else by a code to their own address.

    Whoever was confirmed in an appointment of this class may give the account's password as well.
    """

    def shown(self, asked: Asked) -> Shown:
        """A photo with the token that makes it one for this challenge, or the field for a code."""
        if _way(asked.person) is Way.PHOTO:
            return Shown(_PHOTO, PHOTO, sends=True, token=token_of(asked.drawn))
        if _was_met(asked):
            return Shown(_PASSWORD, "password", sends=True)
        return Shown(_CODE, "code", sends=True)

    def send(self, asked: Asked) -> None:
        """At most one a minute and ten a day."""
        account_code_send(asked.account, at=asked.at)

    def right(self, asked: Asked, answer: str) -> bool:
        """A photo that came with this challenge's token and is not known to show another; a code; where allowed a password."""
        if answer == PHOTO:
            found = IdentityCheck.objects.filter(
                training_class__public_id=asked.class_id,
                person__public_id=asked.person,
                token=token_of(asked.drawn),
                way=Way.PHOTO,
            )
            return found.exclude(compared=Compared.OTHER).exists()
        if account_code_right(asked.account, answer, at=asked.at):
            _passed(asked, Way.CODE)
            return True
        if _was_met(asked) and people.password_confirm(account_id=asked.account, password=answer, at=asked.at):
            _passed(asked, Way.APPOINTMENT)
            return True
        return False


def token_of(drawn: int) -> str:
    """What a photo carries to belong to a challenge: nobody knows it before the challenge is shown."""
    return hashlib.sha256(f"{drawn}|{PHOTO}".encode()).hexdigest()[:32]


def photo_hand_in(*, class_id: int, picture: bytes, by: Actor, at: datetime, token: str = "") -> None:
    """Hand in a photo taken just now: for the challenge of a token, or without one for entering the class.

    It counts until a person says that it shows another. A learner of a running class who agreed to photos. A picture that this site
    has seen before is refused, and one that a city's service does not know; no service takes time away. Raises NotFound, Conflict,
    Invalid.
    """
    person_id = learner_of(by)
    held, line = training.class_of(class_id), training.line_of_person(class_id, person_id)
    _need_running(held, at)
    choice = IdentityChoice.objects.filter(person_id=person_id, ended_at=None, way=Way.PHOTO).first()
    if choice is None:
        raise Conflict(
            Text("您没有同意照片核验，请先选择核验方式", "you have not agreed to photos: choose a way first")
        )
    small, problems = portrait(picture)
    if token and (len(token) > 32 or not token.isalnum()):
        problems.append(Problem("picture", Text("请回到学习页面重新拍照", "go back to the lesson and take it again")))
    if problems:
        raise Invalid(problems)
    digest = picture_digest(small)
    _need_fresh(digest, person_id, at)
    reference = log.value_of(choice.event, REFERENCE)
    said = service.compared(base64.b64decode(reference[0]), small) if reference else None
    if said is False:
        with transaction.atomic():
            _happened(held, line.person, by, at, {"way": Way.PHOTO.value, "step": "refused_by_service"}, None)
        raise Invalid([Problem("picture", _NOT_KNOWN)])
    row = IdentityCheck(choice=choice, token=token, digest=digest)
    row.compared = Compared.SAME if said else Compared.WAITING
    with transaction.atomic():
        _keep(row, held, line.person, person_id, Way.PHOTO, by, at, {FACE: base64.b64encode(small).decode()})


def code_send(*, class_id: int, by: Actor, at: datetime) -> None:
    """Send a learner of a running class the code to enter it with. Raises NotFound, Conflict."""
    training.line_of_person(class_id, learner_of(by))
    _need_running(training.class_of(class_id), at)
    account_code_send(_account(by), at=at)


def code_enter(*, class_id: int, code: str, by: Actor, at: datetime) -> None:
    """Pass the check on entering a class with a code that was sent. Raises NotFound, Conflict, Invalid."""
    person_id = learner_of(by)
    held, line = training.class_of(class_id), training.line_of_person(class_id, person_id)
    _need_running(held, at)
    if not account_code_right(_account(by), code, at=at):  # counts the try, which a roll-back would forget
        raise Invalid([Problem("code", Text("验证码不对或已失效", "the code is wrong or too old"))])
    with transaction.atomic():
        _keep(IdentityCheck(), held, line.person, person_id, Way.CODE, by, at)


def entered(class_id: int, person_id: int) -> bool:
    """Whether a learner has passed a check in a class that nobody found to be another person's. 1 query."""
    passed = IdentityCheck.objects.filter(training_class_id=class_id, person_id=person_id)
    return passed.exclude(compared=Compared.OTHER, lifted=False).exists()


def _passed(asked: Asked, way: Way) -> None:
    held, by = training.class_by_public_id(asked.class_id), persons.actor_of(asked.account)
    person_id = persons.person_by_public_id(asked.person).id
    with transaction.atomic():
        _keep(IdentityCheck(token=token_of(asked.drawn)), held, asked.person, person_id, way, by, asked.at)


def _keep(
    row: IdentityCheck,
    held: ClassFacts,
    person: str,
    person_id: int,
    way: Way,
    by: Actor,
    at: datetime,
    sealed: dict[str, str] | None = None,
) -> None:
    """The row of a check with its event and audit row, in the transaction that is open."""
    row.training_class_id, row.person_id, row.way, row.at = held.id, person_id, way, at
    detail = {"check": str(row.public_id), "way": way.value, "entry": not row.token, "compared": row.compared}
    row.event = _happened(held, person, by, at, detail, sealed)
    row.save(force_insert=True)


def _happened(
    held: ClassFacts, person: str, by: Actor, at: datetime, detail: dict[str, Any], sealed: dict[str, str] | None
) -> str:
    audit.record(by=by, at=at, verb="identity_check", subject_type="class", subject_id=held.public_id, detail=detail)
    return event_record(
        verb=Verb.IDENTITY, by=by, at=at, person=person, class_id=held.public_id, detail=detail, sealed=sealed
    )


def _need_running(held: ClassFacts, at: datetime) -> None:
    if blocks := running_blocks(held, signed_in=True, day=day_of(at)):
        raise Conflict(blocks[0].text)


def _need_fresh(digest: str, person_id: int, at: datetime) -> None:
    seen = IdentityCheck.objects.filter(digest=digest).exists() or IdentityChoice.objects.filter(digest=digest).exists()
    if seen:
        raise Invalid([Problem("picture", _SENT_BEFORE)])
    lately = IdentityCheck.objects.filter(person_id=person_id, way=Way.PHOTO, at__gt=at - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        raise Conflict(Text(f"一天最多交{MOST_A_DAY}张照片", f"at most {MOST_A_DAY} pictures a day"))


def _way(person: str) -> Way:
    chosen = (
        IdentityChoice.objects.filter(person__public_id=person, ended_at=None).values_list("way", flat=True).first()
    )
    return Way(chosen) if chosen else Way.CODE


def _was_met(asked: Asked) -> bool:
    met = Appointment.objects.filter(training_class__public_id=asked.class_id, person__public_id=asked.person)
    return met.filter(confirmed=True).exists()


def _account(by: Actor) -> int:
    assert by.account_id is not None  # a learner has one
    return by.account_id
