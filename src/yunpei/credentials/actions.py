"""Issuing and revoking certificates. Keyword only; each runs in one transaction and leaves one audit row."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from yunpei.catalogue import queries as catalogue
from yunpei.common import audit, jobs
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.credentials.models import Certificate, RevocationAsk
from yunpei.credentials.numbers import new_number
from yunpei.credentials.papers import MAKE
from yunpei.credentials.signing import ALGORITHM, canonical, sign
from yunpei.credentials.types import Content
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.sealing import digest
from yunpei.evidence.types import Verb
from yunpei.learning import queries as learning
from yunpei.messages import actions as messages
from yunpei.people import queries as people
from yunpei.training import queries as training

_REVOKED = ("已撤销，原因见查验页面", "was revoked; its check page says why")
_DECLINED = ("未予撤销，理由见班级页面", "stays as it is; the page of the class says why")


def certificate_issue(*, class_id: int, person_id: int, by: Actor, at: datetime) -> str:
    """Issue the certificate of a learner who has reached the class hours and passed the exam; returns its number.

    The one that stands is returned again. The learner, administrators of the class's organisation, the program. Raises
    NotFound, Forbidden; Conflict with all that is lacking.
    """
    try:
        return _issue(class_id, person_id, by, at)
    except IntegrityError:  # asked for twice at once: the other one issued it
        return _issue(class_id, person_id, by, at)


@transaction.atomic
def _issue(class_id: int, person_id: int, by: Actor, at: datetime) -> str:
    held = training.class_of(class_id)
    if not by.is_system and by.person_id != person_id:
        _require_organisation(by, held.organisation_id)
    standing = Certificate.objects.filter(training_class_id=class_id, person_id=person_id, revoked_at=None).first()
    if standing is not None:
        return standing.number
    line = training.line_of_person(class_id, person_id)
    stands = learning.standing_in(class_id, person_id=person_id)
    if stands.blocks:
        zh = "；".join(block.text.zh for block in stands.blocks)
        raise Conflict(Text(f"尚不能发证：{zh}", "; ".join(block.text.en for block in stands.blocks)))
    content = Content(
        number=new_number(day_of(at).year),
        person_name=people.person(person_id).name,  # as its holder registered; the roster may be misspelt
        id_masked=line.id_masked,
        course=catalogue.course(held.course_id).title,
        project=held.project,
        employer=people.organisation(held.organisation_id).name,
        class_number=held.number,
        hours=stands.hours,
        mark=stands.exam.best_mark or 0,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        issued_on=day_of(at),
    )
    return _store(content, class_id, person_id, by, at)


@transaction.atomic
def certificate_revoke(*, number: str, why: str, by: Actor, at: datetime) -> None:
    """Revoke a certificate; its check page says so from now on, with the reason, and it can be issued anew.

    Officers who review or inspect, for whom casework checks whose case its class is; the program. `why` is shown to everyone, and
    its holder is told. What the organisation asked for is answered by it. Raises Forbidden, NotFound, Conflict for one that is
    revoked already, Invalid without a reason.
    """
    if not by.has("officer_review", "officer_inspect", "system"):
        raise Forbidden
    held = _locked(number)
    held.revoked_at, held.revoked_why = at, _reason(why)
    held.save(update_fields=["revoked_at", "revoked_why"])
    RevocationAsk.objects.filter(certificate=held, answered_at__isnull=True).update(answered_at=at)
    _record(number, "certificate_revoke", by, at, {"why": held.revoked_why})
    _happened(held, Verb.REVOCATION, by, at)
    holder = people.person(held.person_id).account_id
    if holder is not None:
        messages.send(to_account=holder, text=_told(number, *_REVOKED), at=at, link=f"/certificates/{number}/")


@transaction.atomic
def revocation_ask(*, number: str, why: str, by: Actor, at: datetime) -> None:
    """Ask the office to revoke a certificate of a class of one's own. Administrators of its organisation.

    Raises NotFound, Forbidden, Invalid without a reason; Conflict for one that is revoked, or asked about already.
    """
    held = _locked(number)
    _require_organisation(by, held.training_class.organisation_id)
    if by.account_id is None:
        raise Forbidden
    if RevocationAsk.objects.filter(certificate=held, answered_at__isnull=True).exists():
        raise Conflict(Text("已经提出过，等待受理部门处理", "this was asked already, and waits for the office"))
    reason = _reason(why)
    RevocationAsk.objects.create(certificate=held, why=reason, asked_by_id=by.account_id, asked_at=at)
    _record(number, "revocation_ask", by, at, {"why": reason})


@transaction.atomic
def revocation_decline(*, number: str, why: str, by: Actor, at: datetime) -> None:
    """Leave a certificate as it stands, though its organisation asked. Officers; casework checks whose case its class is.

    Raises Forbidden, NotFound where nothing was asked, Invalid without a reason.
    """
    if not by.has("officer_review", "officer_inspect", "system"):
        raise Forbidden
    ask = RevocationAsk.objects.select_for_update().filter(certificate__number=number, answered_at=None).first()
    if ask is None:
        raise NotFound
    ask.answered_at, ask.declined_why = at, _reason(why)
    ask.save(update_fields=["answered_at", "declined_why"])
    _record(number, "revocation_decline", by, at, {"why": ask.declined_why})
    messages.send(to_account=ask.asked_by_id, text=_told(number, *_DECLINED), at=at)


def _told(number: str, zh: str, en: str) -> Text:
    return Text(f"证书 {number} {zh}", f"Certificate {number} {en}")


def _locked(number: str) -> Certificate:
    """A certificate that stands. Raises NotFound, Conflict."""
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("training_class")
    held = rows.filter(number=number).first()
    if held is None:
        raise NotFound
    if held.revoked_at is not None:
        raise Conflict(Text("该证书已撤销", "this certificate is revoked already"))
    return held


def _reason(why: str) -> str:
    if not why.strip():
        raise Invalid([Problem("why", Text("请写明原因", "give the reason"))])
    return why.strip()[:500]


def _store(content: Content, class_id: int, person_id: int, by: Actor, at: datetime) -> str:
    text = canonical(content)
    key_id, signature = sign(text)
    made = Certificate.objects.create(
        number=content.number,
        training_class_id=class_id,
        person_id=person_id,
        canonical=text,
        algorithm=ALGORITHM,
        key_id=key_id,
        signature=signature,
        issued_at=at,
    )
    _record(
        content.number, "certificate_issue", by, at, {"class": class_id, "person": person_id, "hours": content.hours}
    )
    _happened(made, Verb.CERTIFICATE, by, at)
    jobs.enqueue(MAKE, at=at, key=content.number, number=content.number)
    return content.number


def _happened(held: Certificate, verb: Verb, by: Actor, at: datetime) -> None:
    """As proof: which certificate, and the digest of what it says."""
    who, where = str(held.person.public_id), str(held.training_class.public_id)
    detail = {"number": held.number, "sha256": digest(held.canonical)}
    event_record(verb=verb, by=by, at=at, person=who, class_id=where, detail=detail)


def _require_organisation(by: Actor, organisation_id: int) -> None:
    if by.organisation_id != organisation_id:
        raise NotFound
    if not by.has("org_admin", "org_legal"):
        raise Forbidden


def _record(number: str, verb: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="certificate", subject_id=number, detail=detail)
