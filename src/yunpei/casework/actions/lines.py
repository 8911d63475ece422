"""Single lines of a claim: allowed by discretion, refused, held, counted again, removed; money follows the line."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.actions.settling import set_aside, settle_paid
from yunpei.casework.deciding import decide_frozen
from yunpei.casework.letters import letter_supplement
from yunpei.casework.models import Case, CaseLine, Objection
from yunpei.casework.money import amount_of, budget_of
from yunpei.casework.moving import locked, move_line, need_free, need_reason, table_of
from yunpei.casework.telling import tell
from yunpei.casework.types import DECIDED, CaseState, ObjectionState
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, NotFound
from yunpei.common.language import Text
from yunpei.funds import actions as funds
from yunpei.funds import queries as books
from yunpei.funds.types import Standing
from yunpei.policy.types import Outcome


@transaction.atomic
def line_allow(*, number: str, line: str, reason: str, by: Actor, at: datetime) -> None:
    """Use discretion on a line that fails only in-principle (原则上) conditions, with a written reason: it becomes due.

    An officer of the reviewing office, before the first review is passed. Decided on the frozen facts, nothing else changes.
    Raises NotFound, Forbidden, Invalid; Conflict for a line that leaves no discretion.
    """
    case, found = _line(number, line, by)
    said = need_reason(reason)
    if found.outcome != Outcome.DISCRETION:
        raise Conflict(Text("此行没有可裁量的条件", "there is nothing at an officer's discretion in this line"))
    found.allowed_by_id, found.allowed_reason = by.account_id, said
    decide_frozen(case, found, at=at)
    _record(case, found, "line_allow", by, at, reason=said, amount_fen=found.amount_fen)


@transaction.atomic
def line_refuse(*, number: str, line: str, reason: str, by: Actor, at: datetime) -> None:
    """Refuse one line with a written reason; the others go on. An officer of the reviewing office, before the first review passes.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case, found = _line(number, line, by)
    move_line(found, "refuse", why=need_reason(reason), by=by, at=at)
    _record(case, found, "line_refused_by_officer", by, at, reason=found.why)


def _line(number: str, line: str, by: Actor) -> tuple[Case, CaseLine]:
    """A line that an officer may still judge."""
    case = locked(number, by, *DECIDED)
    access.need_reviewer(by, case)
    table_of(case).row(case.state, "review_first")
    found = case.lines.select_for_update().filter(public_id=line).first()
    if found is None:
        raise NotFound
    return case, found


@transaction.atomic
def line_hold(*, number: str, line: str, reason: str, by: Actor, at: datetime) -> None:
    """Stop one line with a written reason, while the others go on. An officer of the reviewing office, or an inspector.

    What the bank was told already is not stopped by it. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = locked(number, by, *DECIDED)
    access.need_desk(by, case)
    need_free(case)
    found = _of(case, line)
    move_line(found, "hold", why=need_reason(reason), by=by, at=at)
    tell(case, "line_held", at)


@transaction.atomic
def line_settle(*, number: str, line: str, keep: bool, reason: str, by: Actor, at: datetime) -> None:
    """Let a held line count again (keep), or remove it, with a written reason. An officer of the office, or an inspector.

    A line under an open objection is settled with the objection. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    case = locked(number, by, *DECIDED)
    access.need_desk(by, case)
    need_free(case)
    found = _of(case, line)
    if Objection.objects.filter(row__line_id=found.pk, state=ObjectionState.OPEN).exists():
        raise Conflict(Text("此行有未处理的异议，请先处理异议", "an objection to this line is open; settle that"))
    if keep:
        count_again(case, found, reason=need_reason(reason), by=by, at=at)
    else:
        remove(case, found, reason=need_reason(reason), by=by, at=at)
    tell(case, "line_released" if keep else "line_removed", at)


def count_again(case: Case, line: CaseLine, *, reason: str, by: Actor, at: datetime) -> None:
    """Let a held line count; once the case is approved its money is set aside, if it is not already. The case is locked."""
    move_line(line, "count", why="", by=by, at=at)
    _record(case, line, "line_counted_again", by, at, reason=reason)
    if case.state in (CaseState.APPROVED, CaseState.IN_PAYMENT) and line.amount_fen and not _standing(line).due_fen:
        set_aside(case, [amount_of(line)], by=by, at=at)
    letter_supplement(case, [line], reason=reason, at=at)


def remove(case: Case, line: CaseLine, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a held line out of the sum; what was set aside for it goes back to the budget. The case is locked.

    Raises Conflict once its money is with the bank or paid: then it is recovered, not removed.
    """
    standing = _standing(line)
    if standing.in_payment_fen or standing.given_fen:
        raise Conflict(
            Text("此行已拨付或正在拨付，不能移除，只能追回", "the line is paid or being paid; it can only be recovered")
        )
    move_line(line, "remove", why=reason, by=by, at=at)
    letter_supplement(case, [line], reason=reason, at=at)
    if standing.reserved_fen:
        item = amount_of(line, standing.reserved_fen)
        funds.release(budget=budget_of(case), case=case.number, items=[item], reason=reason, by=by, at=at)
    settle_paid([case], by=by, at=at)


def _of(case: Case, line: str) -> CaseLine:
    found = case.lines.select_for_update().filter(public_id=line).first()
    if found is None:
        raise NotFound
    return found


def _standing(line: CaseLine) -> Standing:
    key = str(line.public_id)
    return books.line_standings(lines=[key]).get(key, Standing())


def _record(case: Case, line: CaseLine, verb: str, by: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        by=by, at=at, verb=verb, subject_type="line", subject_id=line.public_id, detail={"case": case.number, **detail}
    )
