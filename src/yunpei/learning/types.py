"""What other rooms may name: papers, where a learner stands, what the class page shows. Times in milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from yunpei.catalogue.types import LessonFacts, QuestionKind
from yunpei.common.language import Text
from yunpei.learning.records.types import Outside
from yunpei.training.types import ClassFacts, RosterLineFacts


class PaperKind(StrEnum):
    """A quiz belongs to a lesson and is practice; the exam belongs to the class and counts for the certificate."""

    QUIZ = "quiz"
    EXAM = "exam"


class Scale(StrEnum):
    """How a practical grade was written; kept as a mark of 100 beside it."""

    POINTS = "points"  # 0 to 100
    LEVELS = "levels"  # 优秀, 良好, 中等, 合格, 不合格
    PASS = "pass"  # 合格, 不合格


@dataclass(frozen=True, slots=True)
class Part:
    """So many questions of a chapter and a difficulty in a paper; "" and 0 take any."""

    chapter: str
    difficulty: int
    count: int


@dataclass(frozen=True, slots=True)
class PaperRules:
    """How a paper is sat: most questions drawn, time allowed, tries in all, the wait after each.

    parts: what is drawn of which chapter, instead of the whole bank. graders: of the practical part, 0 where there is none.
    """

    questions: int
    time: timedelta
    tries: int
    wait: timedelta = timedelta(0)
    parts: tuple[Part, ...] = ()
    graders: int = 0


RULES: Mapping[PaperKind, PaperRules] = {
    PaperKind.QUIZ: PaperRules(questions=5, time=timedelta(minutes=15), tries=10),
    PaperKind.EXAM: PaperRules(questions=20, time=timedelta(minutes=60), tries=3),
}
GRACE = timedelta(seconds=30)  # an answer sent in time may arrive late over a bad line


@dataclass(frozen=True, slots=True)
class Result:
    """A marked paper: `mark` of 100, rounded down."""

    right: int
    asked: int
    mark: int
    passed: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question as the page shows it: options in this paper's order, `ticked` the places chosen so far (0 first).

    written: the number given so far, where one is asked for.
    """

    id: int
    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    ticked: frozenset[int]
    points: int = 1
    written: str = ""


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """A paper as its learner sees it; the same questions in the same order however often it is loaded.

    over: its time has run out, so nothing more can be answered. result: once it is submitted.
    """

    id: int
    public_id: str
    kind: PaperKind
    class_id: int
    lesson_id: int | None
    number: int
    started_at: datetime
    due_at: datetime
    over: bool
    questions: tuple[ShownQuestion, ...]
    result: Result | None


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """Where a learner stands with the exam, or with one lesson's quiz. open_attempt: public id of the one begun."""

    tries_used: int
    tries_left: int
    best_mark: int | None
    passed: bool
    open_attempt: str | None


@dataclass(frozen=True, slots=True)
class PracticalStanding:
    """Where a learner stands with the practical part. mark: of the last try that has all its grades, of 100.

    waiting: the try has a grade and needs a second one. tries_left: 0 once they are used.
    """

    mark: int | None
    passed: bool
    waiting: bool
    tries_left: int


@dataclass(frozen=True, slots=True)
class Block:
    """One thing between a learner and the certificate, or the exam; `code` for pages and tests, text for people."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class LessonLine:
    """One lesson as its learner stands in it. excluded_ms: by reason code of the study clock. quiz None: the lesson has none.

    The ms credited, pending and excluded sum to `elapsed_ms`.
    """

    lesson: LessonFacts
    planned_ms: int
    elapsed_ms: int
    credited_ms: int
    pending_ms: int
    excluded_ms: Mapping[str, int]
    finished: bool
    quiz: PaperStanding | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one learner stands in one class. hours: verified whole class hours, `required` those for the certificate.

    offline_hours: those of `hours` that were attended on the spot. practical: None where the class has no such part.
    """

    hours: int
    required: int
    credited_ms: int
    to_next_hour_ms: int | None
    exam: PaperStanding
    completed: bool
    blocks: tuple[Block, ...]
    offline_hours: int = 0
    practical: PracticalStanding | None = None

    @property
    def online_hours(self) -> int:
        """Those of `hours` that were studied online."""
        return self.hours - self.offline_hours


@dataclass(frozen=True, slots=True)
class Beside:
    """Someone with records from elsewhere: where they stand, and what of it was brought in."""

    line: RosterLineFacts
    standing: Standing
    outside: Outside

    @property
    def measured_ms(self) -> int:
        """What our own clock credited."""
        return self.standing.credited_ms - self.outside.online_ms


@dataclass(frozen=True, slots=True)
class ClassPage:
    """All that the learner's class page shows. next_lesson None: every lesson that is timed is finished.

    exam_blocks: why the exam cannot be sat now; empty when it can. hour_text: how time becomes class hours here.
    outside: what records from elsewhere add; the hours of `standing` have it in them.
    """

    held: ClassFacts
    line: RosterLineFacts
    lessons: tuple[LessonLine, ...]
    next_lesson: LessonFacts | None
    standing: Standing
    exam_blocks: tuple[Block, ...]
    hour_text: Text
    outside: Outside


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of a submitted paper as one person answered it. person: public id; item: the same for all who had it in that try."""

    person: str
    item: str
    answer: str
    right: bool
    at: datetime
