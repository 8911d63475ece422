"""What one person's time in a class comes to, and what the programme pays for it: decided in a claim, or as things stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from yunpei.casework.applicants import applicant_of
from yunpei.casework.deciding import work_out, work_out_as
from yunpei.casework.engine import frozen_decision, frozen_facts
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.programmes import pack_of, plan_of
from yunpei.casework.queries.estimates import if_open
from yunpei.casework.queries.lines import detail_of, with_time
from yunpei.casework.states import OVER
from yunpei.casework.types import CaseKind, LineDetail, LineState
from yunpei.common.clock import day_of
from yunpei.common.errors import NotFound
from yunpei.learning.reckoning import Reckoning
from yunpei.learning.reckoning import reckoning as reckoned
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts, ClassState


def reckoning(*, class_id: int, person_id: int, at: datetime) -> LineDetail:
    """Seconds → class hours → fen of one person in one class, the same for whoever looks (课时核算).

    Where a claim has decided the line, the money is what was decided; before that, what the claim would come to were it made
    as soon as it can be, on what is known now. The caller has judged who may see this person. Raises NotFound, StoreDown;
    Conflict where the programme's pack is gone.
    """
    held = training.class_of(class_id)
    line = training.line_of_person(class_id, person_id)
    time = reckoned(held, line)
    row = _claimed(class_id, line.id)
    if row is not None and row.decision:
        return with_time(detail_of(row.case, row), row, time)
    return _as_things_stand(held, row, time, at)


def _claimed(class_id: int, line_id: int) -> CaseLine | None:
    """The person's line in the class's claim that runs or is done with, the latest; taken off and withdrawn ones left out."""
    rows = CaseLine.objects.filter(roster_line_id=line_id, case__training_class_id=class_id, case__kind=CaseKind.CLAIM)
    rows = rows.exclude(case__state__in=OVER).exclude(state=LineState.REMOVED)
    return rows.select_related("case").order_by("-id").first()


def _as_things_stand(held: ClassFacts, row: CaseLine | None, time: Reckoning, at: datetime) -> LineDetail:
    """Worked out on the draft of a claim, or before there is one as that of the filing that opened the class."""
    if row is not None:
        case = row.case
        _, [worked] = work_out(case, [row], at)
    else:
        case = _filing(held.id)
        row = CaseLine(
            case=case, place=1, roster_line_id=time.line.id, person_id=time.line.person_id,
            name=time.line.name, id_masked=time.line.id_masked, state=LineState.COUNTED,
        )  # fmt: skip
        first = held.ends_on + timedelta(days=1)
        claimed_on = day_of(at) if held.state is ClassState.CLOSED else max(day_of(at), first)
        [worked] = work_out_as(case, [row], applicant=applicant_of(case), claimed_on=claimed_on, signed=False)
    pack, decided = pack_of(case), worked.decision
    row.facts, row.decision = frozen_facts(worked.facts.facts), frozen_decision(pack, decided)
    row.sources = {name: str(source) for name, source in worked.facts.sources.items()}
    row.outcome = str(decided.outcome)
    row.amount_fen, row.if_allowed_fen = decided.amount_fen, decided.if_allowed_fen
    plan = plan_of(pack, applicant_of(case).region)
    return replace(with_time(detail_of(case, row), row, time), case="", if_open_fen=if_open(plan, decided))


def _filing(class_id: int) -> Case:
    found = Case.objects.filter(training_class_id=class_id, kind=CaseKind.CLASS_FILING).first()
    if found is None:
        raise NotFound
    return found
