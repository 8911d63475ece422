"""Registers are handed in by inspectors: read whole or not at all, kept sealed, and used from the next screening on."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Invalid, Problem
from yunpei.common.language import Text
from yunpei.oversight import access
from yunpei.oversight.models import Register, RegisterRow
from yunpei.oversight.register_file import read_register
from yunpei.oversight.registers import employer_blind, sealed
from yunpei.oversight.types import RegisterKind
from yunpei.people import queries as people

AT_ONCE = 2000


def register_put(*, kind: RegisterKind, as_of: date, path: Path, by: Actor, at: datetime) -> int:
    """Take a register in (.xlsx, .csv, .parquet) as of a day, for the inspector's region; the same file again changes nothing.

    Returns its rows. Cases under way are screened again with it. Raises Forbidden; Invalid with every fault at once.
    """
    desk = access.need_desk(by)
    region = desk.region
    if as_of > day_of(at):
        raise Invalid([Problem("as_of", Text("日期在今天之后", "the day is in the future"))])
    entries = read_register(path, kind)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with transaction.atomic():
        held, fresh = Register.objects.get_or_create(
            kind=kind,
            region=region,
            as_of=as_of,
            sha256=digest,
            defaults={
                "rows": len(entries),
                "uploaded_at": at,
                "uploaded_by_id": desk.account,
                "office_id": desk.office,
            },
        )
        if not fresh:
            return held.rows
        firms: dict[str, str] = {}
        RegisterRow.objects.bulk_create(
            (
                RegisterRow(
                    register=held,
                    person_blind=people.blind_of(one.person_id),
                    employer=_firm(one.rest.get("employer_id"), firms),
                    sealed=sealed(one.rest),
                )
                for one in entries
            ),
            batch_size=AT_ONCE,
        )
        detail = {"kind": kind.value, "region": region, "as_of": str(as_of), "rows": len(entries), "sha256": digest}
        audit.record(by=by, at=at, verb="register_put", subject_type="register", subject_id=held.pk, detail=detail)
    return len(entries)


def _firm(code: str | None, known: dict[str, str]) -> str:
    if not code:
        return ""
    if code not in known:
        known[code] = employer_blind(code)
    return known[code]
