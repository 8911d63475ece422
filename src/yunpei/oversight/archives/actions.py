"""Holds placed and lifted; papers purged by two administrators together, and the proof that stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from yunpei.casework.queries import archives as casework
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.evidence.log import queries as log
from yunpei.files.erasing import files_erase
from yunpei.oversight.archives.states import HOLDERS, KEEP, PURGE, SECURITY, SYSTEM_ADMINISTRATOR
from yunpei.oversight.archives.types import KeepState, PurgeState
from yunpei.oversight.models import Keep, Purge
from yunpei.people.access import region_covers

MOST_CASES = 200  # a purge: what is left over goes into the next


@transaction.atomic
def keep_place(*, case: str, why: str, by: Actor, at: datetime) -> int:
    """Keep a case's papers whatever their term. The security administrator, or an inspector of its region.

    Raises NotFound, Forbidden, Invalid without a reason, Conflict where they are kept already.
    """
    _need_holder(by, case)
    reason = _reason(why)
    assert by.account_id is not None
    if Keep.objects.filter(case=case, state=KeepState.PLACED).exists():
        raise Conflict(Text("此案已经封存", "the papers of this case are on hold already"))
    row = Keep.objects.create(
        case=case, why=reason, state=KeepState.PLACED, placed_at=at, placed_by_id=by.account_id
    )  # fmt: skip
    audit.record(by=by, at=at, verb="keep_place", subject_type="case", subject_id=case, detail={"why": reason})
    return row.pk


@transaction.atomic
def keep_lift(*, keep: int, why: str, by: Actor, at: datetime) -> None:
    """End a hold. The security administrator. Raises NotFound, Forbidden, Conflict, Invalid without a reason."""
    row = Keep.objects.select_for_update().filter(pk=keep).first()
    if row is None:
        raise NotFound
    row.state = KEEP.next(row.state, "lift", by=by)
    row.lift_why, row.lifted_at, row.lifted_by_id = _reason(why), at, by.account_id
    row.save(update_fields=["state", "lift_why", "lifted_at", "lifted_by"])
    audit.record(by=by, at=at, verb="keep_lift", subject_type="case", subject_id=row.case, detail={"why": row.lift_why})


@transaction.atomic
def purge_propose(*, why: str, by: Actor, at: datetime) -> str:
    """Propose to take away the papers of every case whose time of keeping is over and that no hold keeps. System administrator.

    Its id. Raises Forbidden, Invalid without a reason, Conflict where there is nothing or a proposal waits already.
    """
    if not by.has(*SYSTEM_ADMINISTRATOR):
        raise Forbidden
    reason = _reason(why)
    assert by.account_id is not None
    if Purge.objects.filter(state=PurgeState.PROPOSED).exists():
        raise Conflict(Text("已有一次销毁等待批准", "a purge waits to be decided already"))
    numbers = [one.number for one in casework.cases_over(today=day_of(at), limit=MOST_CASES, leave_out=_gone())]
    free = sorted(set(numbers) - _held(numbers))
    if not free:
        raise Conflict(Text("没有保存期满的档案", "no papers have outlived their time"))
    row = Purge.objects.create(
        state=PURGE.start, why=reason, cases=free, proposed_at=at, proposed_by_id=by.account_id
    )  # fmt: skip
    _note(row, "purge_propose", by, at, {"cases": len(free), "why": reason})
    return str(row.public_id)


@transaction.atomic
def purge_carry_out(*, purge: str, by: Actor, at: datetime) -> None:
    """Take the papers away, but for cases that a hold came to keep; what went is counted and its digests stay. Security administrator.

    Raises NotFound, Forbidden, Conflict.
    """
    row = _locked(purge)
    row.state = PURGE.next(row.state, "carry_out", by=by)
    free = set(row.cases) - _held(row.cases)
    row.proof = list(_erased(free, row.why, by, at))
    row.digest = proof_digest(row.proof)
    newest = log.checkpoints(limit=1)
    row.checkpoint = newest[0].number if newest else 0
    row.decided_at, row.decided_by_id, row.cases = at, by.account_id, sorted(free)
    row.save(update_fields=["state", "proof", "digest", "checkpoint", "decided_at", "decided_by", "cases"])
    _note(row, "purge_carry_out", by, at, {"files": len(row.proof), "digest": row.digest, "checkpoint": row.checkpoint})


@transaction.atomic
def purge_drop(*, purge: str, by: Actor, at: datetime) -> None:
    """Give a proposal up; nothing is taken away. Security administrator. Raises NotFound, Forbidden, Conflict."""
    row = _locked(purge)
    row.state = PURGE.next(row.state, "drop", by=by)
    row.decided_at, row.decided_by_id = at, by.account_id
    row.save(update_fields=["state", "decided_at", "decided_by"])
    _note(row, "purge_drop", by, at, {})


def proof_digest(proof: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the proof, a line of sorted JSON for each file: anyone who has it can count it again."""
    lines = (json.dumps(one, sort_keys=True, ensure_ascii=False) + "\n" for one in proof)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _erased(numbers: set[str], why: str, by: Actor, at: datetime) -> Iterable[dict[str, Any]]:
    for number, files in sorted(casework.papers_of(numbers).items()):
        for one in files_erase(public_ids=files, why=why, by=by, at=at):
            yield {"case": number, "file": one.public_id, "sha256": one.sha256, "size": one.size}


def _held(numbers: Iterable[str]) -> set[str]:
    """Those of the cases whose papers a hold keeps."""
    rows = Keep.objects.filter(case__in=list(numbers), state=KeepState.PLACED)
    return set(rows.values_list("case", flat=True))


def _gone() -> set[str]:
    """Cases whose papers were taken away."""
    done = Purge.objects.filter(state=PurgeState.DONE).values_list("cases", flat=True)
    return {number for numbers in done for number in numbers}


def _locked(purge: str) -> Purge:
    row = Purge.objects.select_for_update().filter(public_id=purge).first()
    if row is None:
        raise NotFound
    return row


def _need_holder(by: Actor, number: str) -> None:
    """Raises NotFound for a case that is not there or not of an inspector's region, Forbidden for others."""
    if not by.has(*HOLDERS):
        raise Forbidden
    found = casework.kept_case(number)
    if found is None or not (by.has(*SECURITY) or region_covers(by.region, found.region)):
        raise NotFound


def _reason(why: str) -> str:
    if not why.strip():
        raise Invalid([Problem("why", Text("请写明理由", "give the reason"))])
    return why.strip()


def _note(row: Purge, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(by=by, at=at, verb=verb, subject_type="purge", subject_id=row.public_id, detail=detail)
