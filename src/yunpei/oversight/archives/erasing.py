"""A person asks that what is known of them be erased: examined by one administrator, carried out by another, told what had to stay.

Erased are the values that events only commit to: words, network addresses, devices, pictures. Every event, receipt and proof stays.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.evidence.log.actions import values_erase
from yunpei.learning.forgetting import words_forget
from yunpei.messages import actions as messages
from yunpei.oversight.archives.holding import kept_of
from yunpei.oversight.archives.states import ERASURE, PERSON
from yunpei.oversight.archives.types import Because, ErasureState, KeptPart
from yunpei.oversight.models import Erasure
from yunpei.oversight.models.erasures import OPEN
from yunpei.people import queries as people

ANSWER = timedelta(days=30)  # GB/T 35273-2020, 8.7: answered within thirty days
PROGRAM = Actor.system("erasure")


@transaction.atomic
def erasure_ask(*, by: Actor, at: datetime) -> str:
    """Ask that what is known of oneself be erased; returns the receipt code, shown once. Raises Forbidden, Conflict while one is open."""
    if by.person_id is None or not by.has(*PERSON):
        raise Forbidden
    code = secrets.token_hex(8).upper()
    try:
        with transaction.atomic():
            made = Erasure.objects.create(
                code_digest=code_digest(code),
                person_id=by.person_id,
                state=ERASURE.start,
                asked_at=at,
                due=day_of(at + ANSWER),
            )
    except IntegrityError:  # one is open: the database says so, also to two clicks at once
        raise Conflict(Text("您已提出过，正在办理", "you asked already; it is being dealt with")) from None
    _note(made, "erasure_ask", by, at, {})
    return code


def code_digest(code: str) -> str:
    """What is kept of a receipt code: case, blanks and hyphens do not matter."""
    plain = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(f"erasure {plain}".encode()).hexdigest()


@transaction.atomic
def erasure_withdraw(*, by: Actor, at: datetime) -> None:
    """Take one's own request back. Raises NotFound, Forbidden."""
    row = Erasure.objects.select_for_update().filter(person_id=by.person_id or 0, state__in=OPEN).first()
    if row is None:
        raise NotFound
    row.state = ERASURE.next(row.state, "withdraw", by=by)
    row.save(update_fields=["state"])
    _note(row, "erasure_withdraw", by, at, {})


@transaction.atomic
def erasure_examine(*, erasure: str, by: Actor, at: datetime) -> None:
    """Say that the request was looked at: who asks, what has to stay and what may go. System administrator.

    Raises NotFound, Forbidden, Conflict.
    """
    row = _locked(erasure)
    row.state = ERASURE.next(row.state, "examine", by=by)
    row.examined_at, row.examined_by_id = at, by.account_id
    row.save(update_fields=["state", "examined_at", "examined_by"])
    _note(row, "erasure_examine", by, at, {"kept": _plain(_kept(row, at))})


@transaction.atomic
def erasure_carry_out(*, erasure: str, by: Actor, at: datetime) -> None:
    """Erase what may go; what has to stay is read by nobody from now on, and goes when it may. Its person is told. Security administrator.

    Raises NotFound, Forbidden, Conflict.
    """
    row = _locked(erasure)
    row.state = ERASURE.next(row.state, "carry_out", by=by)
    kept = _kept(row, at)
    who = people.person(row.person_id)
    done = values_erase(person=who.public_id, why=f"erasure {row.public_id}", by=PROGRAM, at=at)
    _forget(row, kept)
    row.erased, row.restricted, row.kept = done.erased, done.restricted, _plain(kept)
    row.decided_at, row.decided_by_id = at, by.account_id
    row.save(update_fields=["state", "erased", "restricted", "kept", "decided_at", "decided_by"])
    _note(row, "erasure_carry_out", by, at, {"erased": done.erased, "restricted": done.restricted, "kept": row.kept})
    _tell(row, at)


@transaction.atomic
def erasure_refuse(*, erasure: str, why: str, by: Actor, at: datetime) -> None:
    """Take nothing away, with a reason that its person is told. Security administrator.

    Raises NotFound, Forbidden, Conflict, Invalid without a reason.
    """
    row = _locked(erasure)
    row.state = ERASURE.next(row.state, "refuse", by=by)
    if not why.strip():
        raise Invalid([Problem("why", Text("请写明理由", "give the reason"))])
    row.why, row.decided_at, row.decided_by_id = why.strip()[:300], at, by.account_id
    row.save(update_fields=["state", "why", "decided_at", "decided_by"])
    _note(row, "erasure_refuse", by, at, {"why": row.why})
    _tell(row, at)


@transaction.atomic
def erasures_go_on(*, at: datetime) -> None:
    """Of requests that were carried out, let go of the words that had to stay and need not any longer. The program; again is the same."""
    for row in Erasure.objects.select_for_update().filter(state=ErasureState.DONE).exclude(kept=[]):
        kept = _kept(row, at)
        if _plain(kept) == row.kept:
            continue
        _forget(row, kept)
        row.kept = _plain(kept)
        row.save(update_fields=["kept"])
        _note(row, "erasure_go_on", PROGRAM, at, {"kept": row.kept})


def _forget(row: Erasure, kept: list[KeptPart]) -> None:
    if not any(one.because is Because.HOLD for one in kept):
        words_forget(person_id=row.person_id, but_of={one.held for one in kept if one.held})


def _kept(row: Erasure, at: datetime) -> list[KeptPart]:
    return kept_of(people.person(row.person_id).public_id, day_of(at))


def _plain(kept: list[KeptPart]) -> list[dict[str, Any]]:
    return [
        {
            "case": one.case,
            "held": one.held,
            "because": one.because.value,
            "until": one.until.isoformat() if one.until else None,
        }
        for one in kept
    ]


def _locked(erasure: str) -> Erasure:
    row = Erasure.objects.select_for_update().filter(public_id=erasure).first()
    if row is None:
        raise NotFound
    return row


def _tell(row: Erasure, at: datetime) -> None:
    account = people.person(row.person_id).account_id
    if account is not None:
        text = Text(
            "您的个人信息删除请求已办理，结果见“我的”页面", "your request for erasure was dealt with; see the page “me”"
        )
        messages.send(to_account=account, text=text, at=at, link="/learn/me/erasure/")


def _note(row: Erasure, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="erasure", subject_id=row.public_id, detail=detail)
