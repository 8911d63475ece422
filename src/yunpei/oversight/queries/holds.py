"""What was found of a case and what holds it: all of it for officers, of holds the plain words for the applicant."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from yunpei.casework import queries as cases
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.common.language import Text
from yunpei.oversight import access, words
from yunpei.oversight.models import Finding, Hold, Screening
from yunpei.oversight.screening.rules import rules
from yunpei.oversight.types import CaseOversight, FindingRow, HoldRow, HoldSource, HoldState, Severity
from yunpei.people import queries as people


def standing(case: str) -> Sequence[Hold]:
    """The holds of a case that were not released, for this room's own use. 1 query."""
    return list(Hold.objects.filter(case=case, state=HoldState.PLACED).order_by("id"))


def case_oversight(*, number: str, by: Actor) -> CaseOversight | None:
    """All that officers of the region see of a case: None for those whose eyes it is not for. Raises NotFound. 7 queries."""
    case = cases.subject(number)
    if not access.reads(by, case.region):
        return None
    kept = Screening.objects.filter(case=number).first()
    persons = {one.id: one for one in case.lines}
    titles = rules()
    holding = Hold.objects.filter(finding=OuterRef("pk"), state=HoldState.PLACED)
    found = Finding.objects.filter(case=number).annotate(holds_now=Exists(holding)).select_related("person")
    findings = [
        FindingRow(
            id=one.pk,
            rule=one.rule,
            title=titles[one.rule].title if one.rule in titles else Text(one.rule, one.rule),
            why=titles[one.rule].why if one.rule in titles else Text("", ""),
            severity=Severity(one.severity),
            class_number=one.class_number,
            person=one.person.name if one.person else "",
            id_masked=one.person.id_masked if one.person else "",
            line=str(one.line) if str(one.line) in persons else "",
            evidence=words.evidence(one.says, one.figures, kept=one.evidence),
            score=one.score,
            found_at=one.found_at,
            rules_digest=one.rules_digest,
            standing=one.gone_at is None,
            held=one.holds_now,
        )
        for one in found.order_by("gone_at", "-severity", "-score", "id")
    ]
    left_out = [titles[one].title for one in (kept.left_out if kept else []) if one in titles]
    return CaseOversight(kept.at if kept else None, tuple(findings), _holds(number), tuple(left_out))


def holds_of_case(*, number: str, by: Actor) -> tuple[HoldRow, ...]:
    """The holds of a case as everyone who sees the case may read them: not by whom, nor what was found. Raises NotFound."""
    cases.case(number=number, by=by)
    return _holds(number, named=False)


def hold_case(*, hold: int, by: Actor) -> str:
    """The number of a hold's case, for inspectors of its region. Raises NotFound, Forbidden."""
    number = Hold.objects.filter(pk=hold).values_list("case", flat=True).first()
    if number is None:
        raise NotFound
    access.need_region(by, cases.subject(number).region)
    return number


def _holds(number: str, *, named: bool = True) -> tuple[HoldRow, ...]:
    rows = list(Hold.objects.filter(case=number).order_by("id"))
    who = people.account_names({one for row in rows for one in (row.placed_by_id, row.released_by_id) if one})
    lines = {one.id: one.name for one in cases.subject(number).lines}
    return tuple(
        HoldRow(
            id=row.pk,
            case=row.case,
            line=str(row.line or ""),
            person=lines.get(str(row.line), ""),
            source=HoldSource(row.source),
            said=Text(row.said_zh, row.said_en),
            state=HoldState(row.state),
            placed_at=row.placed_at,
            placed_by=who.get(row.placed_by_id or 0, "") if named else "",
            released_at=row.released_at,
            released_by=who.get(row.released_by_id or 0, "") if named else "",
            release_reason=row.release_reason if named else "",
        )
        for row in rows
    )
