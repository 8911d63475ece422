"""Screening of a case: its tables are gathered, the rules applied, what they found is kept, and a stop holds the money."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from yunpei.casework import actions as casework
from yunpei.casework import queries as cases
from yunpei.casework.types import CaseSubject
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict
from yunpei.oversight import registers, words
from yunpei.oversight.models import Finding, Hold, Screening
from yunpei.oversight.screening.rules import digest_of_all, digests
from yunpei.oversight.screening.screening import screen
from yunpei.oversight.screening.sentences import sentence
from yunpei.oversight.tables import Gathered, gather
from yunpei.oversight.types import HoldSource, HoldState, Severity

PROGRAM = Actor.system("screening")
GOOD_FOR = timedelta(days=1)  # people study elsewhere meanwhile: a case under way is screened again


def screen_where_stale(*, case: str, event: str, at: datetime) -> None:
    """Screen a locked case before an event, unless its last screening still holds. Called inside the event's transaction."""
    kept = Screening.objects.filter(case=case).first()
    found = None if event == "pay" and kept is not None else cases.subject(case)
    if kept is None or not holds(kept, found, registers.newest()):
        _screen(found or cases.subject(case), at)


def holds(kept: Screening, case: CaseSubject | None, newest_register: int) -> bool:
    """Whether nothing that a screening rests on has changed: rules, registers and, where the case is given, its lines."""
    if kept.rules_digest != digest_of_all() or kept.registers != newest_register:
        return False
    return case is None or kept.lines_digest == _lines_digest(case)


@transaction.atomic
def case_screen(*, number: str, at: datetime) -> int:
    """Screen a case and hold at once what must wait; returns how many new holds. The program alone. Raises NotFound."""
    case = cases.subject(number, lock=True)
    placed = _screen(case, at)
    for hold in placed:
        put_on(hold, by=PROGRAM, at=at)
    return len(placed)


def put_on(hold: Hold, *, by: Actor, at: datetime) -> None:
    """Let casework's line or case wait, where its state still allows; what was sent to the bank is not stopped by it."""
    try:
        if hold.line is not None:
            casework.line_hold(number=hold.case, line=str(hold.line), reason=hold.said_zh, by=by, at=at)
        else:
            casework.case_hold(number=hold.case, reason=hold.said_zh, by=by, at=at)
    except Conflict:
        return  # held already, not submitted or over: the gate says so when it matters


def _screen(case: CaseSubject, at: datetime) -> list[Hold]:
    gathered = gather(case)
    screened = screen(gathered.tables)
    rows = list(_rows(case, gathered, screened.findings.iter_rows(named=True), at))
    kept, _ = Screening.objects.update_or_create(
        case=case.number,
        defaults={
            "at": at,
            "rules_digest": digest_of_all(),
            "registers": registers.newest(),
            "lines_digest": _lines_digest(case),
            "left_out": sorted(screened.left_out),
        },
    )
    placed = _keep(case.number, rows, at)
    detail = {"case": case.number, "findings": len(rows), "holds": len(placed), "rules": digest_of_all()}
    audit.record(by=PROGRAM, at=at, verb="case_screen", subject_type="screening", subject_id=kept.pk, detail=detail)
    return placed


def _rows(case: CaseSubject, gathered: Gathered, found: Iterable[dict[str, Any]], at: datetime) -> Iterable[Finding]:
    """What was found of the case's own class and people; of others nothing is kept here."""
    lines = {one.person_id: one.id for one in case.lines}
    own = gathered.class_number or case.number
    for row in found:
        person = gathered.persons.get(row["person_id"])
        if row["class_no"] not in (own, "") or (row["person_id"] and person not in lines):
            continue
        if not row["person_id"] and row["class_no"] != own:
            continue
        evidence = sentence(row["says"], row["figures"]).zh
        said = "|".join((row["rule"], row["class_no"], row["person_id"], evidence))
        yield Finding(
            case=case.number,
            line=lines[person] if person is not None else None,
            person_id=person,
            class_number=row["class_no"],
            rule=row["rule"],
            severity=row["severity"],
            says=row["says"],
            figures=row["figures"],
            score=row["score"],
            digest=hashlib.sha256(said.encode()).hexdigest(),
            rules_digest=digests()[row["rule"]],
            found_at=at,
        )


def _keep(case: str, rows: list[Finding], at: datetime) -> list[Hold]:
    """New findings are added, those not found any more are marked; a stop that never held anything holds now."""
    known = {one.digest: one for one in Finding.objects.filter(case=case)}
    now = {one.digest: one for one in rows}
    Finding.objects.filter(case=case, gone_at__isnull=True).exclude(digest__in=now).update(gone_at=at)
    Finding.objects.filter(case=case, gone_at__isnull=False, digest__in=now).update(gone_at=None)
    Finding.objects.bulk_create([one for digest, one in now.items() if digest not in known], batch_size=500)
    stops = Finding.objects.filter(case=case, digest__in=now, severity=Severity.STOP, holds__isnull=True)
    placed = [
        Hold(
            case=case,
            line=one.line,
            source=HoldSource.SCREENING,
            finding=one,
            said_zh=words.BY_RULE[one.rule].zh,
            said_en=words.BY_RULE[one.rule].en,
            state=HoldState.PLACED,
            placed_at=at,
        )
        for one in stops.order_by("id")
    ]
    Hold.objects.bulk_create(placed, batch_size=500)
    return placed


def _lines_digest(case: CaseSubject) -> str:
    return hashlib.sha256("\n".join(sorted(one.id for one in case.lines)).encode()).hexdigest()
