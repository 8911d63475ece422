"""What a decision letter (决定书) says, frozen in the transaction of the decision; the paper is made from it afterwards."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yunpei.casework.applicants import applicant_of
from yunpei.casework.engine import failing
from yunpei.casework.models import Case, CaseLine, DecisionLetter
from yunpei.casework.numbers import next_number
from yunpei.casework.programmes import pack_of, plan_of_claim
from yunpei.casework.types import CaseKind, LineState
from yunpei.common import jobs
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict
from yunpei.people import queries as people
from yunpei.policy.types import Pack

DECISIONS = {"approve": True, "approve_unpublished": True, "refuse": False}  # event → whether it grants
MAKE = "casework.letter_make"
LISTED = 300  # lines on the paper; of more only those that are not counted, and never more than this


def letter_issue(case: Case, event: str, *, reason: str, at: datetime) -> None:
    """Freeze the letter of a decision and ask for its paper. Part of the transaction of the decision, before anything else moves.

    Of one case only the last decision holds.
    """
    letter_void(case, at)
    year = day_of(at).year
    number = next_number(case.region, year, "JD")
    code = secrets.token_hex(8).upper()
    content = _content(case, granted=DECISIONS[event], reason=reason) | {
        "number": number,
        "code": code,
        "decided_on": day_of(at).isoformat(),
    }
    DecisionLetter.objects.create(
        number=number, code=code, case=case, content=content, digest=digest_of(content), issued_at=at
    )
    jobs.enqueue(MAKE, at=at, key=number, number=number)


def letter_void(case: Case, at: datetime) -> None:
    """The case is taken up again: its decision holds no more, and whoever checks the letter is told."""
    case.letters.filter(voided_at__isnull=True).update(voided_at=at)


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of a content: JSON with sorted keys, no blanks, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _content(case: Case, *, granted: bool, reason: str) -> dict[str, Any]:
    try:
        pack = pack_of(case)
    except Conflict:  # the pack is gone, and the case can only be refused: no clause is guessed
        pack = None
    applicant = applicant_of(case)
    lines = list(case.lines.order_by("place"))
    counted = [line for line in lines if line.state == LineState.COUNTED and line.amount_fen > 0]
    listed = [_line(line, pack, granted) for line in (lines if len(lines) <= LISTED else _others(lines, counted))]
    office = next((one.name for one in people.offices() if one.id == case.review_office_id), "")
    return {
        "format": "yunpei-decision-1",
        "case": case.number,
        "kind": case.kind,
        "granted": granted,
        "reason": reason,
        "applicant": applicant.name,
        "personal": applicant.firm is None,
        "programme": case.programme,
        "programme_name": pack.name.zh if pack else case.programme,
        "pack": f"{case.pack_version} {case.pack_digest[:12]}",
        "circular": pack.circular.number if pack else "",
        "circular_title": pack.circular.title.zh if pack else "",
        "project": "" if case.kind == CaseKind.APPLICATION else plan_of_claim(case).project,
        "fund": case.fund if granted and counted else "",
        "pays": pack.pays if pack else True,
        "counted": len(counted) if granted else 0,
        "amount_fen": sum(line.amount_fen for line in counted) if granted else 0,
        "not_counted": len(lines) - len(counted) if granted else len(lines),
        "lines": listed[:LISTED],
        "left_out": max(0, len(lines) - LISTED),
        "clauses": _clauses(pack) if pack else [],
        "office": office,
    }


def _others(lines: Iterable[CaseLine], counted: list[CaseLine]) -> list[CaseLine]:
    known = {line.pk for line in counted}
    return [line for line in lines if line.pk not in known]


def _line(line: CaseLine, pack: Pack | None, granted: bool) -> dict[str, Any]:
    """One person: what they get, or why they do not, with the clauses."""
    oks = line.decision.get("checks", {}) if line.decision else {}
    failed = failing(pack, [oks.get(check.id) for check in pack.checks]) if pack and oks else ()
    checks = [check for check in pack.checks if check.id in failed] if pack else []
    paid = granted and line.state == LineState.COUNTED and line.amount_fen > 0
    return {
        "place": line.place,
        "name": line.name,
        "id_masked": line.id_masked,
        "state": line.state,
        "amount_fen": line.amount_fen if paid else 0,
        "reasons": [] if paid else [*filter(None, [line.why]), *(one.text.zh for one in checks)],
        "clauses": list(dict.fromkeys(_short(clause) for one in checks for clause in one.clauses)),
    }


def _clauses(pack: Pack) -> list[list[str]]:
    """The clauses that the checks stand on, each with its sentence."""
    cited = dict.fromkeys(clause for check in pack.checks for clause in check.clauses)
    return [[_short(clause), pack.clauses[clause]] for clause in cited]


def _short(clause: str) -> str:
    """A clause as people cite it: its circular stands at the head of the letter."""
    return clause.rpartition("#")[2]
