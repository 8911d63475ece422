"""What the study clock asks in one class: set by its office, and by its organisation within bounds; later only more strictly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Invalid, Problem
from yunpei.common.language import Text
from yunpei.evidence.asking import EVERY_10_TO_20_MINUTES, LONGEST, Ask, Asking
from yunpei.learning.identity.access import require_setting
from yunpei.learning.models import ClassAsking
from yunpei.learning.study_rule import StudyRule, of_programme, study_rule
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts, ClassState

SOONEST = 120  # seconds between two challenges: more often nobody learns anything
_SORTS = (Ask.QUESTION, Ask.SIGN_IN, Ask.IDENTITY)  # the later, the stricter


@dataclass(frozen=True, slots=True)
class Settable:
    """What may be set now: nothing milder than `floor`; None: anything. blocked: why nothing at all."""

    rule: StudyRule
    floor: StudyRule | None
    blocked: Text | None


@transaction.atomic
def asking_set(*, class_id: int, asking: Asking, entry: bool, by: Actor, at: datetime) -> None:
    """Say what a class asks, from the next opening of a lesson on; receipts carry it.

    Its organisation before it begins, not milder than programme, office and the general rule; a reviewing officer of the region not
    milder than the programme, and once it began not milder than what is in force. Raises NotFound, Forbidden, Conflict, Invalid.
    """
    held = training.class_of(class_id)
    require_setting(by, held)
    ClassAsking.objects.select_for_update().filter(training_class_id=class_id).first()
    can = settable(held, by=by, at=at)
    if can.blocked is not None:
        raise Conflict(can.blocked)
    if problems := _problems(asking, entry=entry, floor=can.floor):
        raise Invalid(problems)
    given = {"least": asking.least, "most": asking.most, "kinds": ".".join(asking.kinds), "entry": entry}
    office = by.has("officer_review", "system")
    ClassAsking.objects.update_or_create(
        training_class_id=class_id,
        defaults={**given, "by_office": office, "set_by_id": by.account_id, "set_at": at},
    )
    audit.record(by=by, at=at, verb="class_asking", subject_type="class", subject_id=held.public_id, detail=dict(given))


def settable(held: ClassFacts, *, by: Actor, at: datetime) -> Settable:
    """What this actor may set for a class now. The caller has judged who may see it."""
    rule, office = study_rule(held), by.has("officer_review", "system")
    if held.state in (ClassState.CLOSED, ClassState.CANCELLED):
        return Settable(rule, None, Text("班级已结束", "the class has ended"))
    if held.state is ClassState.OPEN or held.starts_on <= day_of(at):
        late = Text("开班后只能由审核部门加严", "once the class has begun only the office may make it stricter")
        return Settable(rule, rule, None if office else late)
    said = of_programme(held)
    if office:
        return Settable(rule, said, None)
    row = ClassAsking.objects.filter(training_class_id=held.id, by_office=True).first()
    if row is not None:
        return Settable(rule, rule, None)
    return Settable(rule, said or StudyRule(None, EVERY_10_TO_20_MINUTES), None)


def milder(asking: Asking, than: Asking) -> list[Text]:
    """In what a setting asks less than another: later, or for a stricter sort of challenge more seldom."""
    found = []
    if not than.kinds:
        return []
    if asking.least > than.least or asking.most > than.most:
        minutes = f"{than.least / 60:g}–{than.most / 60:g}"
        found.append(Text(f"不能比每{minutes}分钟更少", f"not more seldom than every {minutes} minutes"))
    for sort in range(len(_SORTS)):
        if _share(asking, sort) < _share(than, sort):
            found.append(Text("不能改成更宽松的方式", "not by milder ways than those"))
            break
    return found


def _share(asking: Asking, sort: int) -> float:
    """How many of the challenges are of a sort or a stricter one."""
    strict = sum(one in _SORTS[sort:] for one in asking.kinds)
    return strict / len(asking.kinds) if asking.kinds else 0


def _problems(asking: Asking, *, entry: bool, floor: StudyRule | None) -> list[Problem]:
    if not SOONEST <= asking.least <= asking.most <= LONGEST:
        zh = f"间隔应在{SOONEST // 60}至{LONGEST // 60}分钟之间，前一个不大于后一个"
        en = f"from {SOONEST // 60} to {LONGEST // 60} minutes, the first not above the second"
        return [Problem("least", Text(zh, en))]
    if floor is None:
        return []
    problems = [Problem("kinds", one) for one in milder(asking, floor.asking)]
    if floor.entry and not entry:
        problems.append(Problem("entry", Text("入班核验不能取消", "the check on entering stays")))
    return problems
