"""An officer enters what the office's own systems say of a line; the applicant is asked for no proof of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yunpei.casework import access
from yunpei.casework.application_facts import of_office, read_typed
from yunpei.casework.deciding import decidable, decide_found
from yunpei.casework.moving import locked, table_of
from yunpei.casework.programmes import pack_of
from yunpei.casework.types import CaseKind, Source
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Invalid, NotFound, Problem
from yunpei.common.language import Text


@transaction.atomic
def facts_found(*, number: str, line: str, facts: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Note what the office's systems say of one line, and decide it with that; all else stays as it was frozen.

    An officer of the reviewing office, before the first review is passed. Raises NotFound, Forbidden; Conflict where the programme
    leaves nothing to look up, or the line is out; Invalid with every fact that can't be.
    """
    case = locked(number, by, CaseKind.APPLICATION)
    access.need_reviewer(by, case)
    table_of(case).row(case.state, "review_first")
    found = case.lines.select_for_update().filter(public_id=line).first()
    if found is None:
        raise NotFound
    inputs = of_office(pack_of(case))
    if not inputs or found not in decidable(case):
        raise Conflict(Text("此行没有需要查询的事实", "there is nothing to look up for this line"))
    given, problems = read_typed(inputs, facts, Source.OFFICE)
    if not given and not problems:
        problems = [Problem("facts", Text("请填写查询结果", "enter what was found"))]
    if problems:
        raise Invalid(problems)
    found.given |= given
    found.save(update_fields=["given"])
    decide_found(case, found, sorted(given), by=by, at=at)
    detail = {"case": number, "facts": sorted(given)}
    audit.record(by=by, at=at, verb="facts_found", subject_type="line", subject_id=found.public_id, detail=detail)
