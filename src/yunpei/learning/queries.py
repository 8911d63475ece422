"""Where learners stand. Each takes a fixed number of queries, whatever the number of lessons, tries or people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from yunpei.catalogue import queries as catalogue
from yunpei.common.clock import day_of
from yunpei.common.language import Text
from yunpei.learning import study
from yunpei.learning.exam_rules import rules_of
from yunpei.learning.marking import is_right
from yunpei.learning.models import Attempt
from yunpei.learning.on_the_spot import credits_on_the_spot
from yunpei.learning.papers import Try, attempt_page, standing, tries_of
from yunpei.learning.practical import not_graded, practical_standings
from yunpei.learning.reckoning import earned, earned_of, lesson_line, lessons_of
from yunpei.learning.records.outside import of_class
from yunpei.learning.records.types import NOTHING, Outside
from yunpei.learning.standing import exam_hours_block, running_blocks, standing_of
from yunpei.learning.types import (
    RULES,
    Answered,
    Beside,
    Block,
    ClassPage,
    LessonLine,
    PaperKind,
    PaperRules,
    PracticalStanding,
    Standing,
)
from yunpei.training import attended as meetings
from yunpei.training import queries as training
from yunpei.training.hour_rule import shown
from yunpei.training.types import ClassFacts, Fact, FactSource, Mode, PersonFacts, RosterLineFacts

__all__ = [
    "attempt_page",
    "claim_facts",
    "class_page",
    "class_standings",
    "hours_of",
    "paper_blocks",
    "side_by_side",
    "standing_in",
]


def class_page(public_id: str, *, person_id: int, at: datetime) -> ClassPage:
    """All that the page of a class shows one learner. Raises NotFound for someone who is not on the roster.

    5 queries of the site and 1 read of the study store; 6 where the class is asked for the first time.
    """
    held, line = training.class_of_learner(public_id, person_id)
    tries = tries_of(held.id, person_id)
    totals = study.totals(held, line.person)
    rules = rules_of(held.id, PaperKind.EXAM)
    exam = standing([one for one in tries if one.kind == PaperKind.EXAM], rules)
    lines = tuple(_with_quiz(lesson_line(one, totals.get(one.public_id)), tries) for one in lessons_of(held))
    signed_in = line.signed_in_at is not None
    mine = earned_of(held, line, study.credits_of(held, line.person, totals))
    stands = standing_of(
        held,
        signed_in=signed_in,
        earned=mine.online,
        exam=exam,
        offline=mine.offline,
        practical=_practical(held, rules, person_id),
    )
    blocks = running_blocks(held, signed_in=signed_in, day=day_of(at))
    return ClassPage(
        held=held,
        line=line,
        lessons=lines,
        next_lesson=next((one.lesson for one in lines if one.lesson.clocked and not one.finished), None),
        standing=stands,
        exam_blocks=tuple(blocks or exam_hours_block(held, stands.hours)),
        hour_text=shown(held.hour),
        outside=mine.outside,
    )


def standing_in(class_id: int, *, person_id: int) -> Standing:
    """Hours, exam and what blocks the certificate of one learner. Raises NotFound. 6 queries and 1 of the study store."""
    held = training.class_of(class_id)
    line = training.line_of_person(class_id, person_id)
    rules = rules_of(class_id, PaperKind.EXAM)
    exams = Attempt.objects.filter(training_class_id=class_id, person_id=person_id, kind=PaperKind.EXAM)
    mine = earned_of(held, line, study.credits_of(held, line.person, study.totals(held, line.person)))
    return standing_of(
        held,
        signed_in=line.signed_in_at is not None,
        earned=mine.online,
        exam=standing(exams.order_by("number"), rules),
        offline=mine.offline,
        practical=_practical(held, rules, person_id),
    )


def hours_of(class_id: int, *, person_id: int) -> int:
    """Verified whole class hours of one learner in one class. Raises NotFound."""
    return standing_in(class_id, person_id=person_id).hours


def paper_blocks(held: ClassFacts, person_id: int, kind: PaperKind, day: date) -> list[Block]:
    """Why a paper cannot be sat on that day; empty when it can. Raises NotFound for someone who is not on the roster."""
    line = training.line_of_person(held.id, person_id)
    blocks = running_blocks(held, signed_in=line.signed_in_at is not None, day=day)
    if not blocks and kind is PaperKind.EXAM:
        blocks = exam_hours_block(held, hours_of(held.id, person_id=person_id))
    return blocks


def class_standings(class_id: int) -> list[tuple[RosterLineFacts, Standing]]:
    """Where everyone on the roster stands, in its order: for those who urge to study (督促学习). Raises NotFound.

    6 queries and 1 read of the study store, whatever the number of people (one more read each where hours count by day); 2 and
    1 more where there are records from elsewhere.
    """
    return [(one.line, one.standing) for one in _standings(training.class_of(class_id))]


def claim_facts(class_id: int, *, lines: Sequence[RosterLineFacts] | None = None) -> list[PersonFacts]:
    """Hours studied and completion of each roster line, under the policy's column names. Costs as `class_standings`.

    lines: of these only, as a page of a list shows them; then a read of the study store for each.
    """
    held = training.class_of(class_id)
    met = held.mode is not Mode.ONLINE and meetings.has_meetings(class_id)
    return [PersonFacts(one.line.id, one.line.person_id, _facts(held, one, met=met)) for one in _standings(held, lines)]


def answers_given(class_id: int) -> list[Answered]:
    """Every answer of every submitted paper of a class, by person. Raises NotFound. 3 queries."""
    held = training.class_of(class_id)
    bank = {one.id: one for one in catalogue.questions(held.course_id)}
    papers = Attempt.objects.filter(training_class_id=class_id, submitted_at__isnull=False)
    rows = papers.order_by("person_id", "id").values_list(
        "person__public_id", "kind", "number", "answers", "paper", "submitted_at"
    )
    return [
        Answered(str(person), f"{kind}{number}:{one}", _chosen(given), is_right(bank[one], given), at)
        for person, kind, number, answers, paper, at in rows
        for one, _order in paper
        if at is not None and one in bank and (given := answers.get(str(one))) is not None
    ]


def _chosen(given: Sequence[int]) -> str:
    return ",".join(map(str, sorted(given)))


def side_by_side(class_id: int) -> list[Beside]:
    """Everyone with records from elsewhere: what was measured and what was brought in. Costs as `class_standings`. Raises NotFound."""
    return [one for one in _standings(training.class_of(class_id)) if one.outside is not NOTHING]


def _standings(held: ClassFacts, some: Sequence[RosterLineFacts] | None = None) -> list[Beside]:
    lines = training.roster_lines(held.roster_id) if some is None else some
    exams: defaultdict[int, list[Attempt]] = defaultdict(list)
    tries = Attempt.objects.filter(training_class_id=held.id, kind=PaperKind.EXAM).order_by("number")
    for one in tries if some is None else tries.filter(person__in=[line.person_id for line in some]):
        exams[one.person_id].append(one)
    totals = (
        study.totals_of_class(held) if some is None else {one.person: study.totals(held, one.person) for one in some}
    )
    rules = rules_of(held.id, PaperKind.EXAM)
    graded = practical_standings(held.id, rules)
    brought, attended = of_class(held), credits_on_the_spot(held)
    found = []
    for line in lines:
        measured = study.credits_of(held, line.person, totals.get(line.person, {}))
        mine = earned(held, measured, attended.get(line.id, ()), brought.get(line.id, NOTHING))
        stands = standing_of(
            held,
            signed_in=line.signed_in_at is not None,
            earned=mine.online,
            exam=standing(exams[line.person_id], rules),
            offline=mine.offline,
            practical=graded.get(line.person_id, not_graded(rules)),
        )
        found.append(Beside(line, stands, mine.outside))
    return found


def _practical(held: ClassFacts, rules: PaperRules, person_id: int) -> PracticalStanding | None:
    return practical_standings(held.id, rules, person_id=person_id).get(person_id, not_graded(rules))


def _facts(held: ClassFacts, one: Beside, *, met: bool) -> dict[str, Fact]:
    stands, outside = one.standing, one.outside
    seconds, rule, more = one.measured_ms // 1000, shown(held.hour), outside.note
    studied = Text(f"计时{seconds}秒{more.zh}；{rule.zh}", f"{seconds} s on the study clock{more.en}; {rule.en}")
    left = Text("；".join(one.text.zh for one in stands.blocks), "; ".join(one.text.en for one in stands.blocks))
    mark = stands.exam.best_mark
    return {
        "online_hours": Fact(stands.online_hours, _grade(outside), studied),
        "credited_ms": Fact(one.measured_ms, FactSource.CLOCK),
        "completed": Fact(stands.completed, FactSource.EXAM, left if stands.blocks else None),
        "exam_mark": Fact(mark, FactSource.EXAM),
        **_offline_facts(held, one, met=met),
        **_outside_facts(outside),
    }


def _offline_facts(held: ClassFacts, one: Beside, *, met: bool) -> dict[str, Fact]:
    """Hours on the spot, where a meeting was planned or a record of one accepted; else nobody knows of any.

    Their evidence is as good as the weakest part: signed in to with the code, or on paper.
    """
    if held.mode is Mode.ONLINE or not (met or one.outside.attended):
        return {}
    source = FactSource.PAPER if one.outside.attended else FactSource.SIGN_IN
    return {"offline_hours": Fact(one.standing.offline_hours, source, shown(held.hour))}


def _outside_facts(outside: Outside) -> dict[str, Fact]:
    """What only somebody with records from elsewhere has: the parts of their time by grade, where they studied."""
    if not outside.channel:
        return {}
    return {
        "platform_ms": Fact(outside.platform_ms, FactSource.PLATFORM),
        "paper_ms": Fact(outside.paper_ms, FactSource.PAPER),
        "channel": Fact(outside.channel, FactSource.PLATFORM if outside.filed else FactSource.PAPER),
    }


def _grade(outside: Outside) -> FactSource:
    """The weakest evidence that the online hours rest on."""
    if not outside.online_ms:
        return FactSource.CLOCK
    return FactSource.PAPER if outside.online_ms > outside.platform_ms else FactSource.PLATFORM


def _with_quiz(line: LessonLine, tries: list[Try]) -> LessonLine:
    if not line.lesson.questions:
        return line
    quizzes = [one for one in tries if one.kind == PaperKind.QUIZ and one.lesson_id == line.lesson.id]
    return replace(line, quiz=standing(quizzes, RULES[PaperKind.QUIZ]))
