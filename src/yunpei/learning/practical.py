"""The practical part of an exam: graded by a teacher, and by another one where the class asks for two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.evidence.log.actions import event_record
from yunpei.evidence.types import Verb
from yunpei.learning.exam_rules import rules_of
from yunpei.learning.marking import FULL_MARK, PASS_MARK
from yunpei.learning.models import PracticalGrade
from yunpei.learning.standing import running_blocks
from yunpei.learning.types import PaperKind, PaperRules, PracticalStanding, Scale
from yunpei.training import queries as training
from yunpei.training.access import TEACHING, require_organisation

# What a word of a scale is as a mark of 100.
LEVELS = {
    Scale.LEVELS: {"excellent": 95, "good": 85, "fair": 75, "pass": 65, "fail": 50},
    Scale.PASS: {"pass": PASS_MARK, "fail": 0},
}


@transaction.atomic
def practical_grade(
    *, class_id: int, line_id: int, scale: Scale, given: str, remark: str, by: Actor, at: datetime
) -> int:
    """Grade a learner's practical part and return the mark of 100; where two graders are asked for, the second is another person.

    given: a mark or a word of the scale. A new try begins after one that was failed. The organisation's people. Raises NotFound,
    Forbidden; Conflict where the class has no such part or does not run, no try is left, it is passed, or the same person
    grades twice; Invalid.
    """
    held = training.class_of(class_id)
    require_organisation(by, held.organisation_id, *TEACHING)
    if by.account_id is None:
        raise Forbidden
    line = next((one for one in training.roster_lines(held.roster_id) if one.id == line_id), None)
    if line is None:
        raise NotFound
    rules = rules_of(class_id, PaperKind.EXAM)
    if blocks := running_blocks(held, signed_in=line.signed_in_at is not None, day=day_of(at)):
        raise Conflict(blocks[0].text)
    mark = _mark(scale, given)
    grades = list(
        PracticalGrade.objects.select_for_update()
        .filter(training_class_id=class_id, person_id=line.person_id, voided_at=None)
        .order_by("number", "id")
    )
    number = _next_try(grades, rules, by.account_id)
    made = PracticalGrade.objects.create(
        training_class_id=class_id,
        person_id=line.person_id,
        number=number,
        mark=mark,
        scale=scale,
        remark=remark.strip()[:500],
        graded_by_id=by.account_id,
        graded_at=at,
    )
    detail = {"person": line.person_id, "try": number, "mark": mark}
    audit.record(by=by, at=at, verb="practical_grade", subject_type="class", subject_id=held.public_id, detail=detail)
    event = {"kind": "practical", "try": number, "mark": mark, "grade": made.pk}
    event_record(verb=Verb.SCORE, by=by, at=at, person=line.person, class_id=held.public_id, detail=event)
    return mark


@transaction.atomic
def practical_void(*, class_id: int, grade_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Void a grade that was a mistake while the class runs. Raises NotFound, Forbidden, Conflict, Invalid."""
    held = training.class_of(class_id)
    require_organisation(by, held.organisation_id, *TEACHING)
    row = PracticalGrade.objects.select_for_update().filter(pk=grade_id, training_class_id=class_id).first()
    if row is None:
        raise NotFound
    if row.voided_at is not None:
        raise Conflict(Text("已经作废", "it is void already"))
    if blocks := running_blocks(held, signed_in=True, day=day_of(at)):
        raise Conflict(blocks[0].text)
    if not reason.strip():
        raise Invalid([Problem("reason", Text("请写明作废的原因", "say why it is voided"))])
    row.voided_at, row.voided_by_id, row.void_reason = at, by.account_id, reason.strip()[:500]
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    detail = {"person": row.person_id, "grade": row.pk, "why": row.void_reason}
    audit.record(by=by, at=at, verb="practical_void", subject_type="class", subject_id=held.public_id, detail=detail)
    event_record(verb=Verb.VOID, by=by, at=at, class_id=held.public_id, detail={"grade": row.pk})


def grades_of(class_id: int) -> Mapping[int, Sequence[PracticalGrade]]:
    """Person → the grades that stand, by try. For pages of this class's own people. 1 query."""
    found: defaultdict[int, list[PracticalGrade]] = defaultdict(list)
    for one in PracticalGrade.objects.filter(training_class_id=class_id, voided_at=None).order_by("number", "id"):
        found[one.person_id].append(one)
    return found


def practical_standings(
    class_id: int, rules: PaperRules, *, person_id: int | None = None
) -> Mapping[int, PracticalStanding]:
    """Person → where they stand, of those with a grade; nobody where there is no practical part. At most 1 query."""
    if not rules.graders:
        return {}
    rows = PracticalGrade.objects.filter(training_class_id=class_id, voided_at=None).order_by("number", "id")
    found: defaultdict[int, list[PracticalGrade]] = defaultdict(list)
    for one in rows if person_id is None else rows.filter(person_id=person_id):
        found[one.person_id].append(one)
    return {person: _standing(grades, rules) for person, grades in found.items()}


def not_graded(rules: PaperRules) -> PracticalStanding | None:
    """Where someone without a grade stands; None where there is no practical part."""
    return PracticalStanding(None, passed=False, waiting=False, tries_left=rules.tries) if rules.graders else None


def _standing(grades: Sequence[PracticalGrade], rules: PaperRules) -> PracticalStanding:
    tries = _tries(grades)
    whole = [sum(marks) // len(marks) for marks in tries if len(marks) >= rules.graders]
    return PracticalStanding(
        mark=whole[-1] if whole else None,
        passed=any(mark >= PASS_MARK for mark in whole),
        waiting=len(whole) < len(tries),
        tries_left=max(0, rules.tries - len(tries)),
    )


def _tries(grades: Sequence[PracticalGrade]) -> list[list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for one in grades:
        found[one.number].append(one.mark)
    return list(found.values())


def _next_try(grades: Sequence[PracticalGrade], rules: PaperRules, grader: int) -> int:
    if not rules.graders:
        raise Conflict(Text("本班没有实操考试", "this class has no practical part"))
    stands = _standing(grades, rules)
    if stands.passed:
        raise Conflict(Text("实操已合格", "the practical part is passed"))
    last = grades[-1].number if grades else 0
    if stands.waiting:
        if any(one.number == last and one.graded_by_id == grader for one in grades):
            zh, en = (
                "您已评过；第二份评分须由另一位老师给出",
                "you have graded it: the second grade is another person's",
            )
            raise Conflict(Text(zh, en))
        return last
    if not stands.tries_left:
        raise Conflict(Text("实操次数已用完", "no try at the practical part is left"))
    return last + 1


def _mark(scale: Scale, given: str) -> int:
    if scale is Scale.POINTS and given.strip().isdecimal() and len(given.strip()) < 4 and int(given) <= FULL_MARK:
        return int(given)
    known = LEVELS.get(scale, {}).get(given)
    if known is None:
        raise Invalid([Problem("given", Text("请填0至100的整数，或选一个等级", "give 0 to 100, or choose a level"))])
    return known
