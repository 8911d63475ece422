"""The office of a class revokes its certificates, or declines to where the organisation asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.models import Case
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.credentials import actions as credentials
from yunpei.credentials import queries as certificates


@transaction.atomic
def certificate_revoke(*, number: str, certificate: str, why: str, by: Actor, at: datetime) -> None:
    """Revoke a certificate of a case's class, with a reason that everyone will see.

    An officer of the office that reviews the case, or an inspector of its region. What was claimed with it is not touched: it is
    shown, decided again or asked back by whoever has that case. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    _need_desk(number, certificate, by)
    credentials.certificate_revoke(number=certificate, why=why, by=by, at=at)


@transaction.atomic
def revocation_decline(*, number: str, certificate: str, why: str, by: Actor, at: datetime) -> None:
    """Leave a certificate of a case's class as it stands, though its organisation asked. Who: as above. Raises as above."""
    _need_desk(number, certificate, by)
    credentials.revocation_decline(number=certificate, why=why, by=by, at=at)


def _need_desk(number: str, certificate: str, by: Actor) -> None:
    case = access.need_seen(by, Case.objects.filter(number=number).first())
    access.need_desk(by, case)
    if case.training_class_id is None:
        raise NotFound
    certificates.certificate_of_class(case.training_class_id, certificate)
