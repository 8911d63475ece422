"""What a decision letter (决定书) says, frozen in the transaction of the decision; the paper is made from it afterwards."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from yunpei.casework.applicants import applicant_of
from yunpei.casework.engine import failing
from yunpei.casework.models import Case, CaseLine, DecisionLetter
from yunpei.casework.money import budget_of
from yunpei.casework.numbers import next_number
from yunpei.casework.programmes import pack_of, plan_of_claim
from yunpei.casework.types import CaseKind, LineState
from yunpei.common import jobs
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict
from yunpei.funds import actions as funds
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
    _freeze(case, _content(case, granted=DECISIONS[event], reason=reason), at=at)


def letter_supplement(case: Case, lines: Sequence[CaseLine], *, reason: str, at: datetime) -> None:
    """Freeze a supplementary letter where lines of an approved case were decided otherwise than its letters say.

    Part of the transaction of that decision. Before the approval there is no letter to add to, and nothing to do.
    """
    main = case.letters.filter(voided_at__isnull=True, supplement_to__isnull=True).first()
    if main is None or not main.content["granted"]:
        return
    said = _said(main)
    changed = [line for line in lines if said.get(line.place, (LineState.COUNTED, line.amount_fen)) != _stands(line)]
    if changed:
        _freeze(case, _supplement(case, main, changed, reason), at=at, main=main)


def _freeze(case: Case, said: Mapping[str, Any], *, at: datetime, main: DecisionLetter | None = None) -> None:
    funds.await_turn(budget=budget_of(case))  # the money before the number: see there
    number = next_number(case.region, day_of(at).year, "JD")
    code = secrets.token_hex(8).upper()
    content = {**said, "number": number, "code": code, "decided_on": day_of(at).isoformat()}
    DecisionLetter.objects.create(
        number=number,
        code=code,
        case=case,
        content=content,
        digest=digest_of(content),
        issued_at=at,
        supplement_to=main,
    )
    jobs.enqueue(MAKE, at=at, key=number, number=number)


def _stands(line: CaseLine) -> tuple[str, int]:
    """How a line stands now: its state, and the fen that are due on it."""
    return line.state, line.reserved_fen if line.state == LineState.COUNTED else 0


def _said(main: DecisionLetter) -> dict[int, tuple[str, int]]:
    """How the lines stood when they were last written about, by place; one that no letter names was counted in full."""
    letters = [main, *main.supplements.filter(voided_at__isnull=True).order_by("id")]
    return {line["place"]: (line["state"], line["amount_fen"]) for one in letters for line in one.content["lines"]}


def _supplement(case: Case, main: DecisionLetter, lines: Sequence[CaseLine], reason: str) -> dict[str, Any]:
    """What a supplementary letter says: the case and its rules as in the main one, and these lines as they stand now."""
    due = [line for line in lines if _stands(line)[1]]
    listed = [_line(line, None, granted=True) | {"amount_fen": _stands(line)[1]} for line in lines[:LISTED]]
    return {
        **main.content,
        "supplements": main.number,
        "reason": reason,
        "fund": case.fund if due else "",
        "counted": len(due),
        "amount_fen": sum(_stands(line)[1] for line in due),
        "not_counted": len(lines) - len(due),
        "lines": listed,
        "left_out": max(0, len(lines) - LISTED),
    }


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
    listed = [
        _line(line, pack, granted=granted) for line in (lines if len(lines) <= LISTED else _others(lines, counted))
    ]
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


def _line(line: CaseLine, pack: Pack | None, *, granted: bool) -> dict[str, Any]:
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
