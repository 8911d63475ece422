"""Mismatches of a claim with its approved plan: frozen with its decision, held against it at review, worked out again at approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from yunpei.casework.models import Case, CaseLine, LockedAccount, PlanMismatch
from yunpei.casework.models.claims import LIVE
from yunpei.casework.orders import PERSON
from yunpei.casework.plan_lock import MEANING, mismatches
from yunpei.casework.programmes import plan_of_claim
from yunpei.casework.types import (
    CaseKind,
    Claimed,
    ClaimedLine,
    Difference,
    LineFacts,
    LockCode,
    LockedPlan,
    Mismatch,
    Source,
)
from yunpei.common.errors import Conflict
from yunpei.common.language import Text
from yunpei.people.types import OrganisationCard
from yunpei.training import queries as training

Known = Sequence[tuple[CaseLine, LineFacts]]
Key = tuple[LockCode, str]  # code and the line's public id
NOTHING = Text("无", "none")


def lock_account(case: Case, firm: OrganisationCard) -> None:
    """Keep the firm's account with its approved filing. Where it has none yet, there is nothing to compare with later."""
    if firm.bank_account:
        LockedAccount.objects.create(case=case, bank=firm.bank_name, account=firm.bank_account)


def found_in(case: Case, known: Known) -> list[Mismatch]:
    """The mismatches of a claim with these facts; of what is no claim for a class, none. 3 queries."""
    if case.kind != CaseKind.CLAIM:
        return []
    assert case.filing_id is not None
    assert case.training_class_id is not None
    plan, kept = plan_of_claim(case), LockedAccount.objects.filter(case_id=case.filing_id).first()
    locked = LockedPlan(
        project=plan.project,
        mode=plan.mode,
        online_hours=plan.online_hours,
        offline_hours=plan.offline_hours,
        channels=tuple((name, link) for name, _, link in plan.channels),
        headcount=plan.headcount,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        account=(kept.bank, kept.account) if kept else None,
    )
    own = case.payee.get("kind") == PERSON or not case.payee
    claimed = Claimed(
        mode=training.class_of(case.training_class_id).mode,
        account=None if own else (case.payee["bank"], case.payee["account"]),
        lines=[ClaimedLine(str(line.public_id), line.name, facts.facts, facts.sources) for line, facts in known],
    )
    return mismatches(locked, claimed)


def freeze_mismatches(case: Case, known: Known, *, at: datetime) -> None:
    """Write what a locked claim differs in, in place of what was frozen before; an officer's word stays on what is the same."""
    before = {(key_of(row), *_values(as_found(row))): row for row in of_case(case)}
    lines = {str(line.public_id): line for line, _ in known}
    found = found_in(case, known)
    case.mismatches.all().delete()
    PlanMismatch.objects.bulk_create(
        _row(case, lines.get(one.line), one, before.get(((one.code, one.line), *_values(one))), at) for one in found
    )


def _row(case: Case, line: CaseLine | None, one: Mismatch, same: PlanMismatch | None, at: datetime) -> PlanMismatch:
    return PlanMismatch(
        case=case,
        line=line,
        code=one.code,
        planned=[one.planned.zh, one.planned.en],
        found=[one.found.zh, one.found.en],
        planned_source=one.planned_source,
        found_source=one.found_source,
        found_at=same.found_at if same else at,
        accepted_by_id=same.accepted_by_id if same else None,
        accepted_reason=same.accepted_reason if same else "",
        accepted_at=same.accepted_at if same else None,
    )


def of_case(case: Case) -> list[PlanMismatch]:
    """Frozen mismatches by code and order of the lines. 1 query."""
    return list(case.mismatches.select_related("line", "accepted_by").order_by("code", "line__place"))


def standing_of(case: Case, rows: Iterable[PlanMismatch]) -> list[PlanMismatch]:
    """Those that nobody has accepted, of lines that are still claimed for. 2 queries."""
    headcount = plan_of_claim(case).headcount or 0
    fits = case.lines.filter(state__in=LIVE).count() <= headcount
    return [
        row
        for row in rows
        if row.accepted_at is None
        and (row.line is None or row.line.state in LIVE)
        and not (row.code == LockCode.HEADCOUNT and fits)
    ]


def need_settled(case: Case) -> None:
    """Raises Conflict that names every mismatch that stands, by code."""
    rows = of_case(case)
    if not rows or not (left := standing_of(case, rows)):
        return
    told = [_told(LockCode(code), list(same)) for code, same in groupby(left, key=lambda row: row.code)]
    zh, en = "；".join(one.zh for one in told), "; ".join(one.en for one in told)
    raise Conflict(
        Text(
            f"与备案计划不符，未处理前不能通过初审：{zh}。请写明理由接受、不计入相关人员，或退回补正",
            f"not as planned, the first review can't pass: {en}. Accept with a reason, refuse the lines, or return the claim",
        )
    )


def _told(code: LockCode, rows: Sequence[PlanMismatch]) -> Text:
    what, names = MEANING[code][0], [row.line.name for row in rows if row.line is not None]
    zh = f"（{'、'.join(names)}）" if names else ""
    en = f" ({', '.join(names)})" if names else ""
    return Text(f"{code} {what.zh}{zh}", f"{code} {what.en}{en}")


def changed_mismatches(case: Case, known: Known) -> Iterator[Difference]:
    """What differs otherwise than it was frozen, of lines that are still decided.

    Fewer people than at submission are the office's own doing, and more there can't be: no line joins a claim later.
    """
    decided = {"", *(str(line.public_id) for line, _ in known)}
    frozen = {key_of(row): as_found(row) for row in of_case(case)}
    now = {(one.code, one.line): one for one in found_in(case, known)}
    for code, line in sorted(frozen.keys() | now.keys()):
        then, today = frozen.get((code, line)), now.get((code, line))
        if code is LockCode.HEADCOUNT or line not in decided or (then and today and _values(then) == _values(today)):
            continue
        person = next(one.person for one in (then, today) if one)
        before, after = (one.found if one else NOTHING for one in (then, today))
        what = MEANING[code][0]
        yield Difference(line, person, Text(f"{code} {what.zh}", f"{code} {what.en}"), before, after)


def as_found(row: PlanMismatch) -> Mismatch:
    """A frozen mismatch as it was found."""
    return Mismatch(
        LockCode(row.code),
        str(row.line.public_id) if row.line else "",
        row.line.name if row.line else "",
        Text(*row.planned),
        Text(*row.found),
        Source(row.planned_source),
        Source(row.found_source),
    )


def key_of(row: PlanMismatch) -> Key:
    """What tells it from the others of its case."""
    return LockCode(row.code), str(row.line.public_id) if row.line else ""


def _values(one: Mismatch) -> tuple[Text, Text]:
    return one.planned, one.found
